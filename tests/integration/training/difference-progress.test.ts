import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { chunkOf, type SignedIn, TestVrs } from './training-vrs.ts';
import { openingOf, recordRow, readyBatch } from './batch-steps.ts';

const ROWS = 20_000;
const PER_CHUNK = 5_000;

describe('while VRS compares the rows of a batch with what stands', () => {
  let vrs: TestVrs;
  let clerk: SignedIn;

  beforeAll(async () => {
    vrs = await TestVrs.start();
    clerk = await vrs.signIn('clerk01');
  });
  afterAll(() => vrs.end());

  test('it says how far it is, and nothing once it is done', async () => {
    const chunkCount = ROWS / PER_CHUNK;
    const { batchId } = await clerk.call('batches.open', {
      body: openingOf('records', ROWS, { chunkCount }),
    });
    for (let chunk = 0; chunk < chunkCount; chunk += 1) {
      const rows = Array.from({ length: PER_CHUNK }, (_, index) => chunk * PER_CHUNK + index);
      const lines = rows.map((row) => recordRow(row + 2, String(7_000_000_000 + row)));
      await clerk.call('batches.sendChunk', { path: { batchId, chunk } }, chunkOf(lines));
    }
    const path = { batchId };
    expect(await clerk.call('batches.differenceProgress', { path })).toEqual({ compared: null });
    const computed = clerk.call('batches.computeDifference', { path });
    const told: number[] = [];
    for (;;) {
      const { compared } = await clerk.call('batches.differenceProgress', { path });
      if (compared !== null) told.push(compared);
      else if (told.length > 0) break;
    }
    await computed;
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(told.at(-1)).toBeGreaterThan(told[0] ?? 0);
    expect(told.at(-1)).toBeLessThanOrEqual(ROWS);
    expect(await clerk.call('batches.differenceProgress', { path })).toEqual({ compared: null });
  });

  test('nobody of another municipality learns of it', async () => {
    const { batchId } = await readyBatch(clerk, 'records', [recordRow(2, '7999999999')]);
    await vrs.vrs.addAccount({
      userId: 'neighbour',
      personId: 'neighbour',
      name: '隣　花子',
      department: '保健課',
      role: 'clerk',
      municipalityCode: '992020',
      purpose: null,
    });
    const { certificatePem: cert, keyPem: key } = await vrs.vrs.issueClientCertificate('NEIGHBOUR-01');
    const neighbour = await vrs.signIn('neighbour', vrs.newClient({ cert, key }));
    const refused = await neighbour.refusal('batches.differenceProgress', { path: { batchId } });
    expect(refused.code).toBe('not-found');
    await neighbour.client.close();
  });
});
