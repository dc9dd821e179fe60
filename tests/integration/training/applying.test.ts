import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Batch, BatchOpening } from '../../../src-shared/vrs-api/batches.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import {
  approve,
  everybody,
  fingerprintsOf,
  plainPeople,
  readyBatch,
  recordRow,
  type Row,
  settled,
  standingRow,
  submittedBatch,
  ticketOf,
} from './batch-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const OWN = '992011';

const firstDose = (person: Person | undefined): string => person?.doses[0]?.recordId ?? '';

describe('A batch of 接種記録', () => {
  let test: TestVrs;
  let maker: SignedIn;
  let checker: SignedIn;
  let people: readonly Person[];

  beforeEach(async () => {
    test = await TestVrs.start();
    maker = await test.signIn('clerk01');
    checker = await test.signIn('chief01');
    people = await everybody(maker);
  });
  afterEach(() => test.end());

  const read = ({ batchId }: Batch): Promise<Batch> => checker.call('batches.read', { path: { batchId } });
  const results = async ({ batchId }: Batch) =>
    (await maker.call('batches.result', { path: { batchId }, query: {} })).rows.map(
      ({ line, result }) => [line, result] as const,
    );
  const difference = async ({ batchId }: Batch, query: object = {}) =>
    (await checker.call('batches.difference', { path: { batchId }, query })).rows;
  const personOf = ({ addresseeNumber }: Person): Promise<Person> =>
    checker.call('people.read', { path: { addresseeNumber } });
  /** Two people of whom the first dose will get another lot. */
  const changing = (): readonly [readonly Person[], readonly Row[]] => {
    const chosen = plainPeople(people, 2).slice(0, 3);
    return [
      chosen,
      chosen.map((person, index) => recordRow(index + 2, ticketOf(person), { lotNumber: 'NN0001' })),
    ];
  };

  it('goes from the file to the records that stand', async () => {
    const [one, two] = plainPeople(people, 2);
    const nobody = people.find(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    const dose = two?.doses[0];
    if (!one || !dose || !nobody) throw new Error('people are missing');
    const rows = [
      recordRow(2, ticketOf(nobody)),
      recordRow(3, ticketOf(one), { lotNumber: 'XX9999' }),
      standingRow(4, dose),
    ];
    const batch = await submittedBatch(maker, 'records', rows);
    expect(batch.counts).toMatchObject({ new: 1, changed: 1, unchanged: 1, conflicting: 0 });
    expect((await personOf(nobody)).doses).toEqual([]);
    const applied = await settled(test, checker, batch);
    expect(applied).toMatchObject({ state: 'applied', appliedCount: 2, counts: batch.counts });
    expect(await results(batch)).toEqual([
      [2, 'applied'],
      [3, 'applied'],
      [4, 'unchanged'],
    ]);
    const after = await personOf(nobody);
    expect(after.doses).toMatchObject([{ lotNumber: 'FA1234', registeredBy: 'batch', version: 1 }]);
    const { states } = await maker.call('records.history', { path: { recordId: firstDose(one) } });
    expect(states.map(({ change, batchId, by }) => [change, batchId, by])).toEqual([
      ['registered', null, states[0]?.by],
      ['corrected', batch.batchId, 'clerk01'],
    ]);
  });

  it('shows every row as it would be, field by field', async () => {
    const [person] = plainPeople(people, 2);
    const nobody = people.find(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    if (!person || !nobody) throw new Error('people are missing');
    const [dose] = person.doses;
    const rows = [
      recordRow(2, ticketOf(nobody)),
      standingRow(3, { ...dose, lotNumber: 'XX9999' } as Person['doses'][number]),
      recordRow(4, '0079999999'),
    ];
    const batch = await readyBatch(maker, 'records', rows);
    expect(await difference(batch)).toMatchObject([
      {
        line: 2,
        outcome: 'new',
        addresseeNumber: nobody.addresseeNumber,
        personName: nobody.name,
        ticketNumber: ticketOf(nobody),
        doseNumber: 1,
        changes: [
          { field: 'ticketKind', before: null, after: '1' },
          { field: 'vaccinatedOn', before: null, after: '2021-07-01' },
          { field: 'vaccinatedInMunicipality', before: null, after: OWN },
          { field: 'venue', before: null, after: '青葉市民体育館' },
          { field: 'doctor', before: null, after: '大塚　健' },
          { field: 'maker', before: null, after: 'ファイザー' },
          { field: 'lotNumber', before: null, after: 'FA1234' },
        ],
      },
      {
        line: 3,
        outcome: 'changed',
        changes: [{ field: 'lotNumber', before: dose?.lotNumber, after: 'XX9999' }],
      },
      { line: 4, outcome: 'conflicting', addresseeNumber: '', personName: '' },
    ]);
  });

  it('can be looked at by outcome, page by page, and by a random sample of what changes something', async () => {
    const tickets = people.flatMap(({ tickets: [ticket] }) => ticket?.ticketNumber ?? []).slice(0, 60);
    const rows = tickets.map((ticket, index) => recordRow(index + 2, ticket, { doseNumber: '7' }));
    const batch = await readyBatch(maker, 'records', [...rows, recordRow(900, '0079999999')]);
    const path = { batchId: batch.batchId };
    const lines: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = { outcome: 'new' as const, limit: 7, ...(cursor === '' ? {} : { cursor }) };
      const page: Awaited<ReturnType<typeof maker.call<'batches.difference'>>> = await maker.call(
        'batches.difference',
        { path, query },
      );
      lines.push(...page.rows.map(({ line }) => line));
      ({ cursor } = page);
    }
    expect(lines).toHaveLength(batch.counts?.new ?? 0);
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
    const sample = await difference(batch, { sample: 20 });
    expect(new Set(sample.map(({ line }) => line)).size).toBe(20);
    expect(sample.map(({ outcome }) => outcome)).not.toContain('conflicting');
    expect(await difference(batch, { sample: 5, outcome: 'conflicting' })).toHaveLength(1);
    expect(await difference(batch, { sample: 5, outcome: 'locked' })).toEqual([]);
  });

  it('draws the sample by what it was given to draw with', async () => {
    const drawn = [3, 3, 0, 7];
    const seeded = await TestVrs.start({ draw: () => drawn.shift() ?? 1 });
    const clerk = await seeded.signIn('clerk01');
    const everyone = await everybody(clerk);
    const tickets = everyone.flatMap(({ tickets: [ticket] }) => ticket?.ticketNumber ?? []).slice(0, 20);
    const rows = tickets.map((ticket, index) => recordRow(index + 2, ticket, { doseNumber: '7' }));
    const { batchId, counts } = await readyBatch(clerk, 'records', rows);
    expect(counts?.new).toBe(20);
    const sample = await clerk.call('batches.difference', { path: { batchId }, query: { sample: 3 } });
    expect(sample.rows.map(({ line }) => line)).toEqual([2, 5, 9]);
    await seeded.end();
  });

  it('can be compared by several at once: the difference that stands is a whole one', async () => {
    const [, rows] = changing();
    const batch = await submittedBatch(maker, 'records', rows);
    const path = { batchId: batch.batchId };
    const answers = await Promise.all(
      [maker, checker, maker, checker].map((person) => person.call('batches.computeDifference', { path })),
    );
    for (const answer of answers) expect(answer).toMatchObject(fingerprintsOf(batch));
    expect(await difference(batch)).toHaveLength(3);
    expect(await settled(test, checker, await read(batch))).toMatchObject({
      state: 'applied',
      appliedCount: 3,
    });
  });

  it('refuses a cursor that it did not give', async () => {
    const [, rows] = changing();
    const { batchId } = await readyBatch(maker, 'records', rows);
    const asked = { path: { batchId }, query: { cursor: 'nonsense' } };
    expect(await maker.refusal('batches.difference', asked)).toMatchObject({ code: 'request-invalid' });
    expect(await maker.refusal('batches.list', { query: { cursor: 'nonsense' } })).toMatchObject({
      code: 'request-invalid',
    });
  });

  it('never changes a confirmed record, however many approve it', async () => {
    const confirmed = people
      .flatMap(({ doses }) => doses)
      .find((dose) => dose.confirmed && dose.ticketKind === '1');
    if (!confirmed) throw new Error('no confirmed record');
    const rows = [standingRow(2, { ...confirmed, lotNumber: 'XX9999' }), standingRow(3, confirmed)];
    const batch = await submittedBatch(maker, 'records', rows.slice(0, 1));
    expect(batch.counts).toMatchObject({ locked: 1 });
    await settled(test, checker, batch);
    expect(await results(batch)).toEqual([[2, 'skipped-locked']]);
    const { recordId } = confirmed;
    expect(await maker.call('records.read', { path: { recordId } })).toEqual(confirmed);
    // What says the same is no attempt to change it.
    expect((await readyBatch(maker, 'records', rows.slice(1))).counts).toMatchObject({ unchanged: 1 });
  });

  it('is in conflict where nobody holds the ticket, where it is another city’s, and where a dose would be there twice', async () => {
    const reissued = people.find(
      ({ tickets, doses }) => tickets.length === 2 && tickets[0]?.stoppedOn !== null && doses.length > 0,
    );
    const [dose] = reissued?.doses ?? [];
    const other = reissued?.tickets.find(({ ticketNumber }) => ticketNumber !== dose?.ticketNumber);
    if (!dose || !other) throw new Error('nobody with two tickets');
    const rows = [
      recordRow(2, '0079999999'),
      recordRow(3, ticketOf(people[0]), { municipalityCode: '992020' }),
      recordRow(4, other.ticketNumber, { doseNumber: String(dose.doseNumber) }),
    ];
    const batch = await submittedBatch(maker, 'records', rows);
    expect(batch.counts).toMatchObject({ conflicting: 3 });
    expect(await settled(test, checker, batch)).toMatchObject({ state: 'applied', appliedCount: 0 });
    expect(new Set((await results(batch)).map(([, result]) => result))).toEqual(
      new Set(['skipped-conflicting']),
    );
  });

  it('does one row with a key and not the next: the same again is nothing, another is in conflict', async () => {
    const nobody = people.find(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    const ticket = ticketOf(nobody);
    const rows = [recordRow(2, ticket), recordRow(3, ticket), recordRow(4, ticket, { lotNumber: 'ZZ0000' })];
    const batch = await submittedBatch(maker, 'records', rows);
    expect(batch.counts).toMatchObject({ new: 1, unchanged: 1, conflicting: 1 });
    expect(await settled(test, checker, batch)).toMatchObject({ state: 'applied', appliedCount: 1 });
    expect(await results(batch)).toEqual([
      [2, 'applied'],
      [3, 'unchanged'],
      [4, 'skipped-conflicting'],
    ]);
  });

  const meanwhile = async (atomicity: BatchOpening['atomicity']) => {
    const [chosen, rows] = changing();
    const batch = await submittedBatch(maker, 'records', rows, { atomicity });
    // After the approver looked, a venue corrects the second person's dose.
    await test.vrs.registration.correct(OWN, firstDose(chosen[1]), { lot_number: 'MM0002' });
    return { chosen, batch, after: await settled(test, checker, batch) };
  };

  it('row by row: what changed since the approver looked waits, the rest applies, and it is approved once more', async () => {
    const { chosen, batch, after } = await meanwhile('row');
    expect(after).toMatchObject({ state: 're-review', appliedCount: 2, checker: null });
    expect(after.counts).toMatchObject({ stale: 1, new: 0, changed: 0 });
    expect(after.fingerprint).toBe(batch.fingerprint);
    expect(after.differenceFingerprint).not.toBe(batch.differenceFingerprint);
    expect(await results(batch)).toEqual([
      [2, 'applied'],
      [3, 'waiting'],
      [4, 'applied'],
    ]);
    const left = await difference(after);
    expect(left.map(({ line, outcome }) => [line, outcome])).toEqual([[3, 'stale']]);
    expect(left[0]?.changes).toContainEqual({ field: 'lotNumber', before: 'MM0002', after: 'NN0001' });

    // The fingerprint of the first look is not enough; comparing anew keeps the mark.
    const proof = await test.proofFor(checker, batch.batchId);
    const path = { batchId: batch.batchId };
    expect(
      await checker.refusal('batches.approve', { path, body: { proof, ...fingerprintsOf(batch) } }),
    ).toMatchObject({ code: 'difference-changed' });
    const again = await checker.call('batches.computeDifference', { path });
    expect(again).toMatchObject({ state: 're-review', ...fingerprintsOf(after) });
    const applied = await settled(test, checker, again);
    expect(applied).toMatchObject({ state: 'applied', appliedCount: 3 });
    expect(applied.counts).toMatchObject({ changed: 2, stale: 1 });
    expect((await results(batch)).map(([, result]) => result)).toEqual(['applied', 'applied', 'applied']);
    const [, second] = chosen;
    if (!second) throw new Error('nobody');
    expect((await personOf(second)).doses[0]).toMatchObject({ lotNumber: 'NN0001', version: 3 });
  });

  it('row by row: the second approval needs a proof of its own, however soon after the first', async () => {
    const [chosen, rows] = changing();
    const batch = await submittedBatch(maker, 'records', rows);
    await test.vrs.registration.correct(OWN, firstDose(chosen[1]), { lot_number: 'MM0003' });
    const proof = await test.proofFor(checker, batch.batchId);
    const path = { batchId: batch.batchId };
    await checker.call('batches.approve', { path, body: { proof, ...fingerprintsOf(batch) } });
    await test.vrs.applied();
    const after = await checker.call('batches.read', { path });
    expect(after).toMatchObject({ state: 're-review', appliedCount: 2 });
    expect(
      await checker.refusal('batches.approve', { path, body: { proof, ...fingerprintsOf(after) } }),
    ).toMatchObject({ code: 'reauthentication-needed' });
    expect(await settled(test, checker, after)).toMatchObject({ state: 'applied', appliedCount: 3 });
  });

  it('as a whole: nothing applies when one row changed, and it goes back to be looked at', async () => {
    const { chosen, batch, after } = await meanwhile('batch');
    expect(after).toMatchObject({ state: 'submitted', appliedCount: 0, checker: null });
    expect(after.counts).toMatchObject({ changed: 2, stale: 1 });
    const [first] = chosen;
    if (!first) throw new Error('nobody');
    expect((await personOf(first)).doses[0]?.lotNumber).toBe(first.doses[0]?.lotNumber);
    const path = { batchId: batch.batchId };
    expect(await maker.refusal('batches.result', { path })).toMatchObject({ code: 'batch-state' });
    const stale = await difference(after, { outcome: 'stale' });
    expect(stale.map(({ line }) => line)).toEqual([3]);
    expect(await settled(test, checker, after)).toMatchObject({ state: 'applied', appliedCount: 3 });
  });

  it('as a whole: applies when everything is as it was approved', async () => {
    const [, rows] = changing();
    const batch = await submittedBatch(maker, 'records', rows, { atomicity: 'batch' });
    expect(await settled(test, checker, batch)).toMatchObject({ state: 'applied', appliedCount: 3 });
  });

  it('notices a record that was confirmed after the approver looked', async () => {
    const [chosen, rows] = changing();
    const batch = await submittedBatch(maker, 'records', rows);
    await test.vrs.registration.confirm(OWN, firstDose(chosen[0]), true);
    const after = await settled(test, checker, batch);
    expect(after).toMatchObject({ state: 're-review', counts: { locked: 1, stale: 0 } });
    const done = await settled(test, checker, after);
    expect(done).toMatchObject({ state: 'applied', appliedCount: 2 });
    expect((await results(batch))[0]).toEqual([2, 'skipped-locked']);
  });

  it('notices a row that another batch did in between', async () => {
    const [, rows] = changing();
    const one = await submittedBatch(maker, 'records', rows);
    const two = await submittedBatch(maker, 'records', rows);
    expect(await settled(test, checker, one)).toMatchObject({ state: 'applied', appliedCount: 3 });
    const after = await settled(test, checker, two);
    expect(after).toMatchObject({ state: 're-review', counts: { unchanged: 3 }, appliedCount: 0 });
    expect(await settled(test, checker, after)).toMatchObject({ state: 'applied', appliedCount: 0 });
    expect((await results(two)).map(([, result]) => result)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('that waits for another look can be returned: what is in force stays', async () => {
    const { batch } = await meanwhile('row');
    const path = { batchId: batch.batchId };
    const returned = await checker.call('batches.return', { path, body: { reason: '残りは要らない' } });
    expect(returned).toMatchObject({ state: 'returned', appliedCount: 2 });
    expect((await results(batch)).map(([, result]) => result)).toEqual(['applied', 'waiting', 'applied']);
  });

  it('approved first applies first, each in its turn', async () => {
    const [, rows] = changing();
    const [one, two] = [
      await submittedBatch(maker, 'records', rows.slice(0, 1)),
      await submittedBatch(maker, 'records', rows.slice(1, 2)),
    ];
    await approve(test, checker, two);
    await approve(test, checker, one);
    await test.vrs.applied();
    expect(await read(one)).toMatchObject({ state: 'applied' });
    const order = test.vrs.storage.database
      .prepare('SELECT batch_id FROM batch ORDER BY applied_at')
      .all()
      .map((row) => (row as { batch_id: string }).batch_id);
    expect(order).toEqual([two.batchId, one.batchId]);
  });
});
