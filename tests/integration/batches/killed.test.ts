import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { approve, everybody, ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';
import type { ChildTask } from './desk-child.ts';
import { type Moment, randomOf } from './moments.ts';

const ROWS = 30_000;
const program = new URL('./desk-child.ts', import.meta.url);
/** Where the kills come, over check, upload, submission and applying. */
const stages = [
  'none',
  'checking',
  'checking',
  'checked',
  'sending',
  'sending',
  'sending',
  'ready',
  'submitted',
] as const;

describe('the process, or its thread for files, is killed in the middle', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await Desk.open({ people: 50 });
    await desk.stop();
  });
  afterEach(() => desk.end());

  const taskFor = (file: string): ChildTask => {
    const { origin, caPem, clientCertPem, clientKeyPem, municipality } = desk.vrs;
    return {
      vrs: { origin, caPem, clientCertPem, clientKeyPem, municipality },
      credentials: desk.test.credentials('clerk01'),
      home: path.join(desk.folder, 'child-home'),
      secrets: path.join(desk.folder, 'secrets.json'),
      installationId: '22222222-2222-4222-8222-222222222222',
      file,
    };
  };

  /** The chief, at another terminal, approves as soon as there is something to approve. */
  const approveOnce = async (): Promise<void> => {
    const [batch] = await desk.batches();
    if (batch?.state === 'submitted') await approve(desk.test, await desk.chief(), batch);
  };

  /** Runs the desk in a process of its own until it ends or is killed; the moments that came are taken off the list. */
  async function run(file: string, moments: Moment[], came: string[]): Promise<readonly string[]> {
    const child: ChildProcess = fork(program, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const told: string[] = [];
    let approving: Promise<void> = Promise.resolve();
    let isDue = false;
    child.send(taskFor(file));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trim().split('\n')) if (told.at(-1) !== line) told.push(line);
      if (told.at(-1) === 'submitted') approving = approving.then(approveOnce);
      const [next] = moments;
      if (isDue || !next || told.at(-1) !== next.stage) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        moments.shift();
        came.push(`${next.victim} at ${told.at(-1) ?? ''}`);
        if (next.victim === 'process') child.kill('SIGKILL');
        else if (child.connected) child.send('end-the-threads', () => undefined);
      }, next.after);
    });
    await new Promise((resolve) => child.once('exit', resolve));
    await approving;
    return told;
  }

  test.each([1, 2, 3])(
    'and it goes on where it was, with nothing lost, sent or registered twice (seed %i)',
    async (seed) => {
      const random = randomOf(seed);
      const file = path.join(desk.folder, 'many.csv');
      const fresh = desk.people.filter(
        ({ doses, tickets, flag }) => doses.length + tickets.length === 1 && flag.kind === 'none',
      );
      const lines = [
        ...fresh.map((person) => recordLine({ ticketNumber: ticketOf(person) })),
        ...Array.from({ length: ROWS }, (_, index) =>
          recordLine({ ticketNumber: String(9_000_000_000 + index) }),
        ),
      ];
      await writeFile(file, `${recordsHeader}\n${lines.join('\n')}\n`);
      const moments = stages.map((stage): Moment => {
        const victim = random() < 0.6 ? 'process' : 'thread';
        return { stage, victim, after: random() * 300 };
      });
      const came: string[] = [];
      let told: readonly string[] = [];
      for (let runs = 0; told.at(-1) !== 'ended' && runs < 2 * stages.length; runs += 1)
        told = await run(file, moments, came);
      expect(told.at(-1)).toBe('ended');
      // The kills came where they were meant to, and not after the work was done.
      expect(came.filter((where) => where.endsWith('checking')).length).toBeGreaterThan(0);
      expect(came.filter((where) => where.endsWith('sending')).length).toBeGreaterThan(0);

      await desk.vrs.applied();
      const [batch, ...more] = await desk.batches();
      expect(more).toEqual([]);
      expect(batch).toMatchObject({
        state: 'applied',
        rowCount: lines.length,
        counts: { new: fresh.length, conflicting: ROWS },
        appliedCount: fresh.length,
      });
      const maker = await desk.test.signIn('clerk01');
      const after = new Map(
        (await everybody(maker)).map((person) => [person.addresseeNumber, person.doses.length]),
      );
      expect(fresh.map(({ addresseeNumber }) => after.get(addresseeNumber))).toEqual(fresh.map(() => 1));
    },
    180_000,
  );
});
