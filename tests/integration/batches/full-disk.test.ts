import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Desk, recordLine, recordsHeader } from './a-desk.ts';

const isRoot = process.getuid?.() === 0;

/** Every row is wrong in many columns: what is found takes more room than the file. */
const wrongRows = (count: number): string => {
  const lines = Array.from({ length: count }, (_, index) =>
    recordLine({
      ticketNumber: `x${index}`,
      doseNumber: '9',
      vaccinatedOn: '20219999',
      municipalityCode: '1',
    }),
  );
  return `${recordsHeader}\n${lines.join('\n')}\n`;
};

describe.skipIf(!isRoot)('with the disk of the staging files full (needs root for a small disk)', () => {
  let desk: Desk;
  let disk: string;

  beforeEach(async () => {
    desk = await Desk.open({ people: 20 });
    disk = path.join(desk.home, 'staging');
    await mkdir(disk, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
  });
  afterEach(async () => {
    execFileSync('umount', [disk]);
    await desk.end();
  });

  test('a check that does not fit from the start is not begun', async () => {
    const { draftId } = await desk.choose(wrongRows(30_000));
    expect(await desk.check(draftId)).toMatchObject({ state: 'failed', problem: { code: 'disk-full' } });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'chosen', check: null });
    await expect.poll(() => desk.staged(), { timeout: 10_000 }).toEqual([]);
  });

  test('a check that fills the disk is given up, leaves nothing, and works when there is room', async () => {
    const { draftId } = await desk.choose(wrongRows(10_000));
    expect(await desk.check(draftId)).toMatchObject({ state: 'failed', problem: { code: 'disk-full' } });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'chosen', check: null });
    await expect.poll(() => desk.staged(), { timeout: 10_000 }).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    expect(await desk.read(draftId)).toMatchObject({
      stage: 'checked',
      check: { rows: 10_000, rejected: 10_000 },
    });
  });

  test('rows that can’t be sent at all are not sent', async () => {
    const { draftId } = await desk.choose(wrongRows(5));
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    expect(await desk.station.call('batches.send', { draftId })).toMatchObject({
      problem: { code: 'nothing-to-apply' },
    });
  });

  test('a disk that is full at the opening stops the sending before VRS hears of it', async () => {
    const rows = `${recordsHeader}\n${recordLine({ ticketNumber: '0000000001' })}\n`;
    const { draftId } = await desk.choose(rows);
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    await writeFile(path.join(disk, 'full'), Buffer.alloc(4 * 1024 * 1024)).catch(() => undefined);
    expect(await desk.send(draftId)).toMatchObject({ state: 'failed', problem: { code: 'disk-full' } });
    expect(await desk.batches()).toEqual([]);
    execFileSync('rm', [path.join(disk, 'full')]);
    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
    expect(await desk.batches()).toHaveLength(1);
  });
});
