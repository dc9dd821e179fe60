import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  everybody,
  plainPeople,
  readyBatch,
  recordRow,
  settled,
  standingRow,
  submittedBatch,
  ticketOf,
} from './batch-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

describe('A batch of 接種記録', () => {
  let test: TestVrs;
  let maker: SignedIn;
  let checker: SignedIn;

  beforeAll(async () => {
    test = await TestVrs.start();
    maker = await test.signIn('clerk01');
    checker = await test.signIn('chief01');
  });
  afterAll(() => test.end());

  it('goes from the file to the records that stand', async () => {
    const people = await everybody(maker);
    const [one, two, three] = plainPeople(people, 2);
    const nobody = people.find(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    const dose = two?.doses[0];
    if (!one || !dose || !three || !nobody) throw new Error('people are missing');
    const rows = [
      recordRow(2, ticketOf(nobody), { vaccinatedOn: '2021-07-01' }),
      recordRow(3, ticketOf(one), { doseNumber: '1', lotNumber: 'XX9999' }),
      standingRow(4, dose),
      recordRow(5, '0079999999'),
      recordRow(6, ticketOf(three), { municipalityCode: '992020' }),
    ];
    const batch = await submittedBatch(maker, 'records', rows);
    expect(batch.state).toBe('submitted');
    expect(batch.counts).toEqual({
      new: 1,
      changed: 1,
      unchanged: 1,
      conflicting: 2,
      locked: 0,
      stale: 0,
    });
    const applied = await settled(test, checker, batch);
    expect(applied).toMatchObject({ state: 'applied', appliedCount: 2 });
    const result = await maker.call('batches.result', { path: { batchId: batch.batchId }, query: {} });
    expect(result.rows.map(({ line, result: outcome }) => [line, outcome])).toEqual([
      [2, 'applied'],
      [3, 'applied'],
      [4, 'unchanged'],
      [5, 'skipped-conflicting'],
      [6, 'skipped-conflicting'],
    ]);
    const after = await maker.call('people.read', { path: { addresseeNumber: nobody.addresseeNumber } });
    expect(after.doses).toHaveLength(1);
    expect(after.doses[0]).toMatchObject({ lotNumber: 'FA1234', registeredBy: 'batch', version: 1 });
  });

  it('has nothing to do when it says what stands', async () => {
    const [person] = plainPeople(await everybody(maker), 3);
    const batch = await readyBatch(
      maker,
      'records',
      (person?.doses ?? []).map((dose, index) => standingRow(index + 2, dose)),
    );
    expect(batch.counts).toMatchObject({ unchanged: person?.doses.length, new: 0, changed: 0 });
  });
});
