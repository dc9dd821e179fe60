import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { addDays } from '../../../src-shared/domain/dates/calendar.ts';
import { startOfDayInJapan } from '../../../src-shared/domain/dates/weeks.ts';
import { countOf, numbersOf, patience, ReviewDesk } from './a-review-desk.ts';

let desk: ReviewDesk;

beforeEach(async () => {
  desk = await ReviewDesk.start();
});

afterEach(async () => {
  await desk.end();
});

describe('the weekly review of real look-ups', () => {
  it('tells whom a batch explains from whom nothing does', async () => {
    await desk.signIn('clerk01');
    const rows = desk.people.filter(({ tickets }) => tickets.length === 1).slice(0, 3);
    await desk.batchOf(rows);
    const [inBatch] = rows;
    const other = desk.people.find((person) => !rows.includes(person));
    if (inBatch === undefined || other === undefined) throw new Error('too few people');
    await desk.look(inBatch);
    await desk.look(other);
    await desk.nextWeek();
    await desk.signIn('chief01');

    const read = await desk.station.get('review.week', { week: null, fresh: false });
    expect(read).toMatchObject({
      week: desk.monday,
      isFinished: true,
      sealed: 0,
      notInCopy: 0,
      hasRoster: true,
    });
    const visits = async (explained: boolean) =>
      (await desk.station.get('review.visits', { week: desk.monday, explained, offset: 0, limit: 100 }))
        .visits;
    const unexplained = await visits(false);
    expect(unexplained.map(({ person }) => person)).toEqual([
      { addresseeNumber: other.addresseeNumber, name: other.name },
    ]);
    expect(unexplained[0]).toMatchObject({
      staff: { userId: 'clerk01' },
      reasons: ['電話'],
      explanation: null,
    });
    const explained = await visits(true);
    expect(numbersOf(explained.map(({ person }) => person))).toEqual(numbersOf(rows));
    expect(
      explained.find(({ person }) => person.addresseeNumber === inBatch.addresseeNumber)?.actions,
    ).toContain('照会（詳細）');
    expect(read.counts).toMatchObject({ explained: 3, unexplained: 1 });
    expect(read.reasons).toEqual([{ reason: '電話', people: 1 }]);
    // What a page names stands in the log, and is no look-up of the next review.
    const { entries } = await desk.station.get('log.entries', {
      userId: '',
      addresseeNumber: other.addresseeNumber,
      action: '操作ログの点検（照会された人の閲覧）',
      from: '',
      until: '',
      before: null,
      limit: 5,
    });
    expect(entries.length).toBeGreaterThan(0);
  });

  it('knows the rows that nobody had on the screen once VRS has told them', async () => {
    await desk.signIn('clerk01');
    const rows = desk.people.filter(({ tickets }) => tickets.length === 1).slice(0, 130);
    await desk.batchOf(rows);
    // The first page of the difference shows a hundred rows; the last one was never shown.
    await desk.look(rows.at(-1) ?? desk.somebody(0));
    await desk.nextWeek();
    await desk.signIn('chief01');
    expect((await desk.week()).counts).toMatchObject({ explained: 100, unexplained: 1 });
    await desk.station.get('review.compare', { week: desk.monday });
    await expect
      .poll(async () => (await desk.week()).counts, patience)
      .toMatchObject({ explained: 101, unexplained: 0 });
    expect((await desk.week()).comparison).toMatchObject({ onlyAtVrs: 0, onlyHere: 0 });
    expect((await desk.week()).explanations).toHaveLength(2);
  });

  it('says of a week that is gone from the log that it is broken, not that nothing was done', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.nextWeek();
    await desk.signIn('chief01');
    expect((await desk.week()).brokenAt).toBeNull();
    const nextMonday = startOfDayInJapan(addDays(desk.monday, 7)).toISOString();
    await desk.startAgain(async (folder) => {
      for (const name of (await readdir(folder)).filter((each) => /^operation-log-\d+\.jsonl$/.test(each))) {
        const lines = (await readFile(path.join(folder, name), 'utf8')).split('\n');
        const left = lines.filter((line) => (/"time":"([^"]+)"/.exec(line)?.[1] ?? nextMonday) >= nextMonday);
        await writeFile(path.join(folder, name), left.join('\n'));
      }
    });
    await desk.signIn('chief01');
    const read = await desk.week();
    expect(read.counts).toMatchObject({ explained: 0, unexplained: 0 });
    expect(read.brokenAt).not.toBeNull();
  });

  it('says that somebody bears a mark, also of look-ups before it', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.look(desk.somebody(2));
    await desk.nextWeek();
    await desk.signIn('chief01');
    expect(countOf(await desk.week(), 'marked-person')).toBe(0);
    const { addresseeNumber } = desk.somebody(2);
    await desk.station.get('review.mark', { addresseeNumber, marked: true, note: '議員' });
    const [marked] = await desk.findings({ rule: 'marked-person' });
    expect(marked?.people).toEqual([{ addresseeNumber, name: desk.somebody(2).name }]);
    await desk.station.get('review.mark', { addresseeNumber, marked: false, note: '任期の終わり' });
    expect(countOf(await desk.week(), 'marked-person')).toBe(0);
  });
});
