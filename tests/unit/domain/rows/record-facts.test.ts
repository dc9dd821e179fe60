import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RecordFacts } from '../../../../src-shared/domain/rows/record-facts.ts';
import { NO_DAY, type RecordRow } from '../../../../src-shared/domain/rows/record-rows.ts';

/** Near days and few texts as in most files, and now and then what needs more room than those. */
const day = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 18_700, max: 20_500 }) },
  { weight: 2, arbitrary: fc.constant(NO_DAY) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.constantFrom(-35_428, -32_769, -32_768, -32_767, 32_767, 32_768),
      fc.nat(2_932_896),
    ),
  },
);
const digest = fc.oneof(fc.nat(3), fc.nat(2 ** 48 - 1));
const municipality = fc.oneof({ weight: 5, arbitrary: fc.constant(99_201) }, fc.nat(99_999));

const given = fc.record({
  gap: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 900 })),
  municipality,
  ticketNumber: fc.oneof(fc.nat(3), fc.nat(9_999_999_999)),
  dose: fc.integer({ min: 0, max: 15 }),
  injection: fc.boolean(),
  storable: fc.boolean(),
  day,
  venue: digest,
  lot: digest,
  maker: digest,
  vaccine: fc.nat(255),
  otherContent: digest,
  holder: digest,
  birthDay: day,
  name: digest,
});

const rowsOf = (
  all: readonly (typeof given extends fc.Arbitrary<infer Row> ? Row : never)[],
): RecordRow[] => {
  let line = 1;
  return all.map(({ gap, municipality: of, ticketNumber, ...row }, place) => {
    line += gap;
    return { ...row, line, place, ticket: of * 1e10 + ticketNumber };
  });
};

const fieldsOf = (row: RecordRow): RecordRow => ({
  line: row.line,
  place: row.place,
  ticket: row.ticket,
  dose: row.dose,
  injection: row.injection,
  storable: row.storable,
  day: row.day,
  venue: row.venue,
  lot: row.lot,
  maker: row.maker,
  vaccine: row.vaccine,
  otherContent: row.otherContent,
  holder: row.holder,
  birthDay: row.birthDay,
  name: row.name,
});

describe('the rows of a file as numbers', () => {
  it('say of every row what it said, whatever wide numbers come between narrow ones', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 40 }), (all) => {
        const rows = rowsOf(all);
        const facts = new RecordFacts();
        for (const row of rows) facts.add(row);
        expect(rows.map((_, place) => fieldsOf(facts.rowAt(place)))).toEqual(rows);
        expect(rows.map(({ line }) => facts.placeOfLine(line))).toEqual(rows.map(({ place }) => place));
        expect(facts.placeOfLine((rows.at(-1)?.line ?? 1) + 1)).toBeUndefined();
      }),
    );
  });

  it('have the same number in a column only for the same day', () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 2, maxLength: 20 }), (all) => {
        const rows = rowsOf(all);
        const facts = new RecordFacts();
        for (const row of rows) facts.add(row);
        const { columns } = facts;
        for (const one of rows)
          for (const other of rows)
            expect(columns.day[one.place] === columns.day[other.place]).toBe(one.day === other.day);
      }),
    );
  });

  it('are the same as another only where nothing differs, and alike wherever they are the same', () => {
    const few = fc.record({
      day: fc.constantFrom(18_800, NO_DAY),
      venue: fc.nat(1),
      lot: fc.nat(1),
      maker: fc.nat(1),
      otherContent: fc.nat(1),
      holder: fc.nat(1),
      birthDay: fc.constantFrom(100, NO_DAY),
      name: fc.nat(1),
    });
    fc.assert(
      fc.property(few, few, (one, other) => {
        const facts = new RecordFacts();
        const rest = { ticket: 1, dose: 1, injection: true, storable: true, vaccine: 1 };
        for (const [place, each] of [one, other].entries())
          facts.add({ ...rest, ...each, place, line: place + 2 });
        const isEqual = JSON.stringify(one) === JSON.stringify(other);
        expect(facts.isSame(0, 1)).toBe(isEqual);
        const isAlike = facts.likenessAt(0) === facts.likenessAt(1);
        expect(isAlike || !isEqual).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are seldom alike where only one thing differs, whichever it is, so that few have to be compared', () => {
    const rest = { ticket: 1, dose: 1, injection: true, storable: true, vaccine: 1 };
    const same = {
      day: 18_800,
      venue: 7,
      lot: 8,
      maker: 9,
      otherContent: 10,
      holder: 11,
      birthDay: 12,
      name: 13,
    };
    for (const field of [
      'day',
      'venue',
      'lot',
      'maker',
      'otherContent',
      'holder',
      'birthDay',
      'name',
    ] as const) {
      const facts = new RecordFacts();
      for (let place = 0; place < 1_000; place += 1)
        facts.add({ ...rest, ...same, [field]: 10_000 + place * 3, place, line: place + 2 });
      const likenesses = new Set(Array.from({ length: 1_000 }, (_, place) => facts.likenessAt(place)));
      expect([field, likenesses.size > 990]).toEqual([field, true]);
    }
  });

  it('grow with their file, and what they said before stays', () => {
    const facts = new RecordFacts(1);
    const [sample] = fc.sample(given, 1);
    expect(sample).toBeDefined();
    if (!sample) return;
    const rows = rowsOf(
      Array.from({ length: 20_000 }, (_, at) => ({
        ...sample,
        gap: 1,
        ticketNumber: at,
        venue: at * 7 + 1,
        day: at === 15_000 ? -35_000 : 18_700 + (at % 400),
        birthDay: at < 9_000 ? NO_DAY : at % 30_000,
      })),
    );
    for (const row of rows) facts.add(row);
    expect(facts.count).toBe(20_000);
    expect(rows.every((row, place) => facts.dayAt(place) === row.day)).toBe(true);
    expect(rows.every((row, place) => facts.venueAt(place) === row.venue)).toBe(true);
    expect(rows.every((row, place) => facts.birthDayAt(place) === row.birthDay)).toBe(true);
    expect(rows.every((row, place) => facts.ticketAt(place) === row.ticket)).toBe(true);
  });
});
