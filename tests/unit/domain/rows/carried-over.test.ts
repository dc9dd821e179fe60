import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { standardLimits } from '../../../../src-shared/domain/doses/limits.ts';
import { carriedOver, type VenueRows } from '../../../../src-shared/domain/rows/carried-over.ts';

interface Row {
  readonly venue: number;
  readonly day: number;
  readonly lot: number;
  readonly vaccine: number;
}

const limits = standardLimits.carriedOver;
const rowsOf = (rows: readonly Row[]): VenueRows => ({
  count: rows.length,
  venue: rows.map(({ venue }) => venue),
  day: rows.map(({ day }) => day),
  lot: rows.map(({ lot }) => lot),
  vaccine: rows.map(({ vaccine }) => vaccine),
  takesPart: () => true,
});

/** What the rule says of lots, row by row and slowly. */
function oddLotsOf(rows: readonly Row[]): number[] {
  return rows.flatMap((row, index) => {
    const beside = rows.filter(
      ({ venue, day, vaccine }) =>
        venue !== 0 && venue === row.venue && day === row.day && vaccine === row.vaccine,
    );
    const withLot = (lot: number): number => beside.filter((other) => other.lot === lot).length;
    const most = Math.max(0, ...beside.map(({ lot }) => withLot(lot)));
    const isMany = beside.length >= limits.leastRows && most >= beside.length * limits.sameShare;
    return isMany && withLot(row.lot) === 1 && most > 1 ? [index] : [];
  });
}

const row = fc.record({
  venue: fc.constantFrom(0, 1, 1, 1, 2 ** 40 + 1),
  day: fc.constantFrom(18_779, 18_779, 18_779, 18_780),
  lot: fc.oneof(
    { weight: 40, arbitrary: fc.constant(7) },
    { weight: 1, arbitrary: fc.integer({ min: 8, max: 9 }) },
  ),
  vaccine: fc.constantFrom(1, 1, 1, 2),
});

describe('a setting left over from another day', () => {
  it('is found in the lots just where the rule says', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(row, { minLength: 20, maxLength: 250, size: 'max' }), (rows) => {
        const lots = carriedOver(rowsOf(rows), limits).filter(({ differs }) => differs === 'lot');
        found += lots.length;
        expect(lots.map((each) => each.row)).toEqual(oddLotsOf(rows));
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(20);
  });

  it('is found wherever the rows of other venues stand between', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.nat(), (others, at) => {
        const session = Array.from({ length: 30 }, (_, index) => ({
          venue: 99,
          day: 18_800,
          lot: index === at % 30 ? 5 : 4,
          vaccine: 1,
        }));
        const mixed = session.flatMap((each, index) => [each].concat(others.slice(index * 2, index * 2 + 2)));
        const odd = carriedOver(rowsOf(mixed), limits).filter((each) => mixed[each.row]?.venue === 99);
        expect(odd).toMatchObject([{ differs: 'lot', others: 29 }]);
        expect(mixed[odd[0]?.like ?? 0]?.lot).toBe(4);
      }),
    );
  });

  it('says nothing of a row that takes no part, nor counts it', () => {
    const session = Array.from({ length: 21 }, (_, index) => ({
      venue: 1,
      day: 1,
      lot: index === 3 ? 5 : 4,
      vaccine: 1,
    }));
    const rows = rowsOf(session);
    expect(carriedOver(rows, limits)).toHaveLength(1);
    expect(carriedOver({ ...rows, takesPart: (each) => each !== 3 }, limits)).toEqual([]);
    expect(carriedOver({ ...rows, takesPart: (each) => each > 1 || each === 3 }, limits)).toEqual([]);
  });

  it('is nowhere where every row has a venue of its own', () => {
    const count = 100_000;
    const venue = Float64Array.from({ length: count }, (_, index) => index + 1);
    const rows = { count, venue, day: new Int32Array(count), lot: venue, vaccine: new Uint8Array(count) };
    expect(carriedOver({ ...rows, takesPart: () => true }, limits)).toEqual([]);
  });

  it('is found in the thousandth session as in the first', () => {
    const perSession = 25;
    const count = 2000 * perSession;
    const numbers = (of: (index: number) => number): Float64Array =>
      Float64Array.from({ length: count }, (_, index) => of(index));
    const rows = {
      count,
      venue: numbers((index) => 1 + (index % 2000)),
      day: numbers(() => 18_800),
      lot: numbers((index) => (index < 2000 ? 2 : 1)),
      vaccine: numbers(() => 1),
      takesPart: () => true,
    };
    expect(carriedOver(rows, limits)).toHaveLength(2000);
  });
});
