import { execFileSync } from 'node:child_process';
import { appendFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

const rows = `${recordsHeader}\n${recordLine({ ticketNumber: '0010000161' })}\n`;

const refusedAs = (code: string) => ({ ok: false, problem: { code } });

describe.skipIf(process.platform !== 'linux')('a file that is none, or does not stay what it was', () => {
  let desk: Desk;
  let place: string;

  beforeAll(async () => {
    desk = await Desk.open({ people: 20 });
    place = path.join(desk.folder, '接種記録.csv');
  });
  afterAll(() => desk.end());

  /** Chooses what `make` leaves in the file's place. */
  async function chosen(make: () => unknown): Promise<Outcome<unknown>> {
    await desk.put(rows);
    await rm(place);
    await make();
    const outcome = await desk.station.call('batches.chooseFile', { source: { kind: 'office' } });
    await rm(place, { force: true });
    return outcome;
  }

  test('a pipe that nobody writes to is refused at once', async () => {
    expect(await chosen(() => execFileSync('mkfifo', [place]))).toMatchObject(refusedAs('file-unreadable'));
  });

  test.skipIf(process.getuid?.() !== 0)(
    'a device that never ends is refused at once (needs root to make one)',
    async () => {
      const outcome = await chosen(() => execFileSync('mknod', [place, 'c', '1', '5']));
      expect(outcome).toMatchObject(refusedAs('file-unreadable'));
    },
  );

  test('a link is refused, to a device too', async () => {
    const elsewhere = refusedAs('file-not-on-this-terminal');
    expect(await chosen(() => symlink('/dev/zero', place))).toMatchObject(elsewhere);
  });

  test('a header line of a million columns is refused, and costs no hang', async () => {
    const wide = `${recordsHeader}${',x'.repeat(1_000_000)}\n${recordLine({ ticketNumber: '0010000161' })}\n`;
    expect(await chosen(() => writeFile(place, wide))).toMatchObject(refusedAs('header-missing'));
  });

  test.each([
    ['replaced by another', () => writeFile(place, rows.replace('0010000161', '0010000162'))],
    ['written to', () => appendFile(place, `${recordLine({ ticketNumber: '0010000163' })}\n`)],
  ])('a file that was %s between its choice and its check is not checked', async (_, change) => {
    const { draftId } = await desk.choose(rows);
    await change();
    expect(await desk.check(draftId)).toMatchObject({ state: 'failed', problem: { code: 'file-changed' } });
    await desk.station.get('batches.withdraw', { draftId });
  });

  test('a file in whose place a pipe stands at the check is not waited for', async () => {
    const { draftId } = await desk.choose(rows);
    await rm(place);
    execFileSync('mkfifo', [place]);
    expect(await desk.check(draftId)).toMatchObject({
      state: 'failed',
      problem: { code: 'file-unreadable' },
    });
    await rm(place);
    await desk.station.get('batches.withdraw', { draftId });
  });
});
