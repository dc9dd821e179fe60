import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Person } from '../../../src-shared/vrs-api/people.ts';
import { everybody, plainPeople, settled, standingRow, submittedBatch } from './batch-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const numbers = (found: readonly Person[]): readonly string[] =>
  found.map(({ addresseeNumber }) => addresseeNumber);

describe('Looking people up', () => {
  let test: TestVrs;
  let clerk: SignedIn;
  let people: readonly Person[];

  beforeAll(async () => {
    test = await TestVrs.start({ people: 600 });
    clerk = await test.signIn('clerk01');
    people = await everybody(clerk);
  });
  afterAll(() => test.end());

  const find = async (query: object): Promise<readonly Person[]> =>
    (await clerk.call('people.find', { query })).people;

  it('gives everybody through the change feed, in pages that fit together', async () => {
    expect(people).toHaveLength(600);
    let cursor: string | undefined;
    const paged: Person[] = [];
    for (let remaining = 1; remaining > 0;) {
      const query = { limit: 97, ...(cursor === undefined ? {} : { cursor }) };
      const page = await clerk.call('people.changes', { query });
      paged.push(...page.people);
      ({ cursor, remaining } = page);
    }
    expect(numbers(paged)).toEqual(numbers(people));
  });

  it('finds by any ticket, the stopped one too', async () => {
    const reissued = people.find(({ tickets }) => tickets.length === 2);
    for (const { ticketNumber } of reissued?.tickets ?? []) {
      expect(await find({ ticketNumber })).toEqual([reissued]);
    }
  });

  it('finds by 宛名番号 and by birth date', async () => {
    const [person] = people;
    if (!person) throw new Error('nobody');
    expect(await find({ addresseeNumber: person.addresseeNumber })).toEqual([person]);
    const born = await find({ birthDate: person.birthDate });
    expect(numbers(born)).toContain(person.addresseeNumber);
    expect(born.every(({ birthDate }) => birthDate === person.birthDate)).toBe(true);
  });

  it('finds by kana however it is written', async () => {
    const katakana = await find({ kana: 'スズキ' });
    expect(katakana.length).toBeGreaterThan(0);
    expect(katakana.every(({ kana }) => kana.startsWith('スズキ'))).toBe(true);
    for (const kana of ['すずき', 'ｽｽﾞｷ', 'ス ズ キ']) {
      expect(numbers(await find({ kana }))).toEqual(numbers(katakana));
    }
  });

  it('finds a name by any variant of its kanji', async () => {
    const variants = ['渡辺', '渡邊', '渡邉'];
    const found = await Promise.all(variants.map((name) => find({ name })));
    expect(found[0]?.length).toBeGreaterThan(0);
    for (const each of found) expect(numbers(each)).toEqual(numbers(found[0] ?? []));
  });

  it('wants every condition to hold, and gives no more than asked for', async () => {
    const [one] = await find({ kana: 'サトウ' });
    const both = await find({ kana: 'サトウ', birthDate: one?.birthDate });
    expect(numbers(both)).toContain(one?.addresseeNumber);
    expect(await find({ kana: 'サトウ', birthDate: '1900-01-01' })).toEqual([]);
    expect(await find({ kana: 'サ', limit: 3 })).toHaveLength(3);
    expect(await find({ name: '＊' })).toEqual([]);
  });

  it('reads one person and one record', async () => {
    const person = people.find(({ doses }) => doses.length > 2);
    const { addresseeNumber, doses } = person ?? {};
    if (addresseeNumber === undefined) throw new Error('nobody');
    expect(await clerk.call('people.read', { path: { addresseeNumber } })).toEqual(person);
    for (const dose of doses ?? []) {
      expect(await clerk.call('records.read', { path: { recordId: dose.recordId } })).toEqual(dose);
    }
  });

  it('shows every state of a record that was corrected and overwritten again', async () => {
    const planted = test.vrs.truth.find(({ kind }) => kind === 'correction-overwritten');
    const recordId = planted?.recordId ?? '';
    const { states } = await clerk.call('records.history', { path: { recordId } });
    expect(states.map(({ change }) => change)).toEqual(['registered', 'corrected', 'corrected']);
    const [wrong, right, again] = states.map(({ record }) => record.vaccinatedOn);
    expect(wrong).toBe(again);
    expect(right).not.toBe(wrong);
  });

  it('tells a record that never was from nothing', async () => {
    const recordId = '99999999-9999-4999-8999-999999999999';
    for (const name of ['records.read', 'records.history'] as const) {
      expect(await clerk.refusal(name, { path: { recordId } })).toMatchObject({ code: 'not-found' });
    }
    expect(await clerk.refusal('people.read', { path: { addresseeNumber: '1' } })).toMatchObject({
      code: 'not-found',
    });
  });

  it('puts who changes at the end of the feed, and nobody else', async () => {
    const { cursor } = await clerk.call('people.changes', { query: { limit: 2000 } });
    const [person] = plainPeople(people, 2);
    const [dose] = person?.doses ?? [];
    if (!person || !dose) throw new Error('nobody');
    await test.vrs.registration.correct('992011', dose.recordId, { lot_number: 'ZZ0001' });
    const page = await clerk.call('people.changes', { query: { cursor } });
    expect(numbers(page.people)).toEqual([person.addresseeNumber]);
    expect(page.people[0]?.version).toBe(person.version + 1);
    expect((await clerk.call('people.changes', { query: { cursor: page.cursor } })).people).toEqual([]);
  });

  it('gives 個人番号 to nobody', async () => {
    const numbersKept = test.vrs.storage.database
      .prepare<[], { number: string }>('SELECT number FROM individual_number')
      .all();
    expect(numbersKept.length).toBeGreaterThan(600);
    const text = JSON.stringify(people);
    expect(numbersKept.filter(({ number }) => text.includes(number))).toEqual([]);
  });

  it.each(['', 'nonsense', 'Y2hhbmdlcy0xOi0x'])('refuses the made-up cursor 「%s」', async (cursor) => {
    expect(await clerk.refusal('people.changes', { query: { cursor } })).toMatchObject({
      code: 'request-invalid',
    });
  });
});

