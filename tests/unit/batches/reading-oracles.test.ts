import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cellReader } from '../../../src-main/batches/reading/cells.ts';
import { decodeCp932, firstBadInCp932 } from '../../../src-main/batches/reading/cp932.ts';
import { type RawRecord, RecordSplitter } from '../../../src-main/batches/reading/record-splitter.ts';

/** Records as another program reads them, strictly; undefined where it says that the text is no CSV. */
function asCsvParse(text: string): string[][] | undefined {
  try {
    const options = { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true };
    return parse(text, options);
  } catch (thrown) {
    if (thrown instanceof CsvError) return undefined;
    throw thrown;
  }
}

const reader = cellReader('utf-8');

function asSplitter(text: string, cuts: readonly number[]): string[][] | undefined {
  const bytes = Buffer.from(text);
  const records: string[][] = [];
  let faults = 0;
  const take = (record: RawRecord): void => {
    if (record.fault !== undefined) faults += 1;
    records.push(Array.from({ length: record.cells }, (_, cell) => String(reader.text(record, cell))));
  };
  const splitter = new RecordSplitter(take);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  for (const [index, place] of places.entries()) splitter.push(bytes.subarray(places[index - 1] ?? 0, place));
  splitter.end();
  return faults > 0 ? undefined : records;
}

const cuts = fc.array(fc.nat(), { maxLength: 4 });
const cell = fc.string({
  unit: fc.constantFrom('"', ',', '\r', '\n', '\r\n', '髙', '①', 'a', ' '),
  maxLength: 6,
});

/** A cell as CSV may write it: in quotes where it must be, and anywhere else where somebody likes. */
function written(text: string, quoted: boolean): string {
  return quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

describe('the splitting of records agrees with csv-parse', () => {
  test('on every CSV text', () => {
    const rows = fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 8,
    });
    const lineEnd = fc.constantFrom('\r\n', '\n', '\r');
    fc.assert(
      fc.property(rows, lineEnd, fc.boolean(), cuts, (made, end, closed, cutAt) => {
        // A lone empty cell at the very end would be no record at all without its line end.
        const lines = made.map((row) => row.map(([text, quoted]) => written(text, quoted)).join(','));
        const text = lines.join(end) + (closed || lines.at(-1) === '' ? end : '');
        const cells = made.map((row) => row.map(([value]) => value));
        expect(asSplitter(text, cutAt)).toEqual(cells);
        expect(asCsvParse(text)).toEqual(cells);
      }),
      { numRuns: 500 },
    );
  });

  test('on every text whatever: what it can be told into, and whether a quote is wrong', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '"', ',', '\n', '\r\n', 'a', '髙'), maxLength: 30 });
    fc.assert(
      fc.property(text, cuts, (made, cutAt) => {
        expect(asSplitter(made, cutAt)).toEqual(asCsvParse(made));
      }),
      { numRuns: 2000 },
    );
  });
});

const decoder = new TextDecoder('shift_jis', { fatal: true });
const asTextDecoder = (...bytes: readonly number[]): string | undefined => {
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
};
const ours = (...bytes: readonly number[]): string | undefined =>
  decodeCp932(Buffer.from(bytes), 0, bytes.length);
const range = (from: number, until: number): readonly number[] =>
  Array.from({ length: until - from + 1 }, (_, index) => from + index);
/** The runtime's decoder swaps these three (ICU ibm-943); Windows leaves them as they are. */
const swapped = new Set([0x1a, 0x1c, 0x7f]);

describe('CP932 agrees with TextDecoder', () => {
  test('on every two bytes of which the first begins a character', () => {
    const differing: string[] = [];
    for (const lead of [...range(0x81, 0x9f), ...range(0xe0, 0xfc)]) {
      for (const trail of range(0, 0xff)) {
        if (swapped.has(trail)) continue;
        const [one, other] = [ours(lead, trail), asTextDecoder(lead, trail)];
        if (one !== other) differing.push(`${lead.toString(16)} ${trail.toString(16)}`);
        const isBad = firstBadInCp932(Uint8Array.of(lead, trail), 0, 2) >= 0;
        if (isBad !== (one === undefined))
          differing.push(`${lead.toString(16)} ${trail.toString(16)} validity`);
      }
    }
    expect(differing).toEqual([]);
  });

  test('on every single byte but the three that it swaps, and 80, A0 and FD–FF, which Windows has no character for', () => {
    const differing = range(0, 0xff).filter((byte) => ours(byte) !== asTextDecoder(byte));
    expect(differing.filter((byte) => !swapped.has(byte))).toEqual([]);
    expect([0x80, 0xa0, 0xfd, 0xfe, 0xff].map((byte) => ours(byte))).toEqual(Array(5).fill(undefined));
  });
});
