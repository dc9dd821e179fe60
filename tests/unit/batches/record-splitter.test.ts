import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cellReader } from '../../../src-main/batches/reading/cells.ts';
import {
  MAX_CELLS,
  type RawRecord,
  RecordSplitter,
} from '../../../src-main/batches/reading/record-splitter.ts';

interface Kept {
  readonly line: number;
  readonly fault: string | undefined;
  readonly cells: readonly string[];
}

const reader = cellReader('utf-8');

function keep(record: RawRecord): Kept {
  const cells = Array.from({ length: Math.min(record.cells, MAX_CELLS) }, (_, cell) =>
    String(reader.text(record, cell)),
  );
  return {
    line: record.line,
    fault: record.fault,
    cells: record.blank || record.fault !== undefined ? [] : cells,
  };
}

/** What the splitter makes of the text, fed in pieces of that many bytes. */
function split(text: string | Uint8Array, piece = Infinity, maxBytes?: number): Kept[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const kept: Kept[] = [];
  const splitter = new RecordSplitter((record) => kept.push(keep(record)), maxBytes);
  for (let at = 0; at < bytes.length; at += Math.min(piece, bytes.length))
    splitter.push(bytes.subarray(at, Math.min(bytes.length, at + piece)));
  splitter.end();
  return kept;
}

const good = (line: number, ...cells: string[]): Kept => ({ line, fault: undefined, cells });
const quoteFault = (line: number): Kept => ({ line, fault: 'quote', cells: [] });

/** The oracle: the same grammar over a whole string, with regular expressions and no state. */
function oracle(text: string, maxBytes = Infinity): Kept[] {
  const record = /(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)(?:\r\n|\n|\r|$)/y;
  const line = /([^\r\n]*)(?:\r\n|\n|\r|$)/y;
  const kept: Kept[] = [];
  for (let at = 0; at < text.length;) {
    record.lastIndex = at;
    line.lastIndex = at;
    const found = record.exec(text)?.[0];
    const first = line.exec(text);
    const whole = found?.replace(/(?:\r\n|\n|\r)$/, '');
    if (found !== undefined && whole !== undefined && Buffer.byteLength(whole) <= maxBytes) {
      const cells = [...`,${whole}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      );
      kept.push(good(kept.length + 1, ...(whole === '' ? [] : cells)));
      at += found.length;
    } else {
      const fault = Buffer.byteLength(first?.[1] ?? '') > maxBytes ? 'too-long' : 'quote';
      kept.push({ line: kept.length + 1, fault, cells: [] });
      at += first?.[0].length ?? 1;
    }
  }
  return kept;
}

const cell = fc.string({
  unit: fc.constantFrom('a', '1', '髙', 'ｱ', ' ', ',', '"', '\n', '\r', '𠮷'),
  maxLength: 6,
});
const written = (value: string, always: boolean): string =>
  always || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Text that is mostly structure, most of it broken. */
const broken = fc.string({
  unit: fc.constantFrom('a', ',', '"', '""', '\n', '\r\n', '\r', '髙'),
  maxLength: 60,
});

describe('splitting bytes into records', () => {
  test('commas, quotes, doubled quotes, line breaks inside quotes, and every kind of line end', () => {
    expect(split('a,b\r\n"c,1","d ""x"""\n"e\r\nf",\rg,h')).toEqual([
      good(1, 'a', 'b'),
      good(2, 'c,1', 'd "x"'),
      good(3, 'e\r\nf', ''),
      good(4, 'g', 'h'),
    ]);
  });

  test('an empty file has no record, and a last line without a line end is one', () => {
    expect(split('')).toEqual([]);
    expect(split('a')).toEqual([good(1, 'a')]);
    expect(split('a\n')).toEqual([good(1, 'a')]);
    expect(split('a,')).toEqual([good(1, 'a', '')]);
  });

  test('a blank line is counted and has no cell; an empty pair of quotes is a cell', () => {
    expect(split('a\n\n""\n')).toEqual([good(1, 'a'), good(2), good(3, '')]);
  });

  test('a quote that never closes costs its own line and no other', () => {
    expect(split('a,b\nc,"d\ne,f\ng,h\n')).toEqual([
      good(1, 'a', 'b'),
      quoteFault(2),
      good(3, 'e', 'f'),
      good(4, 'g', 'h'),
    ]);
  });

  test('text after a closing quote and a quote inside a cell cost their own line', () => {
    expect(split('"a"b,c\nd"e,f\n"g","h"\n')).toEqual([quoteFault(1), quoteFault(2), good(3, 'g', 'h')]);
  });

  test('an open quote that swallows a later quoted cell is reported where it opened', () => {
    expect(split('a,"b\nc,"d"\ne,f\n')).toEqual([quoteFault(1), good(2, 'c', 'd'), good(3, 'e', 'f')]);
  });

  test('a line longer than any record is given up, and the next one read', () => {
    expect(split(`a,b\n${'x'.repeat(50)}\nc,d\n`, 7, 20)).toEqual([
      good(1, 'a', 'b'),
      { line: 2, fault: 'too-long', cells: [] },
      good(3, 'c', 'd'),
    ]);
  });

  test('more cells than are kept are still counted', () => {
    const counts: number[] = [];
    const splitter = new RecordSplitter((record) => counts.push(record.cells));
    splitter.push(Buffer.from(`${','.repeat(MAX_CELLS + 500)}\n`));
    splitter.end();
    expect(counts).toEqual([MAX_CELLS + 501]);
  });

  test('what was written comes back, however it was quoted and whatever ends its lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        (rows, always, lineEnd, piece) => {
          const text = rows
            .map((cells) => cells.map((value) => written(value, always)).join(',') + lineEnd)
            .join('');
          const expected = rows.map((cells, index) =>
            good(index + 1, ...(cells.length === 1 && cells[0] === '' && !always ? [] : cells)),
          );
          expect(split(text, piece)).toEqual(expected);
        },
      ),
    );
  });

  test('broken text gives what the grammar says, whatever the pieces and the limit', () => {
    fc.assert(
      fc.property(
        broken,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 4, max: 40 }),
        (text, piece, limit) => {
          expect(split(text, piece, limit)).toEqual(oracle(text, limit));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('pieces of 1 to 300 bytes give the same records', () => {
    const text =
      '券番号,氏名\r\n0000000001,髙橋 一\r\n"0000000002","""引用""\n改行"\r\n"開いたまま,x\r\n0000000003,𠮷田\n' +
      '"後"ろ,x\r\n\r\n,\r0000000004,"a,b"\r\n終わり,"';
    const whole = split(text);
    expect(whole).toHaveLength(10);
    for (let piece = 1; piece <= 300; piece += 1) expect(split(text, piece)).toEqual(whole);
  });
});
