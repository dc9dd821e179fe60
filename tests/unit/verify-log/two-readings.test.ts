import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { entryOf, hashedEntryOf, lineOf, type UnhashedEntry } from '../../../src-main/operation-log/entry.ts';
import { readLine } from '../../../tools/verify-log/line-grammar.ts';
import { blackedOut } from './a-written-log.ts';

const words = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"hash":"', '","hash":"', '"subjects":[', '],"time":"', '\\"hash\\":\\"'),
    )
    .map((text) => text.toWellFormed().slice(0, maxLength).toWellFormed());
const named = (maxLength: number) => words(maxLength).map((text) => (text === '' ? '無' : text));
const sealed = fc
  .stringMatching(/^[A-Za-z0-9_-]{59}$/)
  .chain((text) => fc.constantFrom(text, blackedOut(text)));
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);

const anyEntry: fc.Arbitrary<UnhashedEntry> = fc.record({
  action: named(60),
  actor: fc.record({ userId: words(64), name: words(50), department: words(50), role: words(20) }),
  detail: fc.dictionary(
    // Some with the names that the entry itself has: neither may take the one for the other.
    fc.oneof(fc.stringMatching(/^[a-z][A-Za-z0-9]{0,39}$/), fc.constantFrom('hash', 'note', 'subjects')),
    fc.oneof(
      words(200),
      fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
    ),
    { maxKeys: 4, noNullPrototype: true },
  ),
  note: fc.oneof(fc.constant(''), sealed),
  operation: named(60),
  previousHash: digest,
  reason: words(60),
  result: named(60),
  sequence: fc.integer({ min: 1, max: 99_999_999_999 }),
  subjects: fc.array(sealed, { maxLength: 5 }),
  time: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  workstation: words(64),
});

/** A small entry. */
const smallLine = lineOf({
  action: 'a',
  actor: { userId: '', name: '', department: '', role: '' },
  detail: { a: 1, b: 'x' },
  note: '',
  operation: 'o',
  previousHash: '0'.repeat(64),
  reason: '',
  result: 'r',
  sequence: 1,
  subjects: ['A'.repeat(59)],
  time: '2026-11-21T01:00:00.000Z',
  workstation: '',
})
  .line.toString('utf8')
  .trimEnd();

describe('writer and verifier', () => {
  it('agree on every entry that can be written', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const { line, head } = lineOf(entry);
        const text = line.toString('utf8', 0, line.length - 1);
        const read = readLine(text);
        expect(read?.computed).toBe(head.hash);
        expect(read).toMatchObject({
          sequence: entry.sequence,
          hash: head.hash,
          previousHash: entry.previousHash,
          time: entry.time,
          sealed: entry.subjects.length + (entry.note === '' ? 0 : 1),
        });
        const ours = { ...entry, hash: head.hash };
        expect(entryOf(line.subarray(0, -1))).toEqual(ours);
        expect(hashedEntryOf(line.subarray(0, -1))).toEqual({ entry: ours, computed: head.hash });
      }),
      { numRuns: 1_000 },
    );
  });

  it('agree on what is no entry', () => {
    fc.assert(
      fc.property(
        fc.nat(smallLine.length - 1),
        fc.constantFrom('', ' ', '"', '0', '\\', '{', ',', 'é', '\\u0041', '\\ud800'),
        (at, put) => {
          const changed = smallLine.slice(0, at) + put + smallLine.slice(at + 1);
          const theirs = readLine(changed);
          const ours = entryOf(Buffer.from(changed));
          expect(theirs === undefined).toBe(ours === undefined);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('agree that names out of order are no entry, whatever the hash', () => {
    for (const members of [
      '"b":1,"a":1',
      '"a":1,"a":1',
      '"a":9007199254740993',
      '"a":-0',
      '"a":1.5',
      '"A":1',
      '"a":null',
    ]) {
      const text = smallLine.replace(/"detail":\{.*?\}/, `"detail":{${members}}`);
      expect(readLine(text)).toBeUndefined();
      expect(entryOf(Buffer.from(text))).toBeUndefined();
    }
    expect(readLine(smallLine)).toBeDefined();
  });

  it('agree on what is a moment', () => {
    for (const time of [
      '2026-02-29T00:00:00.000Z',
      '2024-02-29T00:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
      '2026-01-01T24:00:00.000Z',
      '2026-01-01T23:59:60.000Z',
      '2026-01-01T00:00:00.000+09:00',
      '2026-01-01T00:00:00Z',
    ]) {
      const text = smallLine.replace('2026-11-21T01:00:00.000Z', time);
      expect(readLine(text) === undefined).toBe(entryOf(Buffer.from(text)) === undefined);
      expect(readLine(text) === undefined).toBe(!time.startsWith('2024'));
    }
  });

  it('both read the example of docs/operation-log.md as it says', () => {
    const page = readFileSync(new URL('../../../docs/operation-log.md', import.meta.url), 'utf8');
    const [example = '', hashed = ''] = [...page.matchAll(/```text\n(.*)\n```/g)].map(
      (block) => block[1] ?? '',
    );
    const { hash, ...entry } = entryOf(Buffer.from(example)) ?? { hash: '' };
    expect(lineOf(entry as UnhashedEntry).line.toString('utf8')).toBe(`${example}\n`);
    const read = readLine(example);
    expect(read?.computed).toBe(hash);
    expect(hash).toBe('be430aa6e8d7d13337188fbfccc8aba914fc2345f716247f0efd80bd7a555d2e');
    expect(createHash('sha256').update(hashed).digest('hex')).toBe(hash);
  });
});
