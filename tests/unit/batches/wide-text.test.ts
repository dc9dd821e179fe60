import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  halfIn,
  type WideEncoding,
  wideEncodingOf,
  WideText,
} from '../../../src-main/batches/reading/wide-text.ts';
import { checkedFile } from './checked-file.ts';
import { inCp932 } from './in-cp932.ts';
import { recordsHeader as header, recordsRow as row } from './records-rows.ts';

const encodings = ['utf-16le', 'utf-16be'] as const;

function inUtf16(text: string, encoding: WideEncoding): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

describe.each(encodings)('a file in %s', (encoding) => {
  const text = [header, row(1, { venue: '髙橋𠮷﨑' }), row(2, { dose: 9 }), ''].join('\r\n');

  test('is read like one in UTF-8, with and without its mark', async () => {
    const plain = await checkedFile(text);
    for (const mark of ['\uFEFF', '']) {
      const { summary, found, rows } = await checkedFile(inUtf16(mark + text, encoding));
      expect([found, rows]).toEqual([plain.found, plain.rows]);
      expect(summary).toEqual(plain.summary);
    }
  });

  test('keeps halves of characters, and says where they stand and which bytes they are', async () => {
    const wrong = [row(1, { venue: '青葉\uD83D' }), row(2, { venue: '\uDC00葉' }), row(3)].join('\r\n');
    const { findings, rows } = await checkedFile(inUtf16(`\uFEFF${header}\r\n${wrong}\r\n`, encoding));
    const bytes = encoding === 'utf-16be' ? ['D8 3D', 'DC 00'] : ['3D D8', '00 DC'];
    const undecodable = findings.filter(({ code }) => code === 'file-undecodable-bytes');
    expect(undecodable.map(({ line, value }) => [line, value])).toEqual([
      [2, bytes[0]],
      [3, bytes[1]],
    ]);
    expect(undecodable[0]?.sentence).toContain('UTF-16');
    expect(rows.map(([line]) => line)).toEqual([4]);
  });

  test('ends before the mark of old hosts', async () => {
    const { summary } = await checkedFile(inUtf16(`\uFEFF${header}\r\n${row(1)}\r\n\u001A`, encoding));
    expect(summary.rows).toBe(1);
  });

  test('is the same text whatever its pieces are cut like', () => {
    const units = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((all) => String.fromCharCode(...all));
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 7 }), fc.boolean(), (given, size, marked) => {
        const bytes = inUtf16((marked ? '\uFEFF' : '') + given, encoding);
        const wide = new WideText(encoding);
        const pieces: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += size)
          pieces.push(wide.push(bytes.subarray(at, at + size), at + size >= bytes.length));
        const whole = new WideText(encoding).push(bytes, true);
        expect(Buffer.concat(pieces)).toEqual(whole);
        const expected = marked ? given : given.replace(/^\uFEFF/, '');
        // Halves of characters alone are what UTF-8 can't say.
        expect(whole.toString() === expected).toBe(expected.isWellFormed());
      }),
    );
  });
});

describe('UTF-16 without a mark', () => {
  test('is recognised where only one order of the bytes makes text', () => {
    const text = `${header}\r\n${row(1)}\r\n`;
    for (const encoding of encodings) expect(wideEncodingOf(inUtf16(text, encoding))).toBe(encoding);
  });

  test('is never seen in UTF-8 or CP932', () => {
    const line = fc.array(fc.constantFrom('青', '葉', '髙', 'ｱ', 'A', ',', '1', '\r\n', '"'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(line, fc.boolean(), (characters, cp932) => {
        const text = characters.join('');
        expect(wideEncodingOf(cp932 ? inCp932(text) : Buffer.from(text))).toBeUndefined();
      }),
    );
  });

  test('a half of a character is nothing else', () => {
    expect(halfIn(Buffer.from('あ'), 'utf-16le')).toBeUndefined();
    expect(halfIn(Uint8Array.of(0xed, 0xa0, 0x80), 'utf-16be')).toEqual(Uint8Array.of(0xd8, 0x00));
  });
});
