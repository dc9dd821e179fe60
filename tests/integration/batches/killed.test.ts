import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { everybody, fingerprintsOf, settled, ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';
import type { ChildTask } from './desk-child.ts';

const ROWS = 30_000;
const program = new URL('./desk-child.ts', import.meta.url);

/** A seeded sequence of moments, so that a failure can be seen again. */
function moments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the process is killed in the middle', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await Desk.open({ people: 50 });
    await desk.stop();
  });
  afterEach(() => desk.end());

  /** Runs the desk in a process of its own; `killAt` so many milliseconds after it has told that stage. Gives the stages that it told. */
  async function run(file: string, killAt?: { stage: string; after: number }): Promise<readonly string[]> {
    const child = fork(program, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const told: string[] = [];
    const { vrs } = desk;
    const task: ChildTask = {
      vrs: {
        origin: vrs.origin,
        caPem: vrs.caPem,
        clientCertPem: vrs.clientCertPem,
        clientKeyPem: vrs.clientKeyPem,
        municipality: vrs.municipality,
      },
      credentials: desk.test.credentials('clerk01'),
      home: path.join(desk.folder, 'child-home'),
      secrets: path.join(desk.folder, 'secrets.json'),
      installationId: '22222222-2222-4222-8222-222222222222',
      file,
    };
    child.send(task);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trim().split('\n')) if (told.at(-1) !== line) told.push(line);
      if (killAt && told.at(-1) === killAt.stage) {
        const { after } = killAt;
        killAt = undefined;
        setTimeout(() => child.kill('SIGKILL'), after);
      }
    });
    await new Promise((resolve) => child.once('exit', resolve));
    return told;
  }

  test.each([1, 2, 3])(
    'and it goes on where it was, with nothing sent or registered twice (seed %i)',
    async (seed) => {
      const random = moments(seed);
      const file = path.join(desk.folder, 'many.csv');
      const fresh = desk.people.filter(
        ({ doses, tickets, flag }) => doses.length + tickets.length === 1 && flag.kind === 'none',
      );
      const lines = [
        ...fresh.map((person) => recordLine({ ticketNumber: ticketOf(person) })),
        ...Array.from({ length: ROWS }, (_, index) =>
          recordLine({ ticketNumber: String(9_000_000_000 + index), municipalityCode: '131237' }),
        ),
      ];
      await writeFile(file, `${recordsHeader}\n${lines.join('\n')}\n`);
      const cutOff: (string | undefined)[] = [];
      for (const stage of ['none', 'checking', 'checking', 'checked', 'sending', 'sending', 'sending'])
        cutOff.push((await run(file, { stage, after: random() * 300 })).at(-1));
      // The kills came where they were meant to, and not after the work was done.
      expect(cutOff).toContain('checking');
      expect(cutOff).toContain('sending');
      expect((await run(file)).at(-1)).toBe('ready');

      const [batch, ...more] = await desk.batches();
      expect(more).toEqual([]);
      expect(batch).toMatchObject({ state: 'ready', rowCount: lines.length, counts: { new: fresh.length } });
      if (!batch) throw new Error('no batch');
      const maker = await desk.test.signIn('clerk01');
      const submission = { ...fingerprintsOf(batch), comment: '', acknowledgementReason: '' };
      const submitted = await maker.call('batches.submit', {
        path: { batchId: batch.batchId },
        body: submission,
      });
      await settled(desk.test, await desk.chief(), submitted);
      const after = new Map(
        (await everybody(maker)).map((person) => [person.addresseeNumber, person.doses.length]),
      );
      expect(fresh.map(({ addresseeNumber }) => after.get(addresseeNumber))).toEqual(fresh.map(() => 1));
    },
    120_000,
  );
});
