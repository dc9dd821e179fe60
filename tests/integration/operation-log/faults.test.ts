import { execFileSync, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe, expect, it } from 'vitest';

import { nodeLogFolder } from '../../../src-main/operation-log/node-log-folder.ts';
import { openOperationLog } from '../../../src-main/operation-log/open-operation-log.ts';
import type { OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { anything, draft, Terminal, valueOf } from './a-log.ts';
import { FailingFolder, type Step, steps } from './failing-folder.ts';

const refused = { ok: false, problem: { code: 'log-unavailable' } };

/** Reads everything again with files that do not fail. */
async function standsAndHas(terminal: Terminal, acknowledged: readonly number[]): Promise<void> {
  const log = await terminal.open();
  const state = valueOf(await log.verify(new AbortController().signal, () => undefined));
  expect(state).toMatchObject({ state: 'verified', brokenAt: null });
  const { entries } = valueOf(await log.entries({ ...anything, userId: 'clerk01' }, null, 200));
  const numbers = new Set(entries.map(({ sequence }) => sequence));
  expect(acknowledged.filter((sequence) => !numbers.has(sequence))).toEqual([]);
  await log.close();
}

/** Appends entries one by one until one more is refused or all are written. */
async function acknowledgedOf(log: OperationLog, count: number): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const written = await log.append(draft({ detail: { n } }));
    if (written.ok) acknowledged.push(written.value.sequence);
  }
  return acknowledged;
}

describe('an entry that can not be written', () => {
  it.each(['ENOSPC', 'EIO', 'EDQUOT'])(
    'is refused (%s), nothing of it stays, and the next one is taken',
    async (code) => {
      for (const step of ['write', 'sync'] as const) {
        await using terminal = await Terminal.make();
        const files = new FailingFolder();
        files.code = code;
        const log = await terminal.open({ files: files.folder });
        valueOf(await log.append(draft()));
        files.fails = (each) => each === step && !files.done.includes('truncate');
        expect(await log.append(draft())).toMatchObject(refused);
        files.fails = () => false;
        expect(await terminal.lines()).toHaveLength(2);
        expect(valueOf(await log.append(draft()))).toEqual({ sequence: 3 });
        await standsAndHas(terminal, [2, 3]);
      }
    },
  );

  it('refuses all others too while what it left can not be cut off', async () => {
    await using terminal = await Terminal.make();
    const files = new FailingFolder();
    const log = await terminal.open({ files: files.folder });
    files.fails = (step) => step === 'write' || step === 'truncate';
    expect(await log.append(draft())).toMatchObject(refused);
    files.fails = (step) => step === 'truncate';
    expect(await log.append(draft())).toMatchObject(refused);
    expect(await log.append(draft())).toMatchObject(refused);
    files.fails = () => false;
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 2 });
    await standsAndHas(terminal, [2]);
  });

  it('refuses the whole group that was written with it', async () => {
    await using terminal = await Terminal.make();
    const files = new FailingFolder();
    const log = await terminal.open({ files: files.folder });
    files.fails = (step, nth) => step === 'write' && nth % 2 === 0;
    const answers = await Promise.all(Array.from({ length: 200 }, () => log.append(draft())));
    files.fails = () => false;
    const acknowledged = answers.flatMap((answer) => (answer.ok ? [answer.value.sequence] : []));
    expect(acknowledged).toEqual(acknowledged.toSorted((a, b) => a - b));
    await log.append(draft());
    await log.close();
    await standsAndHas(terminal, acknowledged);
  });
});

describe('whatever step of the file system fails', () => {
  it.each(steps)(
    '%s: every entry that was acknowledged is there, and the chain holds',
    async (failing: Step) => {
      // Each time another occurrence of the step fails, until a run has no such occurrence any more.
      for (let occurrence = 1, met = true; met; occurrence += 1) {
        await using terminal = await Terminal.make();
        await (await terminal.open()).close();
        const files = new FailingFolder();
        let seen = 0;
        met = false;
        files.fails = (step) => {
          if (step !== failing) return false;
          seen += 1;
          met ||= seen === occurrence;
          return seen === occurrence;
        };
        const opened = await openOperationLog(terminal.options({ files: files.folder, segmentBytes: 2_500 }));
        const acknowledged = opened.ok ? await acknowledgedOf(opened.value, 12) : [];
        if (opened.ok) {
          await opened.value.entries(anything, null, 5);
          await opened.value.close().catch(() => undefined);
        }
        expect(opened.ok ? 'opened' : opened.problem.code).toMatch(/^(opened|log-unavailable)$/);
        await standsAndHas(terminal, acknowledged);
      }
    },
  );
});

