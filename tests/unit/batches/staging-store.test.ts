import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { databaseFailureOf } from '../../../src-main/cache/encrypted-database.ts';
import { personKeyOf, ticketKeyOf } from '../../../src-main/cache/staging/key-of-row.ts';
import { RowKeys } from '../../../src-main/cache/staging/row-keys.ts';
import { RowLines } from '../../../src-shared/domain/rows/row-lines.ts';
import { RowSet } from '../../../src-main/cache/staging/row-set.ts';
import { rowStates } from '../../../src-main/cache/staging/row-states.ts';
import {
  NO_ROW,
  type StagedFinding,
  type StagedPage,
} from '../../../src-main/cache/staging/staged-findings.ts';
import { openStagingDatabase, type StagingPlaces } from '../../../src-main/cache/staging/staging-database.ts';
import { StagingStore } from '../../../src-main/cache/staging/staging-store.ts';
import { StagingWriter } from '../../../src-main/cache/staging/staging-writer.ts';
import { stagingPlaces } from './checked-file.ts';

const codes = ['value-code', 'date-invalid', 'row-duplicate'] as const;
const finding = (line: number, code: string): StagedFinding => ({
  line,
  column: null,
  code,
  severity: 'reject',
  value: '',
  sentence: '',
  example: '',
  proposal: null,
  subject: '',
});

/** A record as the file has it, with a 個人番号 between its other cells where it has one. */
interface MadeRecord {
  readonly line: number;
  readonly before: string;
  readonly number: string | null;
  readonly after: string;
}

function add(writer: StagingWriter, { before, number, after }: MadeRecord): void {
  const bytes = Buffer.from(`noise${before}${number ?? ''}${after}noise`);
  const start = 5;
  const from = start + Buffer.byteLength(before);
  writer.addRecord({
    bytes,
    start,
    end: bytes.length - 5,
    individualNumber: number === null ? null : { start: from, end: from + Buffer.byteLength(number) },
    withheld: false,
    tooLong: false,
  });
}

function finish(writer: StagingWriter, lines: readonly number[], keys = new RowKeys()): void {
  const rowLines = new RowLines();
  for (const line of lines) rowLines.add(line);
  writer.finish({
    facts: '{}',
    header: Buffer.from('見出し'),
    lines: rowLines,
    states: new Uint8Array(lines.length).fill(rowStates.good),
    rules: new Map(),
    keys: new Map([['ticket', keys.sorted()]]),
  });
  writer.close();
}

function opened({ rows, individualNumbers }: StagingPlaces): StagingStore {
  const store = StagingStore.open(rows, individualNumbers);
  if (!store) throw new Error('nothing was staged');
  return store;
}

