import { gzipSync, zstdCompressSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fingerprintHeaderLine } from '../../../src-shared/vrs-api/fingerprint.ts';
import { openingOf, recordRow, subjectRow } from './batch-steps.ts';
import { chunkOf, contentDigest, type Sent, type SignedIn, TestVrs } from './training-vrs.ts';
import { createHash } from 'node:crypto';

const row = recordRow(2, '0010000000');
const line = JSON.stringify(row);

function sentAs(encoding: string | undefined, bytes: Uint8Array): Sent {
  const headers = { 'content-type': 'application/jsonl', 'content-digest': contentDigest(bytes) };
  return {
    bytes,
    headers: { ...headers, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) },
  };
}

describe('Chunks of rows', () => {
  let test: TestVrs;
  let maker: SignedIn;

  beforeAll(async () => {
    test = await TestVrs.start({ people: 200 });
    maker = await test.signIn('clerk01');
  });
  afterAll(() => test.end());

  const opened = async (rows: number, chunkCount = 1): Promise<string> =>
    (await maker.call('batches.open', { body: openingOf('records', rows, { chunkCount }) })).batchId;
  const send = async (batchId: string, chunk: number, sent: Sent) =>
    maker.call('batches.sendChunk', { path: { batchId, chunk } }, sent);
  const refusal = async (sent: Sent, rows = 1) =>
    maker.refusal('batches.sendChunk', { path: { batchId: await opened(rows), chunk: 0 } }, sent);

  it.each([
    ['zstd', zstdCompressSync(line)],
    ['gzip', gzipSync(line)],
    ['identity', Buffer.from(line)],
    [undefined, Buffer.from(`${line}\n`)],
  ])('come as %s', async (encoding, bytes) => {
    const batchId = await opened(1);
    await send(batchId, 0, sentAs(encoding, bytes));
    const batch = await maker.call('batches.computeDifference', { path: { batchId } });
    expect(batch).toMatchObject({ state: 'ready', receivedChunks: [0] });
  });

  it('have a digest of the bytes as they were sent', async () => {
    const packed = zstdCompressSync(line);
    const wrong = { 'content-digest': contentDigest(Buffer.from(line)) };
    const sent = sentAs('zstd', packed);
    expect(await refusal({ ...sent, headers: { ...sent.headers, ...wrong } })).toMatchObject({
      code: 'chunk-digest',
    });
    const { 'content-digest': _, ...without } = { ...sent.headers };
    expect(await refusal({ ...sent, headers: without })).toMatchObject({ code: 'chunk-digest' });
    const several = `sha-512=:AAAA:, ${contentDigest(packed)}`;
    await send(await opened(1), 0, { ...sent, headers: { ...sent.headers, 'content-digest': several } });
  });

  it.each([
    ['no JSON', [line, 'nonsense'], 2],
    ['no array', [line, '{"line":3}'], 2],
    ['an empty line in between', [line, '', line], 2],
    ['one cell too few', [JSON.stringify(row.slice(0, -1))], 1],
    ['one cell too many', [JSON.stringify([...row, ''])], 1],
    ['a number where a text belongs', [JSON.stringify(row.with(3, 1))], 1],
    ['a ticket with letters', [JSON.stringify(row.with(2, '001000000A'))], 1],
    ['a day that does not exist', [JSON.stringify(row.with(5, '2021-02-29'))], 1],
    ['a municipality with a wrong check digit', [JSON.stringify(row.with(1, '992012'))], 1],
    ['a line further up', [JSON.stringify(row.with(0, 5)), JSON.stringify(row.with(0, 4))], 2],
    ['line 0', [JSON.stringify(row.with(0, 0))], 1],
    ['a control character', [JSON.stringify(row.with(7, '会場\u0007'))], 1],
  ])('are refused with the line where it is when there is %s', async (_, lines, at) => {
    const sent = sentAs(undefined, Buffer.from(lines.join('\n')));
    expect(await refusal(sent, lines.length)).toMatchObject({ code: 'chunk-malformed', line: at });
  });

  it('may hold several doses of one line, each a row of its own', async () => {
    const doses = ['1', '2', '3'].map((dose) => JSON.stringify(row.with(3, dose)));
    const batchId = await opened(3);
    await send(batchId, 0, sentAs(undefined, Buffer.from(doses.join('\n'))));
    await maker.call('batches.computeDifference', { path: { batchId } });
    const { rows } = await maker.call('batches.difference', { path: { batchId }, query: {} });
    expect(rows.map(({ line: at, doseNumber }) => [at, doseNumber])).toEqual([
      [row[0], 1],
      [row[0], 2],
      [row[0], 3],
    ]);
  });

  it.each([
    ['a wrong 個人番号', { individualNumber: '000000000095' }],
    ['a flag without its day', { flag: 'deceased' }],
    ['a day without a flag', { flagOn: '2022-01-01' }],
  ])('of 接種対象者 are refused for %s', async (_, changes) => {
    const { batchId } = await maker.call('batches.open', { body: openingOf('subjects', 1) });
    const rows = [subjectRow(2, { addresseeNumber: '1', ticketNumber: '0080000001', ...changes })];
    const path = { batchId, chunk: 0 };
    expect(await maker.refusal('batches.sendChunk', { path }, chunkOf(rows))).toMatchObject({
      code: 'chunk-malformed',
      line: 1,
    });
  });

  it('are refused when they are packed wrongly, too long, or of too many rows', async () => {
    const broken = sentAs('zstd', Buffer.from('nothing packed'));
    expect(await refusal(broken)).toMatchObject({ code: 'chunk-malformed' });
    expect(await refusal(sentAs('br', Buffer.from(line)))).toMatchObject({ status: 415 });
    const bomb = sentAs('zstd', zstdCompressSync(Buffer.alloc(20 * 1024 * 1024, 0x20)));
    expect(await refusal(bomb)).toMatchObject({ status: 413 });
    const many = Array.from({ length: 10_001 }, (_, index) => recordRow(index + 2, '0010000000'));
    const batchId = await opened(10_002, 2);
    expect(
      await maker.refusal('batches.sendChunk', { path: { batchId, chunk: 0 } }, chunkOf(many)),
    ).toMatchObject({ code: 'chunk-malformed', line: 10_001 });
    const wrongType = { ...sentAs(undefined, Buffer.from(line)) };
    expect(
      await refusal({ ...wrongType, headers: { ...wrongType.headers, 'content-type': 'text/csv' } }),
    ).toMatchObject({ status: 415 });
  });

  it('may come in any order, again, and after a break go on where they stopped', async () => {
    const rows = Array.from({ length: 9 }, (_, index) => recordRow(index + 2, `00100000${10 + index}`));
    const batchId = await opened(9, 3);
    const part = (chunk: number) => chunkOf(rows.slice(chunk * 3, chunk * 3 + 3));
    await send(batchId, 2, part(2));
    await send(batchId, 0, part(0));
    await send(batchId, 0, part(0));
    expect(await maker.call('batches.read', { path: { batchId } })).toMatchObject({
      state: 'receiving',
      receivedChunks: [0, 2],
      fingerprint: null,
      counts: null,
    });
    expect(await maker.refusal('batches.computeDifference', { path: { batchId } })).toMatchObject({
      code: 'batch-incomplete',
    });
    await send(batchId, 1, part(1));
    const batch = await maker.call('batches.computeDifference', { path: { batchId } });
    // The workstation computes the same by itself.
    const header = fingerprintHeaderLine({
      ...openingOf('records', 9),
      fileSha256: batch.fileSha256,
      maker: 'clerk01',
    });
    const lines = rows.map((each) => `${JSON.stringify(each)}\n`).join('');
    expect(batch.fingerprint).toBe(createHash('sha256').update(header).update(lines).digest('hex'));
  });

  it('keep their number: other content under it is refused, and the same packed otherwise is the same', async () => {
    const batchId = await opened(2);
    await send(batchId, 0, chunkOf([row, recordRow(3, '0010000001')]));
    const path = { batchId, chunk: 0 };
    const other = chunkOf([row, recordRow(3, '0010000002')]);
    expect(await maker.refusal('batches.sendChunk', { path }, other)).toMatchObject({
      code: 'chunk-changed',
    });
    const same = [row, recordRow(3, '0010000001')].map((each) => JSON.stringify(each)).join('\n');
    await send(batchId, 0, sentAs('gzip', gzipSync(`${same}\n`)));
    const beyond = { path: { batchId, chunk: 1 } };
    expect(await maker.refusal('batches.sendChunk', beyond, other)).toMatchObject({
      code: 'request-invalid',
    });
  });

  it('are as many rows as were said, or there is no difference', async () => {
    const batchId = await opened(3);
    await send(batchId, 0, chunkOf([row]));
    expect(await maker.refusal('batches.computeDifference', { path: { batchId } })).toMatchObject({
      code: 'batch-incomplete',
    });
  });

  it('come from the maker only, and no more after the submission', async () => {
    const batchId = await opened(1);
    const other = await test.signIn('clerk02');
    const path = { batchId, chunk: 0 };
    expect(await other.refusal('batches.sendChunk', { path }, chunkOf([row]))).toMatchObject({
      code: 'role-not-allowed',
    });
    await send(batchId, 0, chunkOf([row]));
    const batch = await maker.call('batches.computeDifference', { path: { batchId } });
    await maker.call('batches.submit', {
      path: { batchId },
      body: {
        comment: '',
        acknowledgementReason: '',
        fingerprint: batch.fingerprint ?? '',
        differenceFingerprint: batch.differenceFingerprint ?? '',
      },
    });
    expect(await maker.refusal('batches.sendChunk', { path }, chunkOf([row]))).toMatchObject({
      code: 'batch-state',
      current: 'submitted',
    });
  });

  it.each([
    [1, 2],
    [10_001, 1],
  ])('can not be announced as %i rows in %i chunks', async (rows, chunkCount) => {
    const body = openingOf('records', rows, { chunkCount });
    expect(await maker.refusal('batches.open', { body })).toMatchObject({ code: 'request-invalid' });
  });
});
