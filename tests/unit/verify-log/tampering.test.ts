import { describe, expect, it } from 'vitest';

import { type Chain, emptyChain, startFile } from '../../../tools/verify-log/chain.ts';
import { readLines } from '../../../tools/verify-log/log-files.ts';
import { lineOf } from '../../../src-main/operation-log/entry.ts';
import { blackedOut, entry, entryIn, rewritten, writtenLog } from './a-written-log.ts';

const lines = writtenLog(200);
const start = startFile(emptyChain(200), 'a-file');
const read = (tampered: readonly Buffer[]): Chain => readLines(start, Buffer.concat(tampered));
/** The number that the verifier names as the first bad one; undefined where it finds nothing. */
const firstBad = (tampered: readonly Buffer[]): number | undefined => read(tampered).findings[0]?.at;

describe('a log that nobody touched', () => {
  it('has no finding and all of its entries', () => {
    expect(read(lines)).toMatchObject({ findings: [], entries: 200, turnedBackCount: 0, blackedOut: 0 });
    expect(read(lines).named?.hash).toBe(entryIn(lines[199]).hash);
  });
});

describe('any change of a single byte', () => {
  it(
    'in any place of a log of 200 entries is found, and the right entry is named',
    { timeout: 120_000 },
    () => {
      const missed: string[] = [];
      let chain = start;
      let flips = 0;
      for (const [index, line] of lines.entries()) {
        const next = lines.slice(index + 1, index + 3);
        const bytes = Buffer.concat([line, ...next]);
        // The line feed at the very end belongs to truncation, below.
        const end = next.length === 0 ? line.length - 1 : line.length;
        for (let at = 0; at < end; at += 1) {
          for (const mask of new Set([0x20, 1 << (at % 8)])) {
            bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
            const found = readLines(chain, bytes).findings[0]?.at;
            bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
            flips += 1;
            if (found !== index + 1)
              missed.push(`entry ${index + 1}, byte ${at}, mask ${mask}: ${found ?? 'nothing'}`);
          }
        }
        chain = readLines(chain, line);
      }
      expect(missed).toEqual([]);
      expect(flips).toBeGreaterThan(150_000);
      expect(chain.findings).toEqual([]);
    },
  );
});

describe('an entry', () => {
  it('that was removed is missed, whichever it was', () => {
    const named = lines.map((_, index) => firstBad(lines.toSpliced(index, 1)));
    // Without the last one nothing is left that would miss it: that is truncation.
    expect(named).toEqual(lines.map((_, index) => (index === 199 ? undefined : index + 1)));
  });

  it('that changed its place with the next one is found', () => {
    for (let index = 0; index < 199; index += 1) {
      const [one, other] = lines.slice(index, index + 2);
      const swapped = lines.toSpliced(index, 2, ...[other, one].filter((line) => line !== undefined));
      expect(firstBad(swapped)).toBe(index + 1);
    }
  });

  it('that was put in is found: a copy, one of another log, one with the right hash', () => {
    const other = writtenLog(200);
    for (let index = 1; index < 199; index += 1) {
      const before = entryIn(lines[index]);
      const forged = lineOf(entry(before.sequence + 1, before.hash, { result: 'forged' })).line;
      expect(firstBad(lines.toSpliced(index + 1, 0, forged))).toBe(index + 3);
      expect(firstBad(lines.toSpliced(index + 1, 0, ...lines.slice(index, index + 1)))).toBe(index + 2);
      expect(firstBad(lines.toSpliced(index + 1, 0, ...other.slice(index + 1, index + 2)))).toBeDefined();
    }
  });

  it('that was changed together with its hash is found at the one after it', () => {
    const { hash: _hash, ...content } = entryIn(lines[50]);
    const forged = lineOf({ ...content, result: 'forged' }).line;
    expect(firstBad(lines.with(50, forged))).toBe(52);
  });

  it('with an invalid byte in the place of a replacement character is found', () => {
    const odd = rewritten(lines, 0, ({ sequence }) => (sequence === 10 ? { reason: '\ufffd' } : {}));
    expect(firstBad(odd)).toBeUndefined();
    const line = odd[9] ?? Buffer.alloc(0);
    const at = line.indexOf('\ufffd');
    const changed = Buffer.concat([line.subarray(0, at), Buffer.of(0xff), line.subarray(at + 3)]);
    expect(firstBad(odd.with(9, changed))).toBe(10);
  });

  it('is not accepted under another spelling, though it means the same', () => {
    const text = lines[7]?.toString('utf8') ?? '';
    for (const other of [
      text.replace('{"action"', '{ "action"'),
      text.replace('照会', '\\u7167会'),
      text.replace('\\u0001', '\u0001'),
      text.replace('\\n', '\\u000a'),
      text.replace('"hits":-8', '"hits":-8.0'),
      text.replace('"hits":-8', '"hits":-08'),
      text.replace('"sequence":8', '"sequence":8e0'),
      text.replace('\n', '\r\n'),
      text.replace('\n', '\n\n'),
    ]) {
      expect(other).not.toBe(text);
      expect(firstBad(lines.with(7, Buffer.from(other)))).toBeDefined();
    }
  });
});

describe('a log that was rewritten from an entry on, with all the right hashes', () => {
  it('differs from the head that was written down', () => {
    const tampered = rewritten(lines, 120, ({ sequence }) => (sequence === 121 ? { result: 'forged' } : {}));
    const chain = read(tampered);
    expect(chain.findings).toEqual([]);
    expect(chain.named?.hash).not.toBe(entryIn(lines[199]).hash);
  });
});

describe('a clock that was turned back', () => {
  it('is no change of the log, and is told with the numbers', () => {
    const tampered = rewritten(lines, 0, ({ sequence, time }) =>
      sequence >= 100 && sequence < 110 ? { time: time.replace('2026-11-20', '2026-11-19') } : {},
    );
    expect(read(tampered)).toMatchObject({ findings: [], turnedBack: [100], turnedBackCount: 1 });
    const often = rewritten(lines, 0, ({ sequence, time }) =>
      sequence % 2 === 0 ? { time: time.replace('2026-11-20', '2026-11-19') } : {},
    );
    expect(read(often)).toMatchObject({ turnedBack: [2, 4, 6, 8, 10], turnedBackCount: 100 });
  });
});

/** A line with every sealed value replaced by its digest. */
function black(line: Buffer): Buffer {
  const { subjects, note } = entryIn(line);
  const values = [...subjects, ...(note === '' ? [] : [note])];
  return Buffer.from(
    values.reduce((text, value) => text.replace(value, blackedOut(value)), line.toString('utf8')),
  );
}

describe('a value that was blacked out', () => {
  it('leaves the chain as it was, and is counted', () => {
    const chain = read(lines.map(black));
    expect(chain.findings).toEqual([]);
    expect(chain.blackedOut).toBe(chain.sealed);
    expect(chain.sealed).toBe(read(lines).sealed);
    expect(read(lines.with(7, black(lines[7] ?? Buffer.alloc(0)))).findings).toEqual([]);
  });

  it('can not be another value', () => {
    const [sealed = ''] = entryIn(lines[9]).subjects;
    const other = (value: string) => Buffer.from(lines[9]?.toString('utf8').replace(sealed, value) ?? '');
    expect(firstBad(lines.with(9, other(blackedOut('another value'))))).toBe(10);
    expect(firstBad(lines.with(9, other('A'.repeat(59))))).toBe(10);
    expect(firstBad(lines.with(9, other('')))).toBe(10);
  });
});