describe('Another municipality', () => {
  let test: TestVrs;
  let own: SignedIn;
  let other: SignedIn;

  beforeAll(async () => {
    test = await TestVrs.start({ people: 300 });
    own = await test.signIn('clerk01');
    await test.vrs.addAccount({
      userId: 'wakaba01',
      name: '隣　市子',
      department: '健康課',
      role: 'administrator',
      purpose: null,
      municipalityCode: '992020',
    });
    other = await test.signIn('wakaba01');
  });
  afterAll(() => test.end());

  it('has its own people and none of ours, whatever the identifier', async () => {
    const ours = await everybody(own);
    const theirs = await everybody(other);
    expect(theirs).toHaveLength(30);
    const oursByNumber = new Set(ours.map(({ addresseeNumber }) => addresseeNumber));
    for (const person of theirs.filter(({ addresseeNumber }) => !oursByNumber.has(addresseeNumber))) {
      const { addresseeNumber, doses } = person;
      expect(await own.refusal('people.read', { path: { addresseeNumber } })).toMatchObject({
        code: 'not-found',
      });
      for (const { recordId } of doses) {
        expect(await own.refusal('records.read', { path: { recordId } })).toMatchObject({
          code: 'not-found',
        });
        expect(await own.refusal('records.history', { path: { recordId } })).toMatchObject({
          code: 'not-found',
        });
      }
    }
    const municipalities = new Set(theirs.map(({ municipalityCode }) => municipalityCode));
    expect([...municipalities]).toEqual(['992020']);
  });

  it('finds by a number that both use only its own person', async () => {
    const theirs = await everybody(other);
    const ticketNumber = theirs.find(({ tickets }) => tickets.length > 0)?.tickets[0]?.ticketNumber;
    if (ticketNumber === undefined) throw new Error('nobody');
    const { people: here } = await own.call('people.find', { query: { ticketNumber } });
    const { people: there } = await other.call('people.find', { query: { ticketNumber } });
    expect(here.map(({ municipalityCode }) => municipalityCode)).not.toContain('992020');
    expect(there.map(({ municipalityCode }) => municipalityCode)).toEqual(['992020']);
  });

  it('finds no batch, no user and no access of ours', async () => {
    const person = plainPeople(await everybody(own), 2)[0];
    const rows = person?.doses.map((dose, index) => standingRow(index + 2, dose)) ?? [];
    const batch = await submittedBatch(own, 'records', rows);
    const path = { batchId: batch.batchId };
    for (const name of ['batches.read', 'batches.difference', 'batches.result'] as const) {
      expect(await other.refusal(name, { path, query: {} })).toMatchObject({ code: 'not-found' });
    }
    expect(await other.refusal('batches.withdraw', { path })).toMatchObject({ code: 'not-found' });
    expect((await other.call('batches.list', { query: {} })).batches).toEqual([]);
    const { users } = await other.call('users.list', {});
    expect(users.map(({ userId }) => userId)).toEqual(['wakaba01']);
    expect(
      await other.refusal('users.stop', { path: { userId: 'clerk01' }, body: { reason: 'x' } }),
    ).toMatchObject({ code: 'not-found' });
    const { entries } = await other.call('accessLog.list', { query: {} });
    expect(new Set(entries.map(({ userId }) => userId))).toEqual(new Set(['wakaba01']));
    const chief = await test.signIn('chief01');
    expect(await settled(test, chief, batch)).toMatchObject({ state: 'applied' });
  });
});
