import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Batch, BatchEdit } from '../../../src-shared/vrs-api/batches.ts';
import {
  differenceFooter,
  differenceHeader,
  differenceLine,
  editLine,
} from '../../../src-shared/vrs-api/fingerprint.ts';
import { everybody, fingerprintsOf, openingOf, plainPeople, recordRow, ticketOf } from './batch-steps.ts';
import { chunkOf, contentDigest, type Sent, type SignedIn, TestVrs } from './training-vrs.ts';

const edits: readonly BatchEdit[] = [
  { line: 2, column: '接種日', before: '2021/7/1?', after: '2021/7/1' },
  { line: 2, column: '接種会場名', before: '青葉市民体育舘', after: '青葉市民体育館' },
  { line: 4, column: 'ワクチンロット番号', before: 'FA l234', after: 'FA1234' },
];

const hashOf = (some: readonly BatchEdit[]): string =>
  createHash('sha256')
    .update(some.map((edit) => `${editLine(edit)}\n`).join(''))
    .digest('hex');

function editsAs(lines: readonly string[]): Sent {
  const bytes = zstdCompressSync(lines.join('\n'));
  const headers = { 'content-type': 'application/jsonl', 'content-encoding': 'zstd' };
  return { bytes, headers: { ...headers, 'content-digest': contentDigest(bytes) } };
}

describe('What the applicant edited', () => {
  let test: TestVrs;
  let maker: SignedIn;
  let tickets: readonly string[];

  beforeAll(async () => {
    test = await TestVrs.start({ people: 200 });
    maker = await test.signIn('clerk01');
    tickets = plainPeople(await everybody(maker), 1).map(ticketOf);
  });
  afterAll(() => test.end());

  const opened = async (editedRowCount: number, editsSha256: string | null): Promise<string> => {
    const body = openingOf('records', 3, {
      editedRowCount,
      editsSha256: editsSha256 as Batch['editsSha256'],
    });
    const { batchId } = await maker.call('batches.open', { body });
    const rows = [2, 3, 4].map((line, index) => recordRow(line, tickets[index] ?? ''));
    await maker.call('batches.sendChunk', { path: { batchId, chunk: 0 } }, chunkOf(rows));
    return batchId;
  };
  const send = (batchId: string, chunk: number, some: readonly BatchEdit[]) =>
    maker.call('batches.sendEdits', { path: { batchId, chunk } }, editsAs(some.map(editLine)));

  it('goes with the rows: original beside edit in the difference, and as a list, page by page', async () => {
    const batchId = await opened(2, hashOf(edits));
    await send(batchId, 0, edits.slice(0, 1));
    await send(batchId, 1, edits.slice(1));
    await send(batchId, 1, edits.slice(1));
    const path = { batchId };
    const batch = await maker.call('batches.computeDifference', { path });
    expect(batch).toMatchObject({ state: 'ready', editedRowCount: 2, lastEditor: { userId: 'clerk01' } });
    const { rows } = await maker.call('batches.difference', { path, query: {} });
    expect(rows.map((row) => row.edits.map(({ before, after }) => [before, after]))).toEqual([
      [
        ['2021/7/1?', '2021/7/1'],
        ['青葉市民体育舘', '青葉市民体育館'],
      ],
      [],
      [['FA l234', 'FA1234']],
    ]);
    const first = await maker.call('batches.edits', { path, query: { limit: 2 } });
    const rest = await maker.call('batches.edits', { path, query: { cursor: first.cursor ?? '' } });
    expect([...first.edits, ...rest.edits]).toEqual(edits);
    expect(rest.cursor).toBeNull();
  });

  it('is shown to whoever may judge it and to the applicant, and to no other clerk', async () => {
    const batchId = await opened(2, hashOf(edits));
    await send(batchId, 0, edits);
    const chief = await test.signIn('chief01');
    const other = await test.signIn('clerk02');
    expect((await chief.call('batches.edits', { path: { batchId }, query: {} })).edits).toEqual(edits);
    expect(await other.refusal('batches.edits', { path: { batchId } })).toMatchObject({
      code: 'role-not-allowed',
    });
  });

  it('is part of the fingerprint: the same rows with other edits have another one', async () => {
    const fingerprints = new Set<string>();
    for (const some of [[], edits, edits.slice(1)]) {
      const batchId = await opened(
        new Set(some.map(({ line }) => line)).size,
        some.length === 0 ? null : hashOf(some),
      );
      if (some.length > 0) await send(batchId, 0, some);
      fingerprints.add(
        fingerprintsOf(await maker.call('batches.computeDifference', { path: { batchId } })).fingerprint,
      );
    }
    expect(fingerprints.size).toBe(3);
  });

  it('has to be complete, and of rows that are sent, before there is a difference', async () => {
    const missing = await opened(2, hashOf(edits));
    await send(missing, 0, edits.slice(0, 2));
    const elsewhere = [{ ...edits[0], line: 9 } as BatchEdit];
    const unsent = await opened(1, hashOf(elsewhere));
    await send(unsent, 0, elsewhere);
    for (const batchId of [missing, unsent]) {
      expect(await maker.refusal('batches.computeDifference', { path: { batchId } })).toMatchObject({
        code: 'batch-incomplete',
      });
    }
  });

  it('can not change once the difference is there', async () => {
    const batchId = await opened(2, hashOf(edits));
    await send(batchId, 0, edits);
    await maker.call('batches.computeDifference', { path: { batchId } });
    await send(batchId, 0, edits);
    for (const chunk of [0, 1]) {
      const other = editsAs(edits.slice(2).map(editLine));
      expect(await maker.refusal('batches.sendEdits', { path: { batchId, chunk } }, other)).toMatchObject({
        code: 'chunk-changed',
      });
    }
  });

  it.each([
    ['a 個人番号', ['[2,"個人番号","123456789018","234567890124"]'], 1],
    ['an edit that changes nothing', ['[2,"接種日","a","a"]'], 1],
    ['one cell twice', ['[2,"接種日","a","b"]', '[2,"接種日","b","c"]'], 2],
    ['lines out of order', ['[3,"接種日","a","b"]', '[2,"接種日","a","b"]'], 2],
    ['another form', ['[2,"接種日","a"]'], 1],
  ])('is refused with %s', async (_, lines, at) => {
    const batchId = await opened(1, 'a'.repeat(64));
    const path = { batchId, chunk: 0 };
    expect(await maker.refusal('batches.sendEdits', { path }, editsAs(lines))).toMatchObject({
      code: 'chunk-malformed',
      line: at,
    });
  });

  it('is announced by count and hash together', async () => {
    for (const [editedRowCount, editsSha256] of [
      [0, 'a'.repeat(64)],
      [1, null],
      [4, 'a'.repeat(64)],
    ] as const) {
      const body = openingOf('records', 3, {
        editedRowCount,
        editsSha256: editsSha256 as Batch['editsSha256'],
      });
      expect(await maker.refusal('batches.open', { body })).toMatchObject({ code: 'request-invalid' });
    }
  });
});

