import { zstdDecompressSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import {
  approve,
  everybody,
  fingerprintsOf,
  plainPeople,
  readyBatch,
  type Row,
  settled,
  type Subject,
  subjectRow,
  subjectRowOf,
  submittedBatch,
  ticketOf,
} from './batch-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

describe('A batch of 接種対象者', () => {
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

  const rows = async ({ batchId }: Batch) =>
    (await checker.call('batches.difference', { path: { batchId }, query: {} })).rows;
  /** The rows as they lie in the file of the server. */
  const staged = ({ batchId }: Batch): string =>
    test.vrs.storage.database
      .prepare<[string], { lines: Buffer }>(
        'SELECT lines FROM chunk JOIN batch ON number = batch_number WHERE batch_id = ?',
      )
      .all(batchId)
      .map(({ lines }) => zstdDecompressSync(lines).toString())
      .join('\n');
  const newcomer: Subject = {
    addresseeNumber: 'A100',
    ticketNumber: '0050000001',
    individualNumber: '000099990015',
  };

  const changed: readonly (readonly [string, Partial<Subject>, readonly string[]])[] = [
    ['another name', { name: '改姓　花子' }, ['name']],
    ['another birth date', { birthDate: '1950-05-05' }, ['birthDate']],
    ['a death', { flag: 'deceased', flagOn: '2024-02-01' }, ['flag', 'flagOn']],
    ['a re-issued ticket', { ticketNumber: '0050000009' }, ['ticketNumber']],
    ['a 個人番号', { individualNumber: '000099990015' }, ['individualNumber']],
  ];

  it.each(changed)('changes somebody for %s', async (_, changes, fields) => {
    const [person] = plainPeople(people, 1);
    const batch = await submittedBatch(maker, 'subjects', [subjectRowOf(2, person, changes)]);
    const [row] = await rows(batch);
    expect(row?.outcome).toBe('changed');
    expect(row?.changes.map(({ field }) => field)).toEqual(fields);
    expect(await settled(test, checker, batch)).toMatchObject({ state: 'applied', appliedCount: 1 });
    expect((await readyBatch(maker, 'subjects', [subjectRowOf(2, person, changes)])).counts).toMatchObject({
      unchanged: 1,
    });
  });

  const conflicts: readonly (readonly [string, (all: readonly Person[]) => Row])[] = [
    ['the ticket of somebody else', ([one, two]) => subjectRowOf(2, one, { ticketNumber: ticketOf(two) })],
    ['another city', ([one]) => subjectRowOf(2, one, { municipalityCode: '992020' })],
    [
      'another person under the number',
      ([one]) => subjectRowOf(2, one, { name: '別人　太郎', birthDate: '1950-05-05' }),
    ],
    [
      'a ticket that was stopped',
      (all) => {
        const reissued = all.find(({ tickets }) => tickets[0] && tickets[0].stoppedOn !== null);
        return subjectRowOf(2, reissued, { ticketNumber: reissued?.tickets[0]?.ticketNumber ?? '' });
      },
    ],
  ];

  it.each(conflicts)('is in conflict for %s', async (_, row) => {
    const everyone = [...plainPeople(people, 1), ...people.filter(({ tickets }) => tickets.length > 1)];
    const batch = await readyBatch(maker, 'subjects', [row(everyone)]);
    expect(batch.counts).toMatchObject({ conflicting: 1 });
  });

  it('takes in somebody new, with a ticket of today, who is then found and in the feed', async () => {
    const { cursor } = await maker.call('people.changes', { query: { limit: 2000 } });
    const batch = await submittedBatch(maker, 'subjects', [subjectRow(2, newcomer)]);
    expect(batch.counts).toMatchObject({ new: 1 });
    await settled(test, checker, batch);
    const { people: found } = await maker.call('people.find', { query: { kana: 'しんき' } });
    expect(found).toMatchObject([
      { addresseeNumber: 'A100', name: '新規　太郎', doses: [], version: 1, flag: { kind: 'none' } },
    ]);
    expect(found[0]?.tickets).toMatchObject([{ ticketNumber: '0050000001', stoppedOn: null }]);
    const page = await maker.call('people.changes', { query: { cursor } });
    expect(page.people).toEqual(found);
  });

  it('stops the old ticket when a new one comes, and names its successor', async () => {
    const [person] = plainPeople(people, 2);
    if (!person) throw new Error('nobody');
    const { addresseeNumber } = person;
    const batch = await submittedBatch(maker, 'subjects', [
      subjectRowOf(2, person, { ticketNumber: '0050000002' }),
    ]);
    await settled(test, checker, batch);
    const after = await maker.call('people.read', { path: { addresseeNumber } });
    expect(after.tickets).toMatchObject([
      { ticketNumber: ticketOf(person), replacedBy: '0050000002' },
      { ticketNumber: '0050000002', stoppedOn: null },
    ]);
    expect(after.tickets[0]?.stoppedOn).not.toBeNull();
    expect(after.doses).toEqual(person.doses);
  });

  it('leaves what an empty cell does not say', async () => {
    const [person] = plainPeople(people, 1);
    const batch = await readyBatch(maker, 'subjects', [
      subjectRowOf(2, person, { kana: '', individualNumber: '' }),
    ]);
    expect(batch.counts).toMatchObject({ unchanged: 1 });
  });

  it('never shows a 個人番号, and forgets those of its rows when it has ended', async () => {
    const number = newcomer.individualNumber ?? '';
    const batch = await submittedBatch(maker, 'subjects', [subjectRow(2, newcomer)]);
    const [row] = await rows(batch);
    expect(row?.changes).toContainEqual({ field: 'individualNumber', before: null, after: '[個人番号]' });
    expect(JSON.stringify(row)).not.toContain(number);
    await settled(test, checker, batch);
    await test.vrs.applied();
    expect(staged(batch)).toContain('A100');
    expect(staged(batch)).not.toContain(number);
    const kept = test.vrs.storage.database
      .prepare('SELECT count(*) AS kept FROM individual_number WHERE number = ?')
      .get(number);
    expect(kept).toEqual({ kept: 1 });
    const again = await submittedBatch(maker, 'subjects', [
      subjectRow(2, { ...newcomer, addresseeNumber: 'A101', ticketNumber: '0050000003' }),
    ]);
    expect(again.counts).toMatchObject({ conflicting: 1 });
  });

  it('is applied also when it is approved while the one before is being cleared up', async () => {
    const last = plainPeople(people, 1).at(-1);
    const many = people.filter(({ tickets }) => tickets.length === 1).slice(0, 60);
    const rowsOfOne = many.map((person, index) => subjectRowOf(index + 2, person, { kana: 'カナ' }));
    // Sixty chunks: the 個人番号 are taken out of them one by one afterwards.
    const first = await submittedBatch(maker, 'subjects', rowsOfOne, { perChunk: 1 });
    const second = await submittedBatch(maker, 'subjects', [subjectRowOf(2, last, { name: '改姓　花子' })]);
    const other = await test.signIn('chief02');
    const proof = await test.proofFor(other, second.batchId);
    await approve(test, checker, first);
    const read = ({ batchId }: Batch) => maker.call('batches.read', { path: { batchId } });
    await expect.poll(async () => (await read(first)).state, { interval: 1 }).toBe('applied');
    const body = { proof, ...fingerprintsOf(second) };
    await other.call('batches.approve', { path: { batchId: second.batchId }, body });
    await test.vrs.applied();
    expect(await read(second)).toMatchObject({ state: 'applied' });
  });

  it('gives neither a number, nor a ticket, nor a 宛名番号 to two rows', async () => {
    const another = { ...newcomer, addresseeNumber: 'A101', ticketNumber: '0050000003' };
    const batch = await readyBatch(maker, 'subjects', [
      subjectRow(2, newcomer),
      subjectRow(3, another),
      subjectRow(4, { ...newcomer, individualNumber: '', ticketNumber: '0050000004' }),
      subjectRow(5, { addresseeNumber: 'A102', ticketNumber: newcomer.ticketNumber }),
    ]);
    expect(batch.counts).toMatchObject({ new: 1, conflicting: 3 });
  });

  it('is not disturbed by a dose that comes in meanwhile', async () => {
    const [person] = plainPeople(people, 1);
    const batch = await submittedBatch(maker, 'subjects', [subjectRowOf(2, person, { name: '改姓　花子' })]);
    const recordId = person?.doses[0]?.recordId ?? '';
    await test.vrs.registration.correct('992011', recordId, { lot_number: 'MM0002' });
    expect(await settled(test, checker, batch)).toMatchObject({ state: 'applied', appliedCount: 1 });
  });
});

describe('A batch of 転出・死亡フラグ', () => {
  it('sets, changes and takes away flags, and knows who is not there', async () => {
    const test = await TestVrs.start();
    const maker = await test.signIn('clerk01');
    const checker = await test.signIn('chief01');
    const people = await everybody(maker);
    const [one, two] = plainPeople(people, 0);
    const gone = people.find(({ flag }) => flag.kind !== 'none');
    if (!one || !two || !gone) throw new Error('people are missing');
    const batch = await submittedBatch(maker, 'flags', [
      [2, '992011', one.addresseeNumber, 'moved-out', '2024-03-01'],
      [3, '992011', two.addresseeNumber, 'none', ''],
      [4, '992011', gone.addresseeNumber, 'none', ''],
      [5, '992011', 'NOBODY', 'deceased', '2024-03-01'],
      [6, '992020', one.addresseeNumber, 'deceased', '2024-03-01'],
    ]);
    expect(batch.counts).toMatchObject({ changed: 2, unchanged: 1, conflicting: 2 });
    expect(await settled(test, checker, batch)).toMatchObject({ state: 'applied', appliedCount: 2 });
    const { addresseeNumber } = one;
    const after = await maker.call('people.read', { path: { addresseeNumber } });
    expect(after.flag).toEqual({ kind: 'moved-out', on: '2024-03-01' });
    await test.end();
  });
});
