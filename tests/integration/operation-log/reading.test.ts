import { createSecretKey, randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { LogEntryView } from '../../../src-shared/contract/operation-log.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { LogFilter, OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { anything, draft, Terminal, valueOf } from './a-log.ts';

const someone = AddresseeNumber.parse('1000000001');
const another = AddresseeNumber.parse('1000000002');

/** The numbers of all entries that fit, page by page to the start of the log. */
async function allNumbers(log: OperationLog, filter: Partial<LogFilter>, limit = 200): Promise<number[]> {
  const numbers: number[] = [];
  let before: number | null = null;
  do {
    const page: Awaited<ReturnType<OperationLog['entries']>> = await log.entries(
      { ...anything, ...filter },
      before,
      limit,
    );
    const value = valueOf(page);
    numbers.push(...value.entries.map(({ sequence }) => sequence));
    before = value.before;
  } while (before !== null);
  return numbers;
}

describe('reading the operation log', () => {
  it('gives the newest first, in pages that join without a gap', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open({ segmentBytes: 20_000 });
    for (let n = 0; n < 150; n += 1) await log.append(draft());
    expect((await terminal.segments()).length).toBeGreaterThan(3);
    const { entries } = log.state();
    const newestFirst = Array.from({ length: entries }, (_, n) => entries - n);
    for (const limit of [1, 7, 100, 200]) expect(await allNumbers(log, {}, limit)).toEqual(newestFirst);
    const page = valueOf(await log.entries(anything, 100, 3));
    expect(page.entries.map(({ sequence }) => sequence)).toEqual([99, 98, 97]);
    expect(page.before).toBe(97);
  });

  it('finds the right place for any number, however long the lines are', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const subjects = Array.from({ length: 2_000 }, (_, n) => AddresseeNumber.parse(String(n)));
    for (let n = 0; n < 40; n += 1) {
      await log.append(draft({ subjects: subjects.slice(0, [0, 1, 50, 2_000][n % 4]) }));
    }
    for (let before = 2; before <= 42; before += 1) {
      const page = valueOf(await log.entries(anything, before, 1));
      expect(page.entries[0]?.sequence).toBe(before - 1);
    }
  });

  it('shows what the responsible person has to know, in the form of the contract', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    await log.append(
      draft({
        subjects: [someone, another],
        note: '家族の依頼',
        result: 'not-found',
        detail: { hits: 0, by: 'kana' },
      }),
    );
    const [entry] = valueOf(await log.entries(anything, null, 1)).entries;
    expect(LogEntryView.parse(entry)).toEqual({
      sequence: 2,
      time: '2026-11-21T01:00:00.000Z',
      userId: 'clerk01',
      name: '窓口　花子',
      department: '健康推進課',
      role: 'clerk',
      workstation: 'WS-01',
      operation: 'people.search',
      action: '照会（検索）',
      reason: '窓口：家族の依頼',
      subjects: [someone, another],
      subjectCount: 2,
      result: 'not-found',
      detail: { hits: 0, by: 'kana' },
    });
  });

  it('says that subjects are sealed where this terminal has another key', async () => {
    await using terminal = await Terminal.make();
    await (await terminal.open()).append(draft({ note: '家族の依頼' }));
    const log = await terminal.open({ subjectKey: createSecretKey(randomBytes(32)) });
    const [entry] = valueOf(await log.entries(anything, null, 1)).entries;
    expect(entry).toMatchObject({ subjects: 'sealed', subjectCount: 1, reason: '窓口' });
    expect(await allNumbers(log, { addresseeNumber: someone })).toEqual([]);
  });

  it('filters by user, person and action', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open({ segmentBytes: 5_000 });
    const actor = { ...draft().actor, userId: 'clerk02' };
    const expected = { user: [] as number[], person: [] as number[], action: [] as number[] };
    for (let n = 0; n < 60; n += 1) {
      const written = valueOf(
        await log.append(
          draft({
            ...(n % 3 === 0 ? { actor } : {}),
            subjects: n % 4 === 0 ? [another, someone] : [another],
            // What looks like another field must not deceive the filter.
            detail: { action: '照会（詳細）', userId: 'clerk02' },
            ...(n % 5 === 0 ? { action: '照会（詳細）' } : { reason: '"action":"照会（詳細）",' }),
          }),
        ),
      );
      if (n % 3 === 0) expected.user.unshift(written.sequence);
      if (n % 4 === 0) expected.person.unshift(written.sequence);
      if (n % 5 === 0) expected.action.unshift(written.sequence);
    }
    expect(await allNumbers(log, { userId: 'clerk02' }, 5)).toEqual(expected.user);
    expect(await allNumbers(log, { addresseeNumber: someone }, 5)).toEqual(expected.person);
    expect(await allNumbers(log, { action: '照会（詳細）' }, 5)).toEqual(expected.action);
    expect(await allNumbers(log, { userId: 'clerk02', addresseeNumber: someone })).toEqual(
      expected.user.filter((sequence) => expected.person.includes(sequence)),
    );
    expect(await allNumbers(log, { userId: 'clerk0' })).toEqual([]);
  });

  it('filters by days in Japan, the last day included', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const moments = [
      '2026-11-19T14:59:59.999Z', // 19 November in Japan, to the last moment
      '2026-11-19T15:00:00.000Z', // 20 November
      '2026-11-20T14:59:59.999Z',
      '2026-11-20T15:00:00.000Z', // 21 November
    ];
    for (const moment of moments) {
      terminal.now = new Date(moment);
      await log.append(draft());
    }
    const days = (from: string, until: string) => allNumbers(log, { from, until, userId: 'clerk01' });
    expect(await days('2026-11-20', '2026-11-20')).toEqual([4, 3]);
    expect(await days('2026-11-20', '')).toEqual([5, 4, 3]);
    expect(await days('', '2026-11-19')).toEqual([2]);
    expect(await days('2026-11-22', '')).toEqual([]);
  });

  it('looks at a bounded number of entries in one call and says where to go on', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    await log.append(draft({ actor: { ...draft().actor, userId: 'rare' } }));
    for (let n = 0; n < 25; n += 1) {
      await Promise.all(Array.from({ length: 1_000 }, () => log.append(draft({ subjects: [] }))));
    }
    const first = valueOf(await log.entries({ ...anything, userId: 'rare' }, null, 10));
    expect(first.entries).toEqual([]);
    expect(first.before).toBeGreaterThan(4_000);
    expect(await allNumbers(log, { userId: 'rare' })).toEqual([2]);
  });

  it('is possible while entries are written', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open({ segmentBytes: 30_000 });
    for (let n = 0; n < 100; n += 1) {
      const [, page] = await Promise.all([log.append(draft()), log.entries(anything, null, 5)]);
      const numbers = valueOf(page).entries.map(({ sequence }) => sequence);
      expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) - index));
    }
  });
});