describe('the staging store', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'staging-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Files of their own for each. */
  const fresh = (): (() => StagingPlaces) => stagingPlaces(mkdtempSync(path.join(folder, 'one-')));

  test('pages of any size give every finding once, in the order of the file, with and without a rule', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: NO_ROW, max: 30 }), fc.constantFrom(...codes)), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 7 }),
        (found, limit) => {
          const places = fresh();
          const writer = StagingWriter.create(places());
          for (const [row, code] of found) writer.addFinding(row, finding(row + 2, code));
          finish(writer, [2]);
          const store = opened(places());
          for (const code of [null, ...codes]) {
            const seen: string[] = [];
            for (let after: number | null = 0; after !== null;) {
              const page: StagedPage = store.findings(code, after, limit);
              seen.push(...page.findings.map((each) => `${each.line} ${each.code}`));
              after = page.next;
            }
            const expected = found
              .filter((each) => code === null || each[1] === code)
              .toSorted((a, b) => a[0] - b[0])
              .map(([row, each]) => `${row + 2} ${each}`);
            expect(seen).toEqual(expected);
          }
          store.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('records come back byte for byte with their lines, and their 個人番号 from the other file alone', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 60 });
    const made = fc.record({
      gap: fc.integer({ min: 1, max: 3 }),
      before: cell,
      number: fc.option(fc.stringMatching(/^[0-9]{0,12}$/)),
      after: fc.oneof(cell, fc.constant('長い値'.repeat(5_000))),
    });
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 80 }), (given) => {
        let line = 1;
        const records = given.map(({ gap, ...record }) => ({ ...record, line: (line += gap) }));
        const places = fresh();
        const writer = StagingWriter.create(places());
        for (const record of records) add(writer, record);
        finish(
          writer,
          records.map((record) => record.line),
        );
        const store = opened(places());
        expect(store.rowCount).toBe(records.length);
        expect(store.header.toString()).toBe('見出し');
        for (const [row, { bytes, line: at }] of [...store.records(0, 1_000)].entries()) {
          const { before = '', after = '', number = null, line: expected } = records[row] ?? {};
          expect([bytes.toString(), at]).toEqual([before + after, expected]);
          expect(store.rowOfLine(at)).toBe(row);
          expect(store.individualNumber(row).toString()).toBe(number ?? '');
          expect(store.hasIndividualNumber(row)).toBe((number ?? '') !== '');
        }
        const lines = new Set(records.map((record) => record.line));
        for (let other = 0; other < line + 3; other += 1)
          expect(store.rowOfLine(other) !== undefined).toBe(lines.has(other));
        store.close();
        const looking = StagingStore.open(places().rows);
        expect(() => looking?.individualNumber(0)).toThrow('P4');
        looking?.close();
      }),
      { numRuns: 25 },
    );
  });

  test('a record that can’t be told into cells is withheld where it may hold a 個人番号, an endless one is not kept', () => {
    const places = fresh();
    const writer = StagingWriter.create(places());
    const bytes = Buffer.from('131237,"123456789018,試験');
    const place = { bytes, start: 0, end: bytes.length, individualNumber: null };
    writer.addRecord({ ...place, withheld: true, tooLong: false });
    writer.addRecord({ ...place, withheld: true, tooLong: true });
    writer.addRecord({ ...place, withheld: false, tooLong: false });
    finish(writer, [2, 3, 4]);
    const store = opened(places());
    expect(store.record(0)).toMatchObject({ bytes: Buffer.alloc(0), withheld: true, tooLong: false });
    expect(store.individualNumber(0)).toEqual(bytes);
    expect(store.record(1)).toMatchObject({ bytes: Buffer.alloc(0), tooLong: true });
    expect(store.record(2)).toMatchObject({ bytes, withheld: false, tooLong: false });
    store.close();
  });

  test('what an earlier release has checked is read, its proposals counted from the findings that were kept', () => {
    const places = fresh();
    const writer = StagingWriter.create(places());
    writer.addFinding(0, { ...finding(2, 'date-invalid'), proposal: '20210601' });
    writer.addFinding(1, finding(3, 'date-invalid'));
    finish(writer, [2, 3]);
    const before = openStagingDatabase(places().rows, 'rollback');
    before.execute("INSERT INTO rule VALUES ('date-invalid', 2, 0); ALTER TABLE rule DROP COLUMN proposals");
    before.schemaVersion = 2;
    before.close();
    for (const _ of ['the first time', 'again']) {
      const store = opened(places());
      expect(store.ruleCounts().get('date-invalid')).toEqual({ count: 2, proposals: 1 });
      store.close();
    }
  });

  test('the digests that an earlier release has kept of venues and lots are forgotten once, and made anew when they are needed', () => {
    const places = fresh();
    finish(StagingWriter.create(places()), [2]);
    const before = openStagingDatabase(places().rows, 'rollback');
    before.execute('CREATE TABLE venue_piece (piece); CREATE TABLE venue_digest (piece)');
    before.schemaVersion = 3;
    before.close();
    const tables = (): number => {
      const store = opened(places());
      const { count } = store.database
        .prepare<[], { readonly count: number }>(
          "SELECT count(*) AS count FROM sqlite_schema WHERE name IN ('venue_piece', 'venue_digest')",
        )
        .get() ?? { count: -1 };
      store.close();
      return count;
    };
    expect(tables()).toBe(0);
    const after = openStagingDatabase(places().rows, 'rollback');
    expect(after.schemaVersion).toBe(4);
    after.close();
  });

  test('what is changed survives the closing, and nothing of what was thrown away', () => {
    const places = fresh();
    const writer = StagingWriter.create(places());
    const rowCount = 70_000;
    const lines = Array.from({ length: rowCount }, (_, row) => row + 2);
    const keys = new RowKeys();
    for (const line of lines) {
      add(writer, { line, before: String(line), number: null, after: '' });
      keys.add(ticketKeyOf('131237', String(line % 1_000)), line - 2);
    }
    writer.addFinding(66_000, finding(66_002, 'value-code'));
    finish(writer, lines, keys);

    const store = opened(places());
    store.transaction(() => {
      store.setState(66_000, rowStates.reject);
      store.replaceFindingsOf(66_000, [finding(66_002, 'date-invalid')]);
      store.changeRuleCount('date-invalid', { count: 1, proposals: 1 });
      store.move(66_000, { tickets: [keyOf('5'), keyOf('7000')], people: [] });
      store.move(3, { tickets: [], people: [keyOf('10000001')] });
    });
    expect(() =>
      store.transaction(() => {
        store.setState(0, rowStates.reject);
        store.addFinding(0, finding(2, 'value-code'));
        throw new Error('on the way');
      }),
    ).toThrow('on the way');
    store.close();

    const again = opened(places());
    expect([again.stateOf(66_000), again.stateOf(0)]).toEqual([rowStates.reject, rowStates.good]);
    expect(again.stateCounts().get(rowStates.reject)).toBe(1);
    expect(again.findings(null, 0, 9).findings.map(({ code }) => code)).toEqual(['date-invalid']);
    expect([...again.rowsWith('date-invalid').rows()]).toEqual([66_000]);
    expect(again.rowsWith('value-code').count).toBe(0);
    expect(again.ruleCounts().get('date-invalid')).toEqual({ count: 1, proposals: 1 });
    const expected = lines.map((line) => line - 2).filter((row) => (row + 2) % 1_000 === 5 && row !== 3);
    expect(again.rowsOfTicket('131237', '0000000005')).toEqual(
      [...expected, 66_000].toSorted((a, b) => a - b),
    );
    expect(again.rowsOfTicket('131237', '7000')).toEqual([66_000]);
    expect(again.rowsOfTicket('131237', '2')).not.toContain(66_000);
    expect(again.rowsOfPerson('131237', '10000001')).toEqual([3]);
    again.close();
  });

  test('one whose writer did not come to the end is none, and so is a missing one, or half of one', () => {
    const places = fresh();
    expect(StagingStore.open(places().rows)).toBeUndefined();
    const writer = StagingWriter.create(places());
    add(writer, { line: 2, before: 'a', number: null, after: '' });
    writer.close();
    expect(StagingStore.open(places().rows)).toBeUndefined();
    const whole = fresh();
    finish(StagingWriter.create(whole()), []);
    rmSync(whole().individualNumbers.file);
    expect(StagingStore.open(whole().rows, whole().individualNumbers)).toBeUndefined();
  });

  test('another key opens neither file, and nothing in them is in the clear', () => {
    const places = fresh();
    const writer = StagingWriter.create(places());
    for (let line = 2; line < 2_000; line += 1)
      add(writer, { line, before: '金糸雀太郎', number: '123456789018', after: '' });
    finish(writer, [2]);
    for (const { file } of Object.values(places())) {
      const bytes = readFileSync(file);
      for (const needle of ['金糸雀', '123456789018', 'SQLite format'])
        expect(bytes.includes(needle)).toBe(false);
    }
    for (const wrong of ['rows', 'individualNumbers'] as const) {
      const given = places();
      given[wrong].key.set(randomBytes(32));
      let thrown: unknown;
      try {
        StagingStore.open(given.rows, given.individualNumbers);
      } catch (error) {
        thrown = error;
      }
      expect(databaseFailureOf(thrown)).toBe('wrong-key');
    }
  });
});

