import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hitOf } from '../../../src-main/people/search-vrs.ts';
import { AddresseeNumber, IsoDate, TicketNumber } from '../../../src-shared/domain/identifiers.ts';
import { kanaKey, nameKey } from '../../../src-shared/domain/text/search-keys.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import type { PeopleSearch, Repositories } from '../../../src-main/cache/repositories.ts';
import { Place } from './a-cache.ts';
import { anyPerson, dose, person, ticket } from './a-person.ts';

const number = (text: string) => AddresseeNumber.parse(text);
const ticketNumber = (text: string) => TicketNumber.parse(text);
const born = (from: string, until = from) => ({ from: IsoDate.parse(from), until: IsoDate.parse(until) });
const found = (repositories: Repositories, search: PeopleSearch) =>
  repositories.people.search(search).hits.map(({ name }) => name);

/** People with these names and readings, numbered from 1000000001. */
function named(repositories: Repositories, ...names: readonly (readonly [string, string, string?])[]): void {
  repositories.people.upsert(
    names.map(([name, kana, birthDate = '1965-04-03'], index) =>
      person({
        name,
        kana,
        birthDate,
        addresseeNumber: String(1_000_000_001 + index),
        tickets: [ticket({ ticketNumber: String(2_000_000_001 + index) })],
      }),
    ),
  );
}

/** So many people of one surname and birth date. */
function crowd(count: number): Person[] {
  return Array.from({ length: count }, (_, index) =>
    person({
      addresseeNumber: String(1_000_000_001 + index),
      kana: `ネリマ　${String.fromCodePoint(0x30a2 + (index % 80))}`,
      tickets: [],
    }),
  );
}

describe('a person in the local copy', () => {
  it('comes back as VRS sent it', () => {
    using place = new Place();
    const { people } = place.repositories();
    fc.assert(
      fc.property(anyPerson, (sent) => {
        people.remove(sent.addresseeNumber);
        expect(people.upsert([sent])).toBe(1);
        expect(people.open(sent.addresseeNumber)).toEqual(sent);
        expect(people.byAddresseeNumber(sent.addresseeNumber)).toEqual({ hits: [hitOf(sent)], more: false });
      }),
      { numRuns: 300 },
    );
  });

  it('is replaced as a whole by a newer version, and by nothing else', () => {
    using place = new Place();
    const { people } = place.repositories();
    const second = person({ version: 2, name: '練馬　春子', kana: 'ネリマ　ハルコ', doses: [], tickets: [] });
    expect(people.upsert([person()])).toBe(1);
    expect(people.upsert([person({ name: '同じ　版' })])).toBe(0);
    expect(people.upsert([second])).toBe(1);
    expect(people.upsert([person()])).toBe(0);
    expect(people.open(number('1000000001'))).toEqual(second);
    expect(people.byTicketNumber(ticketNumber('2000000001')).hits).toEqual([]);
    expect(people.search({ name: '花子' }).hits).toEqual([]);
    expect(people.search({ kana: 'ハナコ' }).hits).toEqual([]);
    expect(people.search({ name: '春子' }).hits).toHaveLength(1);
    expect(people.count()).toBe(1);
  });

  it('leaves nothing of an old name in the index of names', () => {
    using place = new Place();
    const { people } = place.repositories();
    people.upsert([person(), ...crowd(3).slice(1)]);
    people.upsert([person({ version: 2, name: '板橋　春子', kana: 'イタバシ　ハルコ' })]);
    people.remove(number('1000000002'));
    expect(place.pairsMatching('練馬')).toBe(1);
    expect(place.pairsMatching('花子')).toBe(1);
    expect(place.pairsMatching('板橋')).toBe(1);
    expect(place.pairsMatching('ネリ')).toBe(1);
  });

  it('is gone without a trace once it is removed', () => {
    using place = new Place();
    const { people } = place.repositories();
    people.upsert([person()]);
    expect(people.remove(number('1000000001'))).toBe(true);
    expect(people.remove(number('1000000001'))).toBe(false);
    expect(people.open(number('1000000001'))).toBeUndefined();
    for (const hits of [
      people.byTicketNumber(ticketNumber('2000000001')),
      people.byAddresseeNumber(number('1000000001')),
      people.search({ name: '花子' }),
      people.search({ kana: 'ネリマ' }),
      people.search({ born: born('1965-04-03') }),
    ]) {
      expect(hits).toEqual({ hits: [], more: false });
    }
    expect(people.count()).toBe(0);
  });

  it('is counted once, whatever happened to it', () => {
    using place = new Place();
    const { people } = place.repositories();
    expect(people.count()).toBe(0);
    people.upsert(crowd(10));
    people.upsert(crowd(12));
    expect(people.count()).toBe(12);
    people.remove(number('1000000001'));
    people.remove(number('1000000001'));
    expect(people.count()).toBe(11);
    expect(() => people.upsert([...crowd(20), {} as never])).toThrow(TypeError);
    expect(people.count()).toBe(11);
    expect(place.repositories().people.count()).toBe(11);
  });

  it('is found by any ticket, the stopped one too, and shown with the one in force', () => {
    using place = new Place();
    const { people } = place.repositories();
    const [stopped, current] = ['2000000001', '2000000002'];
    people.upsert([
      person({
        tickets: [
          ticket({ ticketNumber: stopped, stoppedOn: '2021-08-01', replacedBy: current }),
          ticket({ ticketNumber: current, issuedOn: '2021-08-01' }),
        ],
        doses: [dose(), dose({ doseNumber: 2, vaccinatedOn: '2021-07-05' })],
      }),
    ]);
    for (const each of [stopped, current]) {
      expect(people.byTicketNumber(ticketNumber(each))).toMatchObject({
        hits: [{ addresseeNumber: '1000000001', ticketNumber: current, doseCount: 2 }],
        more: false,
      });
    }
    expect(people.byTicketNumber(ticketNumber('2000000003')).hits).toEqual([]);
  });

  it('keeps the ticket that went over to another person with that person', () => {
    using place = new Place();
    const { people } = place.repositories();
    const other = person({ addresseeNumber: '1000000002', name: '板橋　次郎', kana: 'イタバシ　ジロウ' });
    people.upsert([person(), other]);
    people.remove(number('1000000001'));
    expect(people.byTicketNumber(ticketNumber('2000000001')).hits).toMatchObject([
      { addresseeNumber: '1000000002' },
    ]);
  });
});