describe('a full device', () => {
  it('refuses entries: /dev/full in the place of the segment', async () => {
    await using terminal = await Terminal.make();
    const real = nodeLogFolder(terminal.folder);
    const full = await open('/dev/full', constants.O_RDWR);
    const log = await terminal.open({
      files: () => ({
        ...real,
        create: async (name) => {
          const file = await real.create(name);
          return {
            ...file,
            // The opening entry goes to the real file, all others to the full device.
            async write(bytes, position) {
              if (position === 0) await file.write(bytes, position);
              else await full.write(bytes, 0, bytes.length);
            },
          };
        },
      }),
    });
    expect(await log.append(draft())).toMatchObject(refused);
    expect(log.state()).toMatchObject({ entries: 1 });
    await log.close();
    await full.close();
    await standsAndHas(terminal, []);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'refuses entries: a small tmpfs (needs root, to mount it)',
    async () => {
      await using terminal = await Terminal.make();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', terminal.folder]);
      try {
        const log = await terminal.open({ segmentBytes: 20_000 });
        const acknowledged = await acknowledgedOf(log, 600);
        expect(acknowledged.length).toBeGreaterThan(100);
        expect(acknowledged.length).toBeLessThan(600);
        expect(await log.append(draft())).toMatchObject(refused);
        // Somebody makes room: the log goes on without a restart.
        execFileSync('mount', ['-o', 'remount,size=2m', terminal.folder]);
        const next = valueOf(await log.append(draft()));
        await log.close();
        await standsAndHas(terminal, [...acknowledged.slice(-150), next.sequence]);
      } finally {
        execFileSync('umount', [terminal.folder]);
      }
    },
  );
});

describe('a process that is killed while it writes', () => {
  it('leaves every entry that it had acknowledged', async () => {
    for (const delay of [30, 90, 170]) {
      await using terminal = await Terminal.make();
      const program = new URL('appending-child.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, [program, terminal.folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const printed = text(child.stdout);
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
      const acknowledged = (await printed).split('\n').slice(0, -1).map(Number);
      expect(acknowledged.length).toBeGreaterThan(1);
      const log = await terminal.open();
      const { entries } = valueOf(await log.entries(anything, null, 1));
      expect(entries[0]?.sequence).toBeGreaterThanOrEqual(Math.max(...acknowledged));
      const state = valueOf(await log.verify(new AbortController().signal, () => undefined));
      expect(state).toMatchObject({ state: 'verified', brokenAt: null });
    }
  });

  it('leaves all of a thousand when it is killed after the last', async () => {
    await using terminal = await Terminal.make();
    const program = new URL('appending-child.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, terminal.folder, '1000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged = (await text(child.stdout)).split('\n').slice(0, -1).map(Number);
    expect(new Set(acknowledged).size).toBe(1_000);
    const log = await terminal.open();
    const numbers = new Set((await terminal.lines()).map((line) => JSON.parse(line).sequence));
    expect(acknowledged.filter((sequence) => !numbers.has(sequence))).toEqual([]);
    const state = valueOf(await log.verify(new AbortController().signal, () => undefined));
    expect(state).toMatchObject({ state: 'verified', entries: numbers.size });
  });
});

describe('the folder', () => {
  it('that is missing is made; one that is a file lets nothing start', async () => {
    await using terminal = await Terminal.make();
    const file = join(terminal.folder, 'a-file');
    const log = await terminal.open();
    await log.close();
    await rename(await terminal.path(), file);
    expect(await openOperationLog(terminal.options({ folder: file }))).toMatchObject(refused);
    const made = valueOf(
      await openOperationLog({
        ...terminal.options(),
        folder: join(terminal.folder, 'a', 'b'),
        anchor: { read: async () => undefined, write: async () => undefined },
      }),
    );
    expect(made.state()).toMatchObject({ entries: 1 });
    await made.close();
  });
});
