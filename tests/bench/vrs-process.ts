import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { ConnectionMonitor } from '../../src-main/vrs/connection-monitor.ts';
import { VrsClient } from '../../src-main/vrs/vrs-client.ts';
import { startTrainingVrs } from '../../src-training/start.ts';
import { nodeTransport } from '../integration/node-transport.ts';

const MAIN = new URL('../../src-training/main.ts', import.meta.url).pathname;
/** Of the kernel, for times in /proc. */
const TICKS_A_SECOND = 100;

const Ready = z.object({ origin: z.string(), caPem: z.string() });
const Credentials = z.object({ userId: z.string(), password: z.string(), oneTimePassword: z.string() });

/** A filled folder of a training VRS, made once. */
export async function filledVrs(folder: string, people: number, seed: string): Promise<string> {
  await (await startTrainingVrs({ folder, people, seed, passwordHashCost: 16 })).close();
  return folder;
}

/** A training VRS in a process of its own, over a copy of a filled folder, so that neither takes the other's time on a core. */
export class VrsProcess {
  readonly origin: string;
  readonly tls: { readonly caPem: string; readonly clientCertPem: string; readonly clientKeyPem: string };
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, { origin, caPem }: z.infer<typeof Ready>) {
    const identity = (ending: string): string =>
      readFileSync(path.join(folder, 'certificates', `client-TRAINING-01.${ending}`), 'utf8');
    this.#child = child;
    this.#folder = folder;
    this.origin = origin;
    this.tls = { caPem, clientCertPem: identity('pem'), clientKeyPem: identity('key') };
  }

  static async start(filled: string): Promise<VrsProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'bench-vrs-'));
    await cp(filled, folder, { recursive: true });
    const options = ['--disable-warning=ExperimentalWarning', MAIN, '--folder', folder];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new VrsProcess(child, folder, Ready.parse(JSON.parse(line)));
  }

  /** A client of the product with somebody signed in. */
  async signIn(userId: string): Promise<{ vrs: VrsClient; token: string; close: () => Promise<void> }> {
    const transport = nodeTransport(this.tls);
    let token: string | undefined;
    const vrs = new VrsClient({
      origin: this.origin,
      transport,
      monitor: new ConnectionMonitor(() => undefined),
      token: () => token,
      tokenRefused: (_, why) => {
        throw new Error(why);
      },
    });
    const opened = await vrs.call('session.open', { body: await this.credentials(userId) });
    if (!opened.ok) throw new Error(opened.problem.code);
    token = opened.value.token;
    return { vrs, token, close: () => transport.close() };
  }

  /** Waits for a code that nobody has used yet. */
  async credentials(userId: string): Promise<z.infer<typeof Credentials>> {
    const transport = nodeTransport(this.tls);
    try {
      for (;;) {
        const url = `${this.origin}/training/accounts/${userId}/credentials`;
        const signal = AbortSignal.timeout(10_000);
        const answer = await transport(url, { method: 'POST', headers: {}, signal });
        if (answer.ok) return Credentials.parse(await answer.json());
        await sleep(1_000);
      }
    } finally {
      await transport.close();
    }
  }

  /** What the process has taken so far, as Linux counts it. */
  taken(): { readonly cpuMilliseconds: number; readonly peakMiB: number } {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const peak = /^VmHWM:\s+([0-9]+) kB/m.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8'));
    return {
      cpuMilliseconds: ((Number(stat[11]) + Number(stat[12])) * 1_000) / TICKS_A_SECOND,
      peakMiB: Number(peak?.[1]) / 1_024,
    };
  }

  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }
}
