import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import {
  everybody,
  plainPeople,
  recordRow,
  settled,
  subjectRow,
  subjectRowOf,
  submittedBatch,
  ticketOf,
} from './batch-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const DAY = 86_400_000;

/** A person without what every change moves on: what a reversal has to bring back. */
function content(person: Person): unknown {
  const doses = person.doses.map((dose) => ({ ...dose, version: 0 }));
  return { ...person, version: 0, updatedAt: '', doses };
}

const byNumber = (people: readonly Person[]) =>
  people.toSorted((one, other) => (one.addresseeNumber < other.addresseeNumber ? -1 : 1)).map(content);

const flags = (line: number, person: Person, flag: string, on: string): [number, ...string[]] => [
  line,
  '992011',
  person.addresseeNumber,
  flag,
  on,
];

describe('Undoing an applied batch', () => {
  let test: TestVrs;
  let maker: SignedIn;
  let checker: SignedIn;
  let before: readonly Person[];

  beforeEach(async () => {
    test = await TestVrs.start();
    maker = await test.signIn('clerk01');
    checker = await test.signIn('chief01');
    before = await everybody(maker);
  });
  afterEach(() => test.end());

  const reverse = ({ batchId }: Batch, person = maker): Promise<Batch> =>
    person.call('batches.reverse', { path: { batchId }, body: { reason: '別の日のファイルでした' } });

  const appliedRecords = async (): Promise<Batch> => {
    const [one, two] = plainPeople(before, 2);
    const nobody = before.find(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    const rows = [
      recordRow(2, ticketOf(one), { lotNumber: 'XX9999' }),
      recordRow(3, ticketOf(two), { lotNumber: 'XX9999' }),
      recordRow(4, ticketOf(nobody)),
    ];
    return settled(test, checker, await submittedBatch(maker, 'records', rows));
  };

  it('is a batch of its own that another person approves, and brings everything back', async () => {
    const batch = await appliedRecords();
    const undoing = await reverse(batch);
    expect(undoing).toMatchObject({
      kind: 'reversal',
      state: 'submitted',
      reverses: batch.batchId,
      comment: '別の日のファイルでした',
      rowCount: 3,
      counts: { changed: 3 },
    });
    expect(byNumber(await everybody(maker))).not.toEqual(byNumber(before));
    expect(await settled(test, checker, undoing)).toMatchObject({ state: 'applied', appliedCount: 3 });
    expect(byNumber(await everybody(maker))).toEqual(byNumber(before));
  });

  it('of 転出・死亡フラグ brings back what stood, but for whom somebody changed since', async () => {
    const [one, two] = plainPeople(before, 0);
    const gone = before.find(({ flag }) => flag.kind !== 'none');
    if (!one || !two || !gone) throw new Error('people are missing');
    const rows = [
      flags(2, one, 'deceased', '2024-03-01'),
      flags(3, two, 'moved-out', '2024-03-01'),
      flags(4, gone, 'none', ''),
    ];
    const batch = await settled(test, checker, await submittedBatch(maker, 'flags', rows));
    expect(batch).toMatchObject({ state: 'applied', appliedCount: 3 });
    const later = await submittedBatch(maker, 'flags', [flags(2, two, 'moved-out', '2024-03-09')]);
    await settled(test, checker, later);
    const undoing = await reverse(batch);
    expect(undoing.counts).toMatchObject({ changed: 2, conflicting: 1 });
    expect(await settled(test, checker, undoing)).toMatchObject({ state: 'applied', appliedCount: 2 });
    const flagNow = async ({ addresseeNumber }: Person) =>
      (await maker.call('people.read', { path: { addresseeNumber } })).flag;
    expect(await flagNow(one)).toEqual(one.flag);
    expect(await flagNow(gone)).toEqual(gone.flag);
    expect(await flagNow(two)).toEqual({ kind: 'moved-out', on: '2024-03-09' });
  });

  it('keeps what was undone in the history', async () => {
    const batch = await appliedRecords();
    const nobody = before.find(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    const { addresseeNumber = '' } = nobody ?? {};
    const made = await maker.call('people.read', { path: { addresseeNumber } });
    const undoing = await reverse(batch);
    await settled(test, checker, undoing);
    const recordId = made.doses[0]?.recordId ?? '';
    expect(await maker.refusal('records.read', { path: { recordId } })).toMatchObject({ code: 'not-found' });
    const { states } = await maker.call('records.history', { path: { recordId } });
    expect(states.map(({ change, batchId }) => [change, batchId])).toEqual([
      ['registered', batch.batchId],
      ['reversed', undoing.batchId],
    ]);
  });

  it('leaves what somebody changed or confirmed since', async () => {
    const batch = await appliedRecords();
    const [one, two] = plainPeople(before, 2);
    await test.vrs.registration.correct('992011', one?.doses[0]?.recordId ?? '', { lot_number: 'YY1111' });
    await test.vrs.registration.confirm('992011', two?.doses[0]?.recordId ?? '', true);
    const undoing = await reverse(batch);
    expect(undoing.counts).toMatchObject({ changed: 1, conflicting: 1, locked: 1 });
    await settled(test, checker, undoing);
    const { addresseeNumber = '' } = one ?? {};
    const after = await maker.call('people.read', { path: { addresseeNumber } });
    expect(after.doses[0]?.lotNumber).toBe('YY1111');
  });

  it('is done once, not by its maker alone, and not to an undoing', async () => {
    const batch = await appliedRecords();
    const undoing = await reverse(batch, checker);
    const path = { batchId: batch.batchId };
    const reason = { path, body: { reason: 'もう一度' } };
    expect(await maker.refusal('batches.reverse', reason)).toMatchObject({
      code: 'batch-state',
      current: 'reversed',
    });
    const { fingerprint, differenceFingerprint } = undoing;
    const body = { proof: 'x'.repeat(40), fingerprint, differenceFingerprint };
    expect(
      await checker.refusal('batches.approve', { path: { batchId: undoing.batchId }, body }),
    ).toMatchObject({ code: 'own-batch' });
    const other = await test.signIn('chief02');
    await settled(test, other, undoing);
    expect(
      await maker.refusal('batches.reverse', { path: { batchId: undoing.batchId }, body: { reason: '×' } }),
    ).toMatchObject({ code: 'batch-state' });
  });

  it('may be asked for again when it was returned', async () => {
    const batch = await appliedRecords();
    const undoing = await reverse(batch);
    const path = { batchId: undoing.batchId };
    await checker.call('batches.return', { path, body: { reason: 'このままでよい' } });
    expect(await reverse(batch)).toMatchObject({ state: 'submitted' });
  });

  it('is possible for thirty days', async () => {
    const batch = await appliedRecords();
    test.vrs.clock.advance(30 * DAY - 60_000);
    const later = await test.signIn('clerk01');
    const undoing = await reverse(batch, later);
    await later.call('batches.withdraw', { path: { batchId: undoing.batchId } });
    test.vrs.clock.advance(2 * 60_000);
    const path = { batchId: batch.batchId };
    expect(await later.refusal('batches.reverse', { path, body: { reason: '×' } })).toMatchObject({
      code: 'reversal-too-late',
    });
  });

  it('is nothing for what is not in force', async () => {
    const batch = await submittedBatch(maker, 'records', [recordRow(2, '0079999999')]);
    const path = { batchId: batch.batchId };
    expect(await maker.refusal('batches.reverse', { path, body: { reason: '×' } })).toMatchObject({
      code: 'batch-state',
      current: 'submitted',
    });
  });

  it('takes people away whom the batch brought, brings tickets and names back, and tells the feed', async () => {
    const [person] = plainPeople(before, 1);
    if (!person) throw new Error('nobody');
    const batch = await submittedBatch(maker, 'subjects', [
      subjectRow(2, {
        addresseeNumber: 'A100',
        ticketNumber: '0050000001',
        individualNumber: '000099990015',
      }),
      subjectRowOf(3, person, { name: '改姓　花子', ticketNumber: '0050000002' }),
    ]);
    await settled(test, checker, batch);
    const { cursor } = await maker.call('people.changes', { query: { limit: 2000 } });
    const undoing = await reverse(batch);
    expect(undoing.counts).toMatchObject({ changed: 2 });
    await settled(test, checker, undoing);
    const page = await maker.call('people.changes', { query: { cursor } });
    expect(page.removed).toEqual(['A100']);
    expect(page.people.map(({ addresseeNumber }) => addresseeNumber)).toEqual([person.addresseeNumber]);
    expect(byNumber(await everybody(maker))).toEqual(byNumber(before));
    const kept = test.vrs.storage.database
      .prepare(`SELECT count(*) AS kept FROM individual_number WHERE number = '000099990015'`)
      .get();
    expect(kept).toEqual({ kept: 0 });
  });

  it('leaves somebody who has a dose by now', async () => {
    const subject = { addresseeNumber: 'A100', ticketNumber: '0050000001' };
    const batch = await submittedBatch(maker, 'subjects', [subjectRow(2, subject)]);
    await settled(test, checker, batch);
    await settled(test, checker, await submittedBatch(maker, 'records', [recordRow(2, '0050000001')]));
    const undoing = await reverse(batch);
    expect(undoing.counts).toMatchObject({ changed: 0, conflicting: 1 });
  });
});