describe('a search by reading', () => {
  it('takes kana of any width and kind, with or without the blank', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(
      repositories,
      ['練馬　花子', 'ネリマ　ハナコ'],
      ['練馬　健', 'ネリマ　ケン'],
      ['板橋　花', 'イタバシ　ハナ'],
    );
    for (const kana of ['ねりま はなこ', 'ﾈﾘﾏﾊﾅｺ', 'ネリマ　ハナコ', 'ねりまはなこ']) {
      expect(found(repositories, { kana })).toEqual(['練馬　花子']);
    }
  });

  it('puts readings that begin so before those that hold it, each in kana order', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(
      repositories,
      ['花田　幹', 'ハナダ　ミキ'],
      ['練馬　花子', 'ネリマ　ハナコ'],
      ['花岡　健', 'ハナオカ　ケン'],
      ['板橋　花', 'イタバシ　ハナ'],
    );
    expect(found(repositories, { kana: 'ハナ' })).toEqual(['花岡　健', '花田　幹', '板橋　花', '練馬　花子']);
  });

  it('finds one character, at the beginning and inside', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(repositories, ['伊　健', 'イ　ケン'], ['花井　幹', 'ハナイ　ミキ'], ['森　健', 'モリ　ケン']);
    expect(found(repositories, { kana: 'イ' })).toEqual(['伊　健', '花井　幹']);
  });
});

describe('a search by name', () => {
  it('finds it anywhere in the name, across the blank too', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(
      repositories,
      ['練馬　花子', 'ネリマ　ハナコ'],
      ['板橋　花', 'イタバシ　ハナ'],
      ['林　健', 'ハヤシ　ケン'],
    );
    expect(found(repositories, { name: '練馬' })).toEqual(['練馬　花子']);
    expect(found(repositories, { name: '馬花' })).toEqual(['練馬　花子']);
    expect(found(repositories, { name: '花' })).toEqual(['板橋　花', '練馬　花子']);
    expect(found(repositories, { name: '林' })).toEqual(['林　健']);
    expect(found(repositories, { name: '子花' })).toEqual([]);
  });

  it('finds variants of a character', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(
      repositories,
      ['髙﨑　健', 'タカサキ　ケン'],
      ['渡邊　幹', 'ワタナベ　ミキ'],
      ['𠮷田　花', 'ヨシダ　ハナ'],
    );
    expect(found(repositories, { name: '高崎' })).toEqual(['髙﨑　健']);
    expect(found(repositories, { name: '渡辺' })).toEqual(['渡邊　幹']);
    expect(found(repositories, { name: '吉田' })).toEqual(['𠮷田　花']);
  });

  it('takes what is typed as text, never as a query', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(
      repositories,
      ['練馬　花子', 'ネリマ　ハナコ'],
      ['O"Brien', 'オブライエン'],
      ["D'Arcy; DROP", 'ダーシー'],
    );
    for (const name of ['"', '*', 'NEAR(', 'name : 花', "';--", '%', '_']) {
      expect(() => repositories.people.search({ name })).not.toThrow();
    }
    expect(found(repositories, { name: '"' })).toEqual([]);
    expect(found(repositories, { name: '%' })).toEqual([]);
    expect(found(repositories, { name: 'brien' })).toEqual(['O"Brien']);
  });

  it('and by reading together wants both', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(repositories, ['東　花', 'アズマ　ハナ'], ['東　幹', 'ヒガシ　ミキ'], ['西　花', 'ニシ　ハナ']);
    expect(found(repositories, { name: '東', kana: 'ヒガシ' })).toEqual(['東　幹']);
  });
});

