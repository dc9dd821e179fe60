import { createSecretKey, randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ReadEntry, ReadingEnd, ReadingRange } from '../../../src-main/operation-log/log-reading.ts';
import type { OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { draft, Terminal, valueOf } from './a-log.ts';

/** 2026-11-09 to 15 in Japan. */
const week: ReadingRange = {
  from: '2026-11-08T15:00:00.000Z',
  until: '2026-11-15T15:00:00.000Z',
  operationPrefix: 'review.',
};

const never = new AbortController().signal;

async function readAll(
  log: OperationLog,
  range = week,
): Promise<{ readonly entries: readonly ReadEntry[]; readonly end: ReadingEnd }> {
  const entries: ReadEntry[] = [];
  const end = valueOf(await log.read(range, never, (group) => void entries.push(...group)));
  return { entries, end };
}

describe('reading a week of the log in a worker', () => {
  let terminal: Terminal;
  let log: OperationLog;

  async function at(time: string, ...drafts: Parameters<typeof draft>[]): Promise<void> {
    terminal.now = new Date(time);
    for (const parts of drafts) valueOf(await log.append(draft(...parts)));
  }

  beforeEach(async () => {
    terminal = await Terminal.make();
    terminal.now = new Date('2026-11-06T01:00:00.000Z');
    log = await terminal.open();
    await at('2026-11-06T02:00:00.000Z', [], [{ operation: 'review.marked' }]);
    await at('2026-11-10T02:00:00.000Z', [{ note: '折り返し' }], [{ subjects: [] }]);
    await at('2026-11-17T02:00:00.000Z', []);
  });
  afterEach(() => terminal[Symbol.asyncDispose]());

  it('gives the entries of the week, opened, and those of the review from any time', async () => {
    const { entries, end } = await readAll(log);
    expect(entries.map(({ sequence, operation }) => [sequence, operation])).toEqual([
      [3, 'review.marked'],
      [4, 'people.search'],
      [5, 'people.search'],
    ]);
    expect(entries[1]).toMatchObject({ note: '折り返し', subjects: ['1000000001'], isWhole: true });
    expect(end).toMatchObject({ head: { sequence: 5 }, gaps: [] });
    expect(end.weeks).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
  });

  it('reads over the end of a segment', async () => {
    log = await terminal.open({ segmentBytes: 1 });
    await at('2026-11-11T02:00:00.000Z', [], [], []);
    expect((await terminal.segments()).length).toBeGreaterThan(3);
    const { entries, end } = await readAll(log);
    expect(entries.filter(({ operation }) => operation === 'people.search')).toHaveLength(5);
    expect(entries.every(({ isWhole }) => isWhole)).toBe(true);
    expect(end.gaps).toEqual([]);
  });

  it('says null for whom another key has sealed', async () => {
    await log.close();
    const { entries } = await readAll(await terminal.open({ subjectKey: createSecretKey(randomBytes(32)) }));
    expect(entries.map(({ subjects }) => subjects)).toEqual([[null], [null], []]);
    expect(entries.map(({ note }) => note)).toEqual(['', '', '']);
  });

  it('tells an entry that was changed, and the one that no longer follows', async () => {
    const path = await terminal.path();
    const text = await readFile(path, 'utf8');
    const lines = text.split('\n');
    // The fourth line lost: the fifth follows nothing.
    await writeFile(path, lines.filter((_, index) => index !== 3).join('\n'));
    const lost = await readAll(log);
    expect(lost.end.gaps.map((gap) => gap.at)).toEqual([5]);
    expect(lost.entries.find(({ sequence }) => sequence === 5)).toMatchObject({ isWhole: false });
    await writeFile(path, text.replace(/("detail":\{"hits":)1(\}.*"sequence":4,)/, '$12$2'));
    const changed = await readAll(log);
    expect(changed.entries.find(({ sequence }) => sequence === 4)).toMatchObject({ isWhole: false });
  });

  it('tells a line that is no entry any more, though it still names its neighbours', async () => {
    const path = await terminal.path();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(',"sequence":4,', ' ,"sequence":4,'));
    const { entries, end } = await readAll(log);
    expect(entries.map(({ sequence }) => sequence)).not.toContain(4);
    expect(end.gaps.map((gap) => gap.at)).toEqual([4]);
  });

  it('tells between which times entries are gone, where a whole segment is missing', async () => {
    log = await terminal.open({ segmentBytes: 1 });
    await at('2026-11-20T02:00:00.000Z', []);
    await at('2026-11-27T02:00:00.000Z', []);
    await at('2026-12-04T02:00:00.000Z', []);
    expect((await readAll(log)).end.gaps).toEqual([]);
    const paths = await Promise.all((await terminal.segments()).map((_, index) => terminal.path(index)));
    // The segment of the 27th, which no entry of its week tells any more.
    for (const path of paths)
      if ((await readFile(path, 'utf8')).includes('"time":"2026-11-27')) await rm(path);
    const [gap, ...others] = (await readAll(log)).end.gaps;
    expect(gap?.after).toBe('2026-11-20T02:00:00.000Z');
    expect(gap?.before).toBe('2026-12-04T02:00:00.000Z');
    expect(others).toEqual([]);
    // And the oldest one: nothing is known of what was before.
    await rm(paths[0] ?? '');
    const [oldest] = (await readAll(log)).end.gaps;
    expect(oldest).toMatchObject({ after: '' });
  });

  it('waits for whoever takes the entries, and stops when it is told to', async () => {
    for (let n = 0; n < 5; n += 1)
      await at('2026-11-12T02:00:00.000Z', [
        { subjects: Array.from({ length: 1500 }, (_, index) => AddresseeNumber.parse(String(index + 1))) },
      ]);
    let taking = 0;
    let most = 0;
    let groups = 0;
    await log.read(week, never, async () => {
      taking += 1;
      groups += 1;
      most = Math.max(most, taking);
      await new Promise((resolve) => setImmediate(resolve));
      taking -= 1;
    });
    expect(groups).toBeGreaterThan(2);
    expect(most).toBe(1);

    const stop = new AbortController();
    const stopped = log.read(week, stop.signal, () => stop.abort(new Error('enough')));
    await expect(stopped).rejects.toThrow('enough');
  });
});
