import { appendFile, copyFile, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { LogEntry } from '../../../src-main/operation-log/entry.ts';
import { openOperationLog } from '../../../src-main/operation-log/open-operation-log.ts';
import type { OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { anything, draft, type MemoryAnchor, Terminal, valueOf } from './a-log.ts';

/** A closed log of so many entries besides the opening one. */
async function written(terminal: Terminal, count: number): Promise<void> {
  const log = await terminal.open();
  await Promise.all(Array.from({ length: count }, (_, index) => log.append(draft({ detail: { index } }))));
  await log.close();
}

async function entriesOf(terminal: Terminal): Promise<LogEntry[]> {
  return (await terminal.lines()).flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

async function removeLine(terminal: Terminal, index: number): Promise<void> {
  const path = await terminal.path();
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, lines.toSpliced(index, 1).join('\n'));
}

async function changeLine(
  terminal: Terminal,
  index: number,
  change: (line: string) => string,
): Promise<void> {
  const path = await terminal.path();
  const lines = (await readFile(path, 'utf8')).split('\n');
  lines[index] = change(lines[index] ?? '');
  await writeFile(path, lines.join('\n'));
}

const untilVerified = async (log: OperationLog) => log.verify(new AbortController().signal, () => undefined);

describe('a log that a crash left half-written', () => {
  it('loses the half line, and an entry says how many bytes it had', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 5);
    await appendFile(await terminal.path(), '{"action":"照会（検');
    const log = await terminal.open();
    expect(log.state()).toMatchObject({ state: 'verified', entries: 7 });
    const entries = await entriesOf(terminal);
    expect(entries).toHaveLength(7);
    expect(entries[6]).toMatchObject({ operation: 'log.recovered', detail: { bytesCutOff: 23 } });
    expect(valueOf(await untilVerified(log))).toMatchObject({ state: 'verified', verifiedUpTo: 7 });
  });

  it('keeps whole lines that were not acknowledged', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 5);
    // The anchor is older than the newest entry, as after a kill.
    const log = await terminal.open();
    const { head } = terminal.anchor;
    await log.append(draft());
    await log.close();
    terminal.anchor.head = head;
    expect((await terminal.open()).state()).toMatchObject({ state: 'verified', entries: 7, brokenAt: null });
  });

  it('loses a segment that was only begun', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 5);
    await writeFile(join(terminal.folder, 'operation-log-000000000007.jsonl'), '{"action":"操作');
    const log = await terminal.open();
    expect(log.state()).toMatchObject({ state: 'verified', entries: 6 });
    expect(await terminal.segments()).toHaveLength(1);
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 7 });
  });

  it('begins anew where not even the first line was written', async () => {
    await using terminal = await Terminal.make();
    await writeFile(join(terminal.folder, 'operation-log-000000000001.jsonl'), '');
    expect((await terminal.open()).state()).toMatchObject({ state: 'verified', entries: 1 });
  });

  it('is taken over from a process that is gone', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 1);
    const lock = join(terminal.folder, 'operation-log.lock');
    for (const holder of [
      { pid: 4_194_303, started: '1', uptime: 1 },
      { pid: process.pid, started: 'another time', uptime: 1 },
      { pid: process.pid, started: '', uptime: 1e12 },
    ]) {
      await writeFile(lock, JSON.stringify(holder));
      await (await terminal.open()).close();
    }
    await writeFile(lock, 'half a lo');
    expect((await terminal.open()).state()).toMatchObject({ state: 'verified' });
  });
});

