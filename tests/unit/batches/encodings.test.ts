import { isUtf8 } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decodeCp932, firstBadInCp932 } from '../../../src-main/batches/reading/cp932.ts';
import { EncodingSurvey, type EncodingDecision } from '../../../src-main/batches/reading/encoding-survey.ts';
import { badLengthInUtf8, firstBadInUtf8 } from '../../../src-main/batches/reading/utf8.ts';

const fatal = new TextDecoder('shift_jis', { fatal: true });

function trusted(bytes: Uint8Array): string | undefined {
  try {
    return fatal.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Node's decoder swaps these three control bytes (ICU ibm-943). */
const swapped = new Set([0x1a, 0x1c, 0x7f]);

function surveyed(bytes: Uint8Array, piece = Infinity): { decision: EncodingDecision; lines: number } {
  const survey = new EncodingSurvey();
  for (let at = 0; at < bytes.length; at += Math.min(piece, bytes.length))
    survey.push(bytes.subarray(at, Math.min(bytes.length, at + piece)));
  return { lines: survey.lines, decision: survey.decide() };
}

function encodingOf(bytes: Uint8Array): string {
  const { decision } = surveyed(bytes);
  return decision.decided ? decision.encoding : `undecided at ${decision.bad.offset}`;
}

/** Written by hand: nothing in Node encodes CP932. */
const cp932 = {
  髙: [0xfb, 0xfc],
  '髙（NEC選定）': [0xee, 0xe0],
  '①': [0x87, 0x40],
  '㈱': [0x87, 0x8a],
  外字: [0xf0, 0x40],
  あ: [0x82, 0xa0],
} as const;

describe('CP932', () => {
  test('every single byte and every pair of bytes reads as the runtime reads it, or is refused as it refuses it', () => {
    const differing: string[] = [];
    for (let first = 0; first <= 0xff; first += 1) {
      for (let second = 0; second <= 0xff; second += 1) {
        if (swapped.has(first) || swapped.has(second)) continue;
        const pair = Buffer.of(first, second);
        const expected = trusted(pair);
        const ours = decodeCp932(pair, 0, 2);
        const valid = firstBadInCp932(pair, 0, 2) < 0;
        if (ours !== expected || valid !== (expected !== undefined)) differing.push(pair.toString('hex'));
      }
    }
    expect(differing).toEqual([]);
  });

  test('the control bytes that the runtime swaps stay themselves', () => {
    expect(decodeCp932(Buffer.of(0x1a, 0x1c, 0x7f), 0, 3)).toBe('\u001A\u001C\u007F');
  });

  test('NEC and IBM extensions and 外字 have characters', () => {
    const decoded = Object.values(cp932).map((bytes) => decodeCp932(Buffer.from(bytes), 0, 2));
    expect(decoded).toEqual(['髙', '髙', '①', '㈱', '\uE000', 'あ']);
  });
});

describe('UTF-8', () => {
  test('bytes have a bad place exactly where they are no UTF-8, and what stands before it is right', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 12 }),
          fc
            .tuple(fc.string({ unit: 'binary', maxLength: 6 }), fc.uint8Array({ maxLength: 3 }))
            .map(([text, more]) => Uint8Array.from([...Buffer.from(text), ...more])),
        ),
        (bytes) => {
          const bad = firstBadInUtf8(bytes, 0, bytes.length);
          expect(bad === -1).toBe(isUtf8(bytes));
          expect(isUtf8(bytes.subarray(0, Math.max(0, bad)))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('the bad place is found however far away it is, and whatever is cut in two before it', () => {
    const unit = fc.constantFrom('a', 'é', 'あ', '𠮷', '\n');
    const text = fc.string({ unit, minLength: 300, maxLength: 3_000, size: 'max' });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(255), (good, place, byte) => {
        const bytes = Buffer.from(good);
        expect(firstBadInUtf8(bytes, 0, bytes.length)).toBe(-1);
        bytes[place % bytes.length] = byte;
        const bad = firstBadInUtf8(bytes, 0, bytes.length);
        expect(bad === -1).toBe(isUtf8(bytes));
        // All before it is right, and with the character that begins there it is not.
        expect(isUtf8(bytes.subarray(0, Math.max(0, bad)))).toBe(true);
        const behind = bad + Math.max(1, badLengthInUtf8(bytes, bad, bytes.length));
        expect(bad === -1 || !isUtf8(bytes.subarray(0, behind))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('deciding the encoding of a file', () => {
  const sjis = Buffer.from([0x61, 0x0a, ...cp932.髙, ...cp932.あ, 0xb1, 0x0a]);

  test('BOM, then UTF-8, then CP932, each over the whole file', () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    expect(encodingOf(Buffer.concat([mark, Buffer.from('髙')]))).toBe('utf-8-bom');
    expect(encodingOf(Buffer.from('髙𠮷'))).toBe('utf-8');
    expect(encodingOf(Buffer.from('abc\n'))).toBe('utf-8');
    expect(encodingOf(sjis)).toBe('cp932');
  });

  test('half-width kana alone are CP932, which guesses by frequency get wrong', () => {
    expect(encodingOf(Buffer.from([0xb6, 0xc5, 0x0d, 0x0a]))).toBe('cp932');
  });

  test('a short UTF-8 file with one CP932 line is undecided, and the CP932 line is named', () => {
    const mixed = Buffer.concat([
      Buffer.from('市町村コード\r\n山田\r\n'),
      sjis.subarray(2, 6),
      Buffer.from('\r\n山田\r\n'),
    ]);
    expect(surveyed(mixed).decision).toEqual({
      decided: false,
      bad: { offset: 28, line: 3, bytes: 'FB' },
    });
  });

  test('a short CP932 file with one UTF-8 line is undecided, and a line that is no CP932 is named', () => {
    const mixed = Buffer.concat([sjis, sjis, Buffer.from('髙橋'), Buffer.from('\n')]);
    const { decision } = surveyed(mixed);
    expect(decision.decided ? undefined : decision.bad.line).toBe(5);
  });

  test('a few damaged lines among many leave no doubt, and the check will name each of them', () => {
    const line = Buffer.from([...cp932.髙, ...cp932.あ, 0x0a]);
    const damaged = Buffer.from([...cp932.あ, 0x81, 0xad, 0x0a]);
    const lines = (count: number): Buffer[] => Array.from({ length: count }, () => line);
    expect(encodingOf(Buffer.concat([...lines(9), damaged]))).toBe('cp932');
    expect(encodingOf(Buffer.concat([...lines(30), damaged, ...lines(30), damaged, damaged]))).toBe('cp932');
    expect(encodingOf(Buffer.concat([...lines(20), damaged, damaged, damaged]))).toMatch(/^undecided/);
    const utf8Lines = Array.from({ length: 40 }, () => Buffer.from('接種記録の髙橋\n'));
    expect(encodingOf(Buffer.concat([...utf8Lines, line, ...utf8Lines]))).toBe('utf-8');
  });

  test('the share of damaged lines decides, however large the file is', () => {
    const line = Buffer.from([...cp932.髙, ...cp932.あ, 0x2c, 0x30, 0x0a]);
    const damaged = Buffer.from([...cp932.あ, 0x81, 0xad, 0x2c, 0x30, 0x0a]);
    const lines = Array.from({ length: 300_000 }, (_, index) => (index % 50 === 0 ? damaged : line));
    const decided = surveyed(Buffer.concat(lines), 65_536);
    expect(decided).toEqual({ lines: 300_000, decision: { decided: true, encoding: 'cp932' } });
    const other = Array.from({ length: 300_000 }, () => Buffer.from('あ,0\n'));
    const twoFiles = surveyed(Buffer.concat([...lines, ...other]), 65_536);
    expect(twoFiles.decision.decided).toBe(false);
  });

  test('a file with a BOM that is no UTF-8 behind it is undecided, even where CP932 could read it', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), sjis]);
    expect(surveyed(marked).decision).toMatchObject({ decided: false, bad: { offset: 5, line: 2 } });
  });

  test('a character that the end of the file cuts off is no character', () => {
    expect(surveyed(Buffer.from([0x61, 0x82])).decision).toEqual({
      decided: false,
      bad: { offset: 1, line: 1, bytes: '82' },
    });
  });

  test('pieces of any size give the same decision, the same place and the same lines', () => {
    const unit = fc.constantFrom('a', '\n', '\r\n', '\r', '髙', '𠮷', 'ｱ');
    const part = fc.oneof(
      fc.string({ unit, maxLength: 10 }).map((text) => Buffer.from(text)),
      fc.constantFrom(...Object.values(cp932)).map((bytes) => Buffer.from(bytes)),
      fc.uint8Array({ maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (parts, piece) => {
        const bytes = Buffer.concat(parts);
        expect(surveyed(bytes, piece)).toEqual(surveyed(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('lines are counted as a text editor counts them', () => {
    for (const [text, lines] of [
      ['a', 1],
      ['a\n', 1],
      ['a\r\nb', 2],
      ['a\rb\r', 2],
      ['\n\n', 2],
      ['a\n\rb', 3],
    ] as const)
      expect(surveyed(Buffer.from(text)).lines).toBe(lines);
  });
});