describe('rows as a set', () => {
  test('is what an ordinary set is', () => {
    const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 200_000 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(200_100), (steps, from) => {
        const [rows, model] = [new RowSet(), new Set<number>()];
        for (const [adding, row] of steps) {
          expect(adding ? rows.add(row) : rows.delete(row)).toBe(adding ? !model.has(row) : model.has(row));
          if (adding) model.add(row);
          else model.delete(row);
        }
        const sorted = [...model].toSorted((a, b) => a - b);
        expect([...rows.rows()]).toEqual(sorted);
        expect(rows.count).toBe(sorted.length);
        expect(sorted.map((_, index) => rows.nth(index))).toEqual(sorted);
        expect(rows.nth(sorted.length)).toBeUndefined();
        expect(rows.rank(from)).toBe(sorted.filter((row) => row < from).length);
        expect(rows.next(from)).toBe(sorted.find((row) => row >= from));
        const copy = new RowSet();
        for (const { part, bits } of rows.parts()) copy.setPart(part, bits.slice());
        expect([...copy.rows()]).toEqual(sorted);
      }),
    );
  });

  test('neighbours are one range', () => {
    const rows = new RowSet();
    for (const row of [3, 31, 32, 33, 65_535, 65_536]) rows.add(row);
    expect(rows.ranges(9)).toEqual([
      { from: 3, until: 3 },
      { from: 31, until: 33 },
      { from: 65_535, until: 65_536 },
    ]);
    expect(rows.ranges(2)).toHaveLength(2);
  });
});

describe('rows by a key', () => {
  test('come sorted by key and row, and are found by their key', () => {
    const key = fc.integer({ min: 0, max: 2 ** 40 - 1 });
    const pair = fc.tuple(fc.oneof(key, fc.integer({ min: 0, max: 3 })), fc.nat(2 ** 24 - 1));
    fc.assert(
      fc.property(fc.array(pair), (given) => {
        const keys = new RowKeys();
        for (const [each, row] of given) keys.add(each, row);
        const sorted = keys.sorted();
        const expected = given.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(expected.map((_, place) => [sorted.keyAt(place), sorted.rowAt(place)])).toEqual(expected);
        for (const [each] of given)
          expect(sorted.rowsOf(each)).toEqual(expected.filter((one) => one[0] === each).map((one) => one[1]));
      }),
    );
  });

  test('every ticket has a key of its own within a municipality, and a person a digest', () => {
    expect(ticketKeyOf('473821', '9999999999')).toBeLessThan(2 ** 40);
    expect(ticketKeyOf('131237', '0000000001')).not.toBe(ticketKeyOf('131237', '0000000010'));
    expect(personKeyOf('131237', '1')).not.toBe(personKeyOf('131237', '01'));
  });
});

function keyOf(number: string): { readonly municipalityCode: string; readonly number: string } {
  return { municipalityCode: '131237', number };
}