describe('a log that was changed', () => {
  const cases: readonly (readonly [string, (terminal: Terminal) => Promise<void>, number])[] = [
    ['in a text', (terminal) => changeLine(terminal, 5, (line) => line.replace('窓口', '電話')), 6],
    [
      'in a sealed value',
      (terminal) =>
        changeLine(terminal, 5, (line) =>
          line.replace(/(?<=subjects":\[")./, (old) => (old === 'A' ? 'B' : 'A')),
        ),
      6,
    ],
    ['by another line in the place of an entry', (terminal) => changeLine(terminal, 5, () => '{}'), 6],
    ['by removing an entry', (terminal) => removeLine(terminal, 5), 6],
    ['by garbage at its end', async (terminal) => appendFile(await terminal.path(), 'garbage\n'), 12],
  ];

  it.each(cases)(
    '%s is found broken from the anchor on, goes on in a new segment, and stays broken',
    async (_, change, at) => {
      await using terminal = await Terminal.make();
      const log = await terminal.open();
      const older = { ...terminal.anchor.head };
      await Promise.all(Array.from({ length: 10 }, () => log.append(draft())));
      await log.close();
      await change(terminal);
      terminal.anchor.head = { sequence: older.sequence ?? 0, hash: older.hash ?? '' };

      const broken = await terminal.open();
      expect(broken.state()).toMatchObject({ state: 'broken', brokenAt: at, verifiedUpTo: at - 1 });
      expect(await terminal.segments()).toHaveLength(2);
      const next = at === 12 ? 13 : 12;
      expect(valueOf(await broken.append(draft()))).toEqual({ sequence: next + 1 });
      expect(valueOf(await untilVerified(broken))).toMatchObject({ state: 'broken', brokenAt: at });
      const opening = (await entriesOf(terminal)).find(({ sequence }) => sequence === next);
      expect(opening).toMatchObject({ operation: 'log.opened', detail: { brokenAt: at } });

      const again = await terminal.open();
      expect(again.state()).toMatchObject({ state: 'broken', brokenAt: at });
      expect(await terminal.segments()).toHaveLength(2);
      expect(valueOf(await again.entries(anything, null, 2)).entries).toMatchObject([
        { sequence: next + 1 },
        { sequence: next, operation: 'log.opened' },
      ]);
    },
  );

  it('before the anchor is found by the verification of the whole log, and recorded once', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 10);
    await changeLine(terminal, 3, (line) => line.replace('窓口', '電話'));
    const log = await terminal.open();
    expect(log.state()).toMatchObject({ state: 'verified' });
    expect(valueOf(await untilVerified(log))).toMatchObject({ state: 'broken', brokenAt: 4 });
    expect(valueOf(await untilVerified(log))).toMatchObject({ state: 'broken', brokenAt: 4 });
    expect(await terminal.segments()).toHaveLength(2);
    const again = await terminal.open();
    expect(again.state()).toMatchObject({ state: 'broken', brokenAt: 4 });
    // The new segment holds on to the newest entry of the old one.
    const entries = await entriesOf(terminal);
    const opening = entries.find(({ sequence }) => sequence === 12);
    expect(opening?.previousHash).toBe(entries.find(({ sequence }) => sequence === 11)?.hash);
  });

  it('twice names the first place', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 10);
    await changeLine(terminal, 7, (line) => line.replace('窓口', '電話'));
    const log = await terminal.open();
    await untilVerified(log);
    await log.close();
    await changeLine(terminal, 2, (line) => line.replace('窓口', '電話'));
    const again = await terminal.open();
    expect(valueOf(await untilVerified(again))).toMatchObject({ state: 'broken', brokenAt: 3 });
  });
});

/** A log of ten entries, opened again after a change of its files. */
async function without(terminal: Terminal, change: () => Promise<void>): Promise<OperationLog> {
  await written(terminal, 10);
  await change();
  return terminal.open();
}

describe('SECURITY P7: a log of which the anchor knows more', () => {
  it('was cut off', async () => {
    await using terminal = await Terminal.make();
    const log = await without(terminal, async () => {
      const text = await readFile(await terminal.path(), 'utf8');
      await writeFile(await terminal.path(), `${text.split('\n').slice(0, 8).join('\n')}\n`);
    });
    expect(log.state()).toMatchObject({ state: 'broken', brokenAt: 9 });
    // No number is given twice: 9 to 11 were there.
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 13 });
    expect(valueOf(await untilVerified(log))).toMatchObject({ state: 'broken', brokenAt: 9 });
  });

  it('was cut off in the middle of a line', async () => {
    await using terminal = await Terminal.make();
    const log = await without(terminal, async () => {
      await truncate(await terminal.path(), (await stat(await terminal.path())).size - 10);
    });
    expect(log.state()).toMatchObject({ state: 'broken', brokenAt: 11 });
    expect(await terminal.segments()).toHaveLength(2);
  });

  it('was rolled back to an older copy and went on from there', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 3);
    const copy = join(terminal.folder, 'copy');
    await mkdir(copy);
    await copyFile(await terminal.path(), join(copy, 'old'));
    const old = terminal.anchor.head;
    await written(terminal, 5);
    const { head } = terminal.anchor;
    await copyFile(join(copy, 'old'), await terminal.path());
    terminal.anchor.head = old;
    await written(terminal, 9);
    terminal.anchor.head = head;
    expect((await terminal.open()).state()).toMatchObject({ state: 'broken', brokenAt: 9 });
  });

  it('was deleted', async () => {
    await using terminal = await Terminal.make();
    const log = await without(terminal, async () => rm(await terminal.path()));
    expect(log.state()).toMatchObject({ state: 'broken', brokenAt: 1 });
    expect(valueOf(await log.append(draft()))).toEqual({ sequence: 13 });
    expect((await terminal.open()).state()).toMatchObject({ state: 'broken', brokenAt: 1 });
  });

  it('is found so once, also while the anchor can not be written', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 10);
    const { head } = terminal.anchor;
    await truncate(await terminal.path(), 3_000);
    for (let round = 0; round < 3; round += 1) {
      await (await terminal.open()).close();
      terminal.anchor.head = head;
    }
    expect(await terminal.segments()).toHaveLength(2);
  });
});

