import { type ChildProcess, fork } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { InputOf, OperationName, OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Incident } from '../../../src-main/gateway/incident.ts';
import type { TestVrs } from '../training/training-vrs.ts';
import type { Asked, StartTask } from './station-child.ts';

const program = new URL('./station-child.ts', import.meta.url);
const Answer = z.object({ number: z.int(), answered: z.unknown() });
const Line = z.object({ operation: z.string(), result: z.string() });

/** A workstation in a process of its own, so that its disk alone can fail. */
export class Station {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answered: unknown) => void>();
  readonly #ended: Promise<never>;
  readonly #home: string;
  #number = 0;

  private constructor(child: ChildProcess, home: string) {
    this.#child = child;
    this.#home = home;
    this.#ended = new Promise((_, reject) => {
      child.once('exit', () => reject(new Error('the process of the workstation has ended')));
    });
    this.#ended.catch(() => undefined);
    child.on('message', (message) => {
      const { number, answered } = Answer.parse(message);
      this.#waiting.get(number)?.(answered);
      this.#waiting.delete(number);
    });
  }

  /** Starts the process and the app in it; gives the code of the problem where the app does not start. */
  static async start(
    task: StartTask,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Station | string> {
    const child = fork(program, { env: { ...process.env, ...environment, UV_USE_IO_URING: '0' } });
    const station = new Station(child, task.home);
    const { refused } = z.object({ refused: z.string() }).parse(await station.#ask({ start: task }));
    if (refused === '') return station;
    child.kill('SIGKILL');
    return refused;
  }

  async call<Name extends OperationName>(call: Name, input: InputOf<Name>): Promise<Outcome<OutputOf<Name>>> {
    return (await this.#ask({ call, input })) as Outcome<OutputOf<Name>>;
  }

  async signIn(vrs: TestVrs, userId = 'clerk01'): Promise<Outcome<unknown>> {
    const { password, oneTimePassword } = vrs.credentials(userId);
    return this.call('session.signIn', { userId, password, oneTimePassword });
  }

  async copyReady(): Promise<void> {
    for (;;) {
      const view = await this.call('session.view', {});
      if (view.ok && view.value.cache.state === 'ready') return;
      await sleep(20);
    }
  }

  async incidents(): Promise<readonly Incident[]> {
    return (await this.#ask({ incidents: true })) as readonly Incident[];
  }

  /** How many entries of the log, as they lie on the disk, say that this was done. */
  async doneInLog(operation: OperationName): Promise<number> {
    const folder = path.join(this.#home, 'log');
    const names = (await readdir(folder)).filter((name) => name.startsWith('operation-log-'));
    const texts = await Promise.all(
      names
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => readFile(path.join(folder, name), 'utf8')),
    );
    const lines = texts.flatMap((text) => text.split('\n').slice(0, -1));
    return lines.filter((line) => {
      const entry = Line.parse(JSON.parse(line));
      return entry.operation === operation && entry.result === 'done';
    }).length;
  }

  async close(): Promise<void> {
    await this.#ask({ close: true });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #ask(asked: Asked): Promise<unknown> {
    this.#number += 1;
    const number = this.#number;
    const answer = new Promise((resolve) => this.#waiting.set(number, resolve));
    this.#child.send({ ...asked, number });
    return Promise.race([answer, this.#ended]);
  }
}
