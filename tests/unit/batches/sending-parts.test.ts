import { createHash, createSecretKey, hash, randomBytes } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Chunks, ROWS_A_CHUNK } from '../../../src-main/batches/sending/chunks.ts';
import { newStagingKeys, unwrapStagingKeys, wrapStagingKeys } from '../../../src-main/batches/staging-key.ts';
import { DraftId } from '../../../src-shared/contract/batches.ts';
import { fingerprintHeaderLine } from '../../../src-shared/vrs-api/fingerprint.ts';

const header = {
  kind: 'records',
  layoutId: 'records-1',
  layoutVersion: 1,
  layoutDigest: 'b'.repeat(64),
  rulesVersion: 'rules-1',
  fileSha256: 'a'.repeat(64),
  maker: 'clerk01',
  rowCount: 0,
  editedRowCount: 0,
  editsSha256: null,
};

interface Packed {
  readonly sent: ReadonlyMap<number, readonly string[]>;
  readonly fingerprint: string;
  readonly rows: number;
}

function packed(texts: readonly string[], received: readonly number[]): Packed {
  const chunks = new Chunks(texts.map((text) => ({ text }))[Symbol.iterator](), { header, received });
  const sent = new Map<number, readonly string[]>();
  for (;;) {
    const next = chunks.next();
    if (!next.ok) throw new Error(next.problem.code);
    if (next.value.last) return { sent, fingerprint: next.value.fingerprint, rows: next.value.rows };
    const { chunk, body, digest } = next.value;
    expect(digest).toBe(createHash('sha256').update(body).digest('base64'));
    sent.set(chunk, zstdDecompressSync(body).toString('utf8').trimEnd().split('\n'));
  }
}

describe('packing rows into chunks', () => {
  test('every row is in one chunk, in order, and the fingerprint is over all of them, received or not', () => {
    const count = fc.constantFrom(
      1,
      ROWS_A_CHUNK - 1,
      ROWS_A_CHUNK,
      ROWS_A_CHUNK + 1,
      2 * ROWS_A_CHUNK,
      12_345,
    );
    fc.assert(
      fc.property(count, fc.subarray([0, 1, 2]), (rowCount, received) => {
        const texts = Array.from({ length: rowCount }, (_, index) => JSON.stringify([index + 2, '髙橋']));
        const { sent, fingerprint, rows } = packed(texts, received);
        expect(rows).toBe(rowCount);
        expect(fingerprint).toBe(hash('sha256', `${fingerprintHeaderLine(header)}${texts.join('\n')}\n`));
        const numbers = Array.from({ length: Math.ceil(rowCount / ROWS_A_CHUNK) }, (_, chunk) => chunk);
        expect([...sent.keys()]).toEqual(numbers.filter((chunk) => !received.includes(chunk)));
        for (const [chunk, lines] of sent)
          expect(lines).toEqual(texts.slice(chunk * ROWS_A_CHUNK, (chunk + 1) * ROWS_A_CHUNK));
      }),
      { numRuns: 12 },
    );
  });
});

describe('the keys of the staging files', () => {
  const wrappingKey = createSecretKey(randomBytes(32));
  const draftId = DraftId.parse('00000000-0000-4000-8000-000000000001');

  test('come back from their wrapped form', () => {
    const keys = newStagingKeys();
    const back = unwrapStagingKeys(wrappingKey, draftId, wrapStagingKeys(wrappingKey, draftId, keys));
    expect(back).toEqual({
      rows: Uint8Array.from(keys.rows),
      individualNumbers: Uint8Array.from(keys.individualNumbers),
    });
    expect(back?.rows).not.toEqual(back?.individualNumbers);
  });

  test('do not come back under another wrapping key, for another draft, or changed in any byte', () => {
    const wrapped = wrapStagingKeys(wrappingKey, draftId, newStagingKeys());
    const other = DraftId.parse('00000000-0000-4000-8000-000000000002');
    expect(unwrapStagingKeys(createSecretKey(randomBytes(32)), draftId, wrapped)).toBeUndefined();
    expect(unwrapStagingKeys(wrappingKey, other, wrapped)).toBeUndefined();
    for (let at = 0; at < wrapped.length; at += 1) {
      const changed = wrapped.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(unwrapStagingKeys(wrappingKey, draftId, changed)).toBeUndefined();
    }
    expect(unwrapStagingKeys(wrappingKey, draftId, wrapped.subarray(1))).toBeUndefined();
  });
});