describe('the anchor', () => {
  it('follows every thousand entries, at sign-out and at the end', async () => {
    await using terminal = await Terminal.make();
    const anchor: MemoryAnchor = terminal.anchor;
    const log = await terminal.open();
    expect(anchor.head?.sequence).toBe(1);
    for (let n = 0; n < 999; n += 1) await log.append(draft({ subjects: [] }));
    expect(anchor.head?.sequence).toBe(1);
    await log.append(draft());
    await log.append(draft());
    expect(anchor.head?.sequence).toBe(1001);
    expect(valueOf(await log.anchorHead())).toEqual(anchor.head);
    expect(anchor.head?.sequence).toBe(1002);
    await log.append(draft());
    await log.close();
    expect(anchor.head?.sequence).toBe(1003);
  });

  it('that can not be written stops nothing', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    terminal.anchor.failing = true;
    valueOf(await log.append(draft()));
    expect(await log.anchorHead()).toMatchObject({ ok: false, problem: { code: 'log-unavailable' } });
    await log.close();
  });

  it('that can not be read lets nothing start', async () => {
    await using terminal = await Terminal.make();
    terminal.anchor.failing = true;
    expect(await openOperationLog(terminal.options())).toMatchObject({
      ok: false,
      problem: { code: 'log-unavailable' },
    });
    terminal.anchor.failing = false;
    await terminal.open();
  });

  it('that is missing has the whole log verified in the background', async () => {
    await using terminal = await Terminal.make();
    await written(terminal, 10);
    terminal.anchor.head = undefined;
    const log = await terminal.open();
    expect(log.state()).toMatchObject({ state: 'verifying', verifiedAt: null });
    valueOf(await log.append(draft()));
    expect(valueOf(await untilVerified(log))).toMatchObject({
      state: 'verified',
      entries: 12,
      verifiedUpTo: 12,
    });
    expect(terminal.anchor.head).toMatchObject({ sequence: 11 });
  });
});

describe('the verification of the whole log', () => {
  it('tells how far it is and can be cancelled', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    for (let n = 0; n < 40; n += 1) {
      await Promise.all(Array.from({ length: 1_000 }, () => log.append(draft())));
    }
    const told: number[] = [];
    const cancelled = new AbortController();
    const run = log.verify(cancelled.signal, (done, total) => {
      expect(total).toBe(40_001);
      told.push(done);
      expect(log.state()).toMatchObject({ state: 'verifying', verifiedUpTo: done });
      if (told.length === 2) cancelled.abort(new Error('cancelled by a person'));
    });
    await expect(run).rejects.toThrow('cancelled by a person');
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(log.state()).toMatchObject({ state: 'verified' });
    expect(valueOf(await untilVerified(log))).toMatchObject({ state: 'verified', verifiedUpTo: 40_001 });
    await expect(log.verify(AbortSignal.abort(new Error('before')), () => undefined)).rejects.toThrow(
      'before',
    );
  });

  it('goes on while entries are written, up to where the log was', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open({ segmentBytes: 50_000 });
    for (let n = 0; n < 300; n += 1) await log.append(draft());
    const run = untilVerified(log);
    for (let n = 0; n < 300; n += 1) await log.append(draft());
    expect(valueOf(await run)).toMatchObject({ state: 'verified' });
  });
});