describe('The fingerprint of a difference', () => {
  it('is what anybody computes from the rows as they are listed', async () => {
    const test = await TestVrs.start({ people: 200 });
    const maker = await test.signIn('clerk01');
    const [first, second, third] = plainPeople(await everybody(maker), 1);
    const rows = [
      recordRow(2, ticketOf(first)),
      recordRow(3, ticketOf(second), { doseNumber: '7' }),
      recordRow(4, ticketOf(second), { doseNumber: '7' }),
      recordRow(5, ticketOf(third), { municipalityCode: '992020' }),
      recordRow(6, '0099999999'),
    ];
    const { batchId } = await maker.call('batches.open', { body: openingOf('records', rows.length) });
    const path = { batchId };
    await maker.call('batches.sendChunk', { path: { batchId, chunk: 0 } }, chunkOf(rows));
    const batch = await maker.call('batches.computeDifference', { path });
    const hashed = createHash('sha256').update(differenceHeader);
    let cursor: string | null = null;
    do {
      const query = { limit: 2, ...(cursor === null ? {} : { cursor }) };
      const page: Awaited<ReturnType<typeof maker.call<'batches.difference'>>> = await maker.call(
        'batches.difference',
        { path, query },
      );
      for (const row of page.rows) hashed.update(differenceLine(row));
      cursor = page.cursor;
    } while (cursor !== null);
    hashed.update(differenceFooter(batch.fingerprint ?? ''));
    expect(hashed.digest('hex')).toBe(batch.differenceFingerprint);
    await test.end();
  });
});
