import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MunicipalityCode, TicketNumber } from '../../../../src-shared/domain/identifiers.ts';
import { NO_VACCINE, vaccineIdOf } from '../../../../src-shared/domain/doses/vaccines.ts';
import { municipalityCheckDigit } from '../../../../src-shared/domain/municipality-check-digit.ts';
import { RecordRowStore } from '../../../../src-shared/domain/rows/record-row-store.ts';
import {
  NO_DAY,
  type RecordRow,
  recordRowOf,
  vaccineOfCells,
} from '../../../../src-shared/domain/rows/record-rows.ts';
import { digestOf, ticketKey, ticketNumberOf } from '../../../../src-shared/domain/rows/row-keys.ts';

const row: fc.Arbitrary<RecordRow> = fc.record({
  line: fc.integer({ min: 2, max: 6_000_000 }),
  place: fc.nat(5_000_000),
  ticket: fc.oneof(
    fc.nat(3),
    fc.maxSafeNat().map((key) => key % 1e15),
  ),
  dose: fc.integer({ min: 1, max: 7 }),
  injection: fc.boolean(),
  day: fc.integer({ min: -36_000, max: 50_000 }),
  venue: fc.maxSafeNat(),
  storable: fc.boolean(),
  lot: fc.maxSafeNat(),
  maker: fc.maxSafeNat(),
  vaccine: fc.nat(255),
  content: fc.maxSafeNat(),
  holder: fc.maxSafeNat(),
  birthDay: fc.oneof(fc.constant(NO_DAY), fc.integer({ min: -36_000, max: 50_000 })),
  name: fc.maxSafeNat(),
});

const storeOf = (rows: readonly RecordRow[]): RecordRowStore => {
  const store = new RecordRowStore();
  for (const each of rows) store.add(each);
  return store;
};

/** A row as text, whatever the order of its fields. */
const rowText = (each: RecordRow): string =>
  JSON.stringify(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)));

describe('the store of rows', () => {
  it('gives every row back as it was, once', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const given = [...storeOf(rows).tickets()].flat();
        expect(given.map(rowText).toSorted()).toEqual(rows.map(rowText).toSorted());
      }),
    );
  });

  it('gives each ticket once, its rows by dose and line', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const tickets = [...storeOf(rows).tickets()];
        expect(new Set(tickets.map(([first]) => first?.ticket)).size).toBe(tickets.length);
        for (const ofOne of tickets) {
          expect(new Set(ofOne.map(({ ticket }) => ticket)).size).toBe(1);
          const order = ofOne.map(({ dose, line }) => dose * 1e7 + line);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('grows with its file', () => {
    const store = new RecordRowStore();
    const [sample] = fc.sample(row, 1);
    expect(sample).toBeDefined();
    if (!sample) return;
    for (let line = 0; line < 20_000; line += 1) store.add({ ...sample, line, ticket: line });
    expect(store.count).toBe(20_000);
    expect([...store.tickets()].length).toBe(20_000);
  });
});

describe('the number of a ticket', () => {
  it('is different for different tickets and gives the ten digits back', () => {
    const municipality = fc
      .stringMatching(/^[0-9]{5}$/)
      .map((digits) => MunicipalityCode.parse(`${digits}${municipalityCheckDigit(digits)}`));
    const number = fc.stringMatching(/^[0-9]{10}$/).map((digits) => TicketNumber.parse(digits));
    fc.assert(
      fc.property(municipality, number, municipality, number, (city, ticket, otherCity, otherTicket) => {
        const key = ticketKey(city, ticket);
        expect(Number.isSafeInteger(key)).toBe(true);
        expect(ticketNumberOf(key)).toBe(ticket);
        expect(key === ticketKey(otherCity, otherTicket)).toBe(city === otherCity && ticket === otherTicket);
      }),
    );
  });
});

describe('a digest', () => {
  it('is 0 for nothing and only for nothing', () => {
    expect(digestOf('')).toBe(0);
    expect(digestOf('', '')).toBe(0);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(digestOf(text)).not.toBe(0);
        expect(Number.isSafeInteger(digestOf(text))).toBe(true);
      }),
    );
  });

  it('tells where one text ends and the next begins', () => {
    expect(digestOf('ab', 'c')).not.toBe(digestOf('a', 'bc'));
    expect(digestOf('a', '')).not.toBe(digestOf('', 'a'));
  });

  it('does not meet itself among a hundred thousand texts', () => {
    const digests = new Set(Array.from({ length: 100_000 }, (_, index) => digestOf(`会場${index}`)));
    expect(digests.size).toBe(100_000);
  });
});

describe('a row of checked values', () => {
  const values = {
    municipalityCode: '131237',
    ticketNumber: '0000000001',
    doseNumber: '2',
    ticketKind: '1',
    vaccinatedOn: '2021-06-22',
    maker: 'ファイザー',
    lotNumber: 'FJ7489',
  };

  it('has the same content where everything that is stored is the same', () => {
    const one = recordRowOf(2, 0, values, true);
    expect(recordRowOf(9, 7, { ...values, addresseeNumber: '1' }, true)?.content).toBe(one?.content);
    for (const column of ['venue', 'doctor', 'vaccinatedInMunicipality']) {
      expect(recordRowOf(2, 0, { ...values, [column]: '131032' }, true)?.content).not.toBe(one?.content);
    }
  });

  it('knows whether it says who holds the ticket', () => {
    expect(recordRowOf(2, 0, values, true)).toMatchObject({
      holder: 0,
      birthDay: NO_DAY,
      name: 0,
      dose: 2,
      injection: true,
      storable: true,
    });
    expect(recordRowOf(2, 0, { ...values, birthDate: '1970-01-02' }, true)?.birthDay).toBe(1);
  });

  it('is there even where its day can not be read, but not without its ticket or dose', () => {
    const { vaccinatedOn: _, ...dayless } = values;
    expect(recordRowOf(2, 0, dayless, false)).toMatchObject({ day: NO_DAY, dose: 2, storable: false });
    const { ticketNumber: __, ...ticketless } = values;
    expect(recordRowOf(2, 0, ticketless, false)).toBeUndefined();
  });

  it('names no vaccine where the lot is another maker’s', () => {
    expect(vaccineOfCells('ファイザー', '3004733')).toBe(NO_VACCINE);
    expect(vaccineOfCells('塩野義', 'FJ7489')).toBe(NO_VACCINE);
    expect(vaccineOfCells('ファイザー', 'FJ7489')).toBe(vaccineIdOf('Pfizer'));
  });
});
