import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { databaseFailureOf } from '../../../src-main/cache/encrypted-database.ts';
import {
  hasLine,
  type StagedFinding,
  type StagedPage,
  StagingStore,
} from '../../../src-main/cache/staging-store.ts';

const codes = ['value-code', 'date-invalid', 'row-duplicate'] as const;
const finding = (line: number, code: string): StagedFinding => ({
  line,
  column: null,
  code,
  severity: 'reject',
  value: '',
  sentence: '',
  subject: '',
});

describe('the staging file', () => {
  let folder: string;
  let files = 0;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'staging-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A file of its own; the key comes anew each time, because whoever opens the file overwrites it. */
  const fresh = () => {
    files += 1;
    const file = path.join(folder, `${files}.db`);
    const key = randomBytes(32);
    return () => ({ file, key: Uint8Array.from(key) });
  };

  test('pages of any size give every finding once, in the order of the file, with and without a rule', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(...codes)), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        (found, limit) => {
          const options = fresh();
          const writer = StagingStore.create(options());
          for (const [line, code] of found) writer.addFinding(finding(line, code));
          writer.finish(new Uint8Array(8));
          writer.close();
          const store = StagingStore.open(options());
          for (const code of [null, ...codes]) {
            const seen: string[] = [];
            for (let after: number | null = 0; after !== null;) {
              const page: StagedPage | undefined = store?.findings(code, after, limit);
              seen.push(...(page?.findings ?? []).map((each) => `${each.line} ${each.code}`));
              after = page?.next ?? null;
            }
            const expected = found
              .filter((each) => code === null || each[1] === code)
              .toSorted((a, b) => a[0] - b[0])
              .map((each) => each.join(' '));
            expect(seen).toEqual(expected);
          }
          store?.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('rows come back in their order, without those that are left out', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 2, max: 900 }), fc.boolean()), {
          selector: ([line]) => line,
          maxLength: 600,
        }),
        (given) => {
          const rows = given.toSorted((a, b) => a[0] - b[0]);
          const options = fresh();
          const writer = StagingStore.create(options());
          const leftOut = new Uint8Array(128);
          for (const [line, left] of rows) {
            writer.addRow(line, JSON.stringify([line, `改行\nと「"」`]));
            if (left) leftOut[line >> 3] = (leftOut[line >> 3] ?? 0) | (1 << (line & 7));
          }
          writer.finish(leftOut);
          writer.close();
          const store = StagingStore.open(options());
          const sent = [...(store?.rows() ?? [])].map(({ line, text }) => [line, JSON.parse(text)]);
          store?.close();
          expect(sent).toEqual(
            rows.filter(([, left]) => !left).map(([line]) => [line, [line, `改行\nと「"」`]]),
          );
          expect(rows.every(([line, left]) => hasLine(leftOut, line) === left)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('one whose writer did not come to the end is none, and so is a missing one', () => {
    const options = fresh();
    expect(StagingStore.open(options())).toBeUndefined();
    const writer = StagingStore.create(options());
    writer.addRow(2, '[2,"a"]');
    writer.close();
    expect(StagingStore.open(options())).toBeUndefined();
  });

  test('another key opens nothing, and nothing in it is in the clear', () => {
    const options = fresh();
    const writer = StagingStore.create(options());
    for (let line = 2; line < 2_000; line += 1) writer.addRow(line, JSON.stringify([line, '金糸雀太郎']));
    writer.finish(new Uint8Array(256));
    writer.close();
    const bytes = readFileSync(options().file);
    expect(bytes.includes('金糸雀')).toBe(false);
    expect(bytes.includes('SQLite format')).toBe(false);
    let thrown: unknown;
    try {
      StagingStore.open({ ...options(), key: randomBytes(32) });
    } catch (error) {
      thrown = error;
    }
    expect(databaseFailureOf(thrown)).toBe('wrong-key');
  });
});
