import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { patience, ReviewDesk, telephone } from './a-review-desk.ts';

let desk: ReviewDesk;

beforeEach(async () => {
  desk = await ReviewDesk.start();
});

afterEach(async () => {
  await desk.end();
});

describe('the comparison with VRS’s own access log', () => {
  beforeEach(async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1), true);
    await desk.look(desk.somebody(2), true);
    await desk.look(desk.somebody(3));
    await desk.station.get('people.search', { reason: telephone, text: '佐藤', birthDate: '', fresh: true });
  });

  it('finds both the same after real work', async () => {
    await desk.nextWeek();
    await desk.signIn('chief01');
    const { comparison } = await desk.compared();
    expect(comparison).toMatchObject({ onlyAtVrs: 0, onlyHere: 0, by: { userId: 'chief01' } });
    expect(comparison?.atVrs).toBeGreaterThan(3);
    expect(await desk.differences()).toEqual([]);
  });

  it('finds that the certificate was used elsewhere', async () => {
    const elsewhere = await desk.vrs.signIn('clerk02');
    await elsewhere.call('people.read', { path: { addresseeNumber: desk.somebody(9).addresseeNumber } });
    await desk.nextWeek();
    await desk.signIn('chief01');
    await desk.compared();
    const found = await desk.differences();
    expect(found).toContainEqual(
      expect.objectContaining({ side: 'vrs', userId: 'clerk02', what: 'people.read', people: 1 }),
    );
    expect(found.every(({ userId }) => userId === 'clerk02')).toBe(true);
  });

  it('finds what VRS does not have', async () => {
    const { database } = desk.vrs.vrs.storage;
    database.exec(`DELETE FROM access_log WHERE "call" = 'people.find'`);
    await desk.nextWeek();
    await desk.signIn('chief01');
    const { comparison } = await desk.compared();
    expect(comparison).toMatchObject({ onlyHere: 1, onlyAtVrs: 0 });
    expect(await desk.differences()).toMatchObject([
      { side: 'here', what: 'people.search', userId: 'clerk01' },
    ]);
  });

  it('says so when VRS can not be reached, and writes nothing down', async () => {
    await desk.nextWeek();
    await desk.signIn('chief01');
    desk.vrs.vrs.faults.add({ kind: 'drop-before' }, { calls: ['accessLog.list'] });
    await desk.station.get('review.compare', { week: desk.monday });
    await expect.poll(() => desk.newestState(), { timeout: 30_000 }).toBe('failed vrs-unreachable');
    expect((await desk.week(true)).comparison).toBeNull();
  }, 60_000);

  it('stops when it is told to', async () => {
    await desk.nextWeek();
    await desk.signIn('chief01');
    desk.vrs.vrs.faults.add({ kind: 'latency', milliseconds: 5_000 }, { calls: ['accessLog.list'] });
    const { jobId } = await desk.station.get('review.compare', { week: desk.monday });
    await desk.station.get('jobs.cancel', { jobId });
    await expect.poll(() => desk.newestState(), patience).toBe('cancelled ');
    expect((await desk.week(true)).comparison).toBeNull();
  });
});