describe('a search by birth date', () => {
  it('finds a day, a range, and either with part of the name', () => {
    using place = new Place();
    const repositories = place.repositories();
    named(
      repositories,
      ['練馬　花子', 'ネリマ　ハナコ', '1965-04-03'],
      ['板橋　花', 'イタバシ　ハナ', '1965-04-03'],
      ['練馬　健', 'ネリマ　ケン', '1965-04-30'],
      ['練馬　幹', 'ネリマ　ミキ', '1966-01-01'],
    );
    expect(found(repositories, { born: born('1965-04-03') })).toEqual(['板橋　花', '練馬　花子']);
    expect(found(repositories, { born: born('1965-04-03'), name: '練馬' })).toEqual(['練馬　花子']);
    expect(found(repositories, { born: born('1965-04-03'), kana: 'ハナ' })).toEqual([
      '板橋　花',
      '練馬　花子',
    ]);
    expect(found(repositories, { born: born('1965-04-01', '1965-04-30'), name: '練馬' })).toEqual([
      '練馬　健',
      '練馬　花子',
    ]);
    expect(found(repositories, { born: born('1965-01-01', '1965-12-31'), name: '練馬' })).toEqual([
      '練馬　健',
      '練馬　花子',
    ]);
    expect(found(repositories, { born: born('1960-01-01', '1969-12-31'), kana: 'ネリマ' })).toHaveLength(3);
    expect(found(repositories, { born: born('1960-01-01', '1969-12-31') })).toHaveLength(4);
    expect(found(repositories, { born: born('1970-01-01') })).toEqual([]);
  });
});

describe('a search', () => {
  it('finds exactly those whose key holds the key that was asked for', () => {
    using place = new Place();
    const repositories = place.repositories();
    const part = fc.stringMatching(/^[東西林田花子一ノ𠮷A]{1,4}$/u);
    const kanaPart = fc.stringMatching(/^[アイハナコンー]{1,5}$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(part, kanaPart), { minLength: 1, maxLength: 12 }),
        part,
        kanaPart,
        (names, name, kana) => {
          for (let index = 0; index < 12; index += 1)
            repositories.people.remove(number(String(1_000_000_001 + index)));
          named(repositories, ...names);
          const expected = (wanted: (row: readonly [string, string]) => boolean) =>
            names
              .filter(wanted)
              .map(([each]) => each)
              .toSorted();
          expect(found(repositories, { name }).toSorted()).toEqual(
            expected(([each]) => nameKey(each).includes(nameKey(name))),
          );
          expect(found(repositories, { kana }).toSorted()).toEqual(
            expected(([, each]) => kanaKey(each).includes(kanaKey(kana))),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('for nothing finds nobody, rather than everybody', () => {
    using place = new Place();
    const { people } = place.repositories();
    people.upsert([person()]);
    for (const search of [
      {},
      { name: '' },
      { kana: '' },
      { name: '・' },
      { name: '・', born: born('1965-04-03') },
    ]) {
      expect(people.search(search)).toEqual({ hits: [], more: false });
    }
  });

  it('shows a hundred at most and says that there are more', () => {
    using place = new Place();
    const { people } = place.repositories();
    people.upsert(crowd(100));
    for (const search of [
      { name: '練馬' },
      { kana: 'ネリ' },
      { kana: 'リマ' },
      { born: born('1965-04-03') },
    ]) {
      expect(people.search(search)).toMatchObject({ hits: { length: 100 }, more: false });
    }
    people.upsert(crowd(800));
    for (const search of [
      { name: '練馬' },
      { kana: 'ネリ' },
      { kana: 'リマ' },
      { born: born('1965-04-03') },
    ]) {
      expect(people.search(search)).toMatchObject({ hits: { length: 100 }, more: true });
    }
  });
});
