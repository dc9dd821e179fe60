import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { archiveOf } from '../../../src-main/operation-log/log-folder.ts';
import { openOperationLog } from '../../../src-main/operation-log/open-operation-log.ts';
import type { OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { anything, draft, Terminal, valueOf } from './a-log.ts';
import { FailingFolder, type Step, steps } from './failing-folder.ts';
import { archivesOf, chief, inFolder, workYears } from './ten-years.ts';
import { untilVerified, verify } from './verified.ts';

async function archiveNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => archiveOf(name) !== undefined).toSorted();
}

/** Files are read and measured often, and each time alike: some of those are enough. */
function stride(step: Step, occurrence: number): number {
  const isOften = step === 'read' || step === 'size' || step === 'open' || step === 'close';
  return isOften && occurrence > 3 ? 7 : 1;
}

/** The numbers of all entries that can be read, newest first. */
async function numbersOf(log: OperationLog, filter = anything): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let before: number | null = 1e9; before !== null;) {
    const page: Awaited<ReturnType<OperationLog['entries']>> = await log.entries(filter, before, 200);
    numbers.push(...valueOf(page).entries.map(({ sequence }) => sequence));
    before = valueOf(page).before;
  }
  return numbers;
}

describe('SECURITY H75: a year that is over', { timeout: 60_000 }, () => {
  it('is one file in the folder and in the second place, and the log reads and verifies as before', async () => {
    await using terminal = await Terminal.make();
    const log = join(terminal.folder, 'log');
    const share = join(terminal.folder, 'share');
    await mkdir(share);
    const changes = {
      folder: log,
      checkpoints: {
        key: terminal.checkpointKey,
        keyIsKept: true,
        secondPlace: { folder: share, terminal: 'WS-01-a' },
      },
    };
    await workYears(terminal, 10, 4, changes);
    const open = await terminal.open(changes);
    expect(await untilVerified(open)).toMatchObject({
      state: 'verified',
      verifiedUpTo: open.state().entries,
      checkpoints: { missing: null, damagedLine: null },
    });
    const archives = await archivesOf(open);
    expect(archives.map(({ fiscalYear }) => fiscalYear)).toEqual([
      2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034,
    ]);
    expect(archives[0]).toMatchObject({ first: 1, keepUntil: '2034-03-31', state: 'over', copy: 'copied' });
    expect(archives[8]).toMatchObject({ keepUntil: '2042-03-31', state: 'kept' });
    const names = await archiveNames(log);
    expect(names).toHaveLength(9);
    expect((await stat(join(log, names[0] ?? ''))).mode & 0o777).toBe(0o600);
    const all = await numbersOf(open);
    expect(all).toEqual(all.map((_, index) => all.length - index));
    expect(all).toHaveLength(open.state().entries);
    const told = valueOf(await open.entries({ ...anything, action: '操作ログの書庫への移動' }, null, 200));
    expect(told.entries.map(({ detail }) => detail['fiscalYear'])).toEqual([
      2034, 2033, 2032, 2031, 2030, 2029, 2028, 2027, 2026,
    ]);
    await open.close();

    const { status, said } = verify(log, '--checkpoints', share);
    expect(said).toContain('（うち書庫 9）');
    expect(said).toContain(`記録        ${all.length + 0} 件（1 番 〜 ${all.length} 番）`);
    expect(status).toBe(0);
    // Each alone, here and there.
    for (const name of names) {
      expect(verify(join(log, name))).toMatchObject({ status: 0 });
      const copy = join(share, name.replace('.jsonl', '-WS-01-a.jsonl'));
      expect(await readFile(copy)).toEqual(await readFile(join(log, name)));
    }
    const [oldest = ''] = names;
    const copy = join(share, oldest.replace('.jsonl', '-WS-01-a.jsonl'));
    const key = join(share, 'checkpoint-key-WS-01-a.pem');
    expect(verify(copy, '--public-key', key)).toMatchObject({ status: 0 });
    expect(verify(copy)).toMatchObject({ status: 2 });
  });

  it('is found by its time without reading the others', async () => {
    await using terminal = await Terminal.make();
    await workYears(terminal, 3, 4);
    const log = await terminal.open();
    const filter = { ...anything, userId: 'clerk01', from: '2026-05-01', until: '2026-05-31' };
    const page = valueOf(await log.entries(filter, null, 50));
    expect(page.entries).toHaveLength(4);
    expect(page.entries.every(({ time }) => time.startsWith('2026-05-11'))).toBe(true);
    expect(page.entries[0]?.subjects).toEqual(['1000000003', '1000000004']);
  });

  it('that begins while the app runs begins a segment, and the year before is sealed', async () => {
    await using terminal = await Terminal.make();
    terminal.now = new Date('2027-03-31T14:59:00.000Z');
    const log = await terminal.open();
    valueOf(await log.append(draft()));
    terminal.now = new Date('2027-03-31T15:00:00.000Z');
    valueOf(await log.append(draft()));
    await log.archives.settled();
    expect(await archiveNames(terminal.folder)).toHaveLength(1);
    expect(await terminal.segments()).toEqual(['operation-log-000000000003.jsonl']);
    expect(await archivesOf(log)).toMatchObject([{ fiscalYear: 2026, first: 1, last: 2, entries: 2 }]);
    expect(await untilVerified(log)).toMatchObject({ state: 'verified' });
    await log.close();
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });

  it('is not sealed while something in the log is not as it was written', async () => {
    await using terminal = await Terminal.make();
    terminal.now = new Date('2026-05-11T00:00:00.000Z');
    const log = await terminal.open();
    await log.append(draft());
    await log.close();
    await rename(await terminal.path(), inFolder(terminal, 'operation-log-000000000002.jsonl'));
    terminal.now = new Date('2027-05-11T00:00:00.000Z');
    const broken = await terminal.open();
    await broken.append(draft());
    await broken.close();
    expect(await archiveNames(terminal.folder)).toEqual([]);
  });
});

describe('SECURITY H75: whatever step fails while a year is sealed', { timeout: 300_000 }, () => {
  it.each(steps)('%s: no entry is lost, and the next start finishes it', async (failing) => {
    for (let occurrence = 1, met = true; met; occurrence += stride(failing, occurrence)) {
      await using terminal = await Terminal.make();
      await workYears(terminal, 1, 4);
      terminal.now = new Date('2027-05-11T00:00:00.000Z');
      const files = new FailingFolder();
      let seen = 0;
      met = false;
      // As with a power cut, nothing works any more from there on.
      files.fails = (step) => {
        if (step === failing) seen += 1;
        files.isDead = met;
        met ||= seen === occurrence;
        return met && step !== 'close';
      };
      const opened = await openOperationLog(terminal.options({ files: files.folder }));
      if (opened.ok) {
        await opened.value.append(draft());
        await opened.value.archives.settled();
        await opened.value.close().catch(() => undefined);
      }
      const between = verify(terminal.folder);
      expect(between.said).toContain('変更は見つかりませんでした');

      const log = await terminal.open();
      await log.append(draft());
      await log.archives.settled();
      expect(await archiveNames(terminal.folder)).toHaveLength(1);
      expect(await terminal.segments()).toHaveLength(1);
      expect(await untilVerified(log)).toMatchObject({ state: 'verified', brokenAt: null });
      const numbers = await numbersOf(log);
      expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index));
      await log.close();
      expect(verify(terminal.folder)).toMatchObject({ status: 0 });
    }
  });
});

describe('SECURITY H75: an archive whose time is over', { timeout: 60_000 }, () => {
  it('is destroyed by a person and never by itself; its manifest holds the chain together', async () => {
    await using terminal = await Terminal.make();
    await workYears(terminal, 9, 3);
    const log = await terminal.open();
    // The log of ten years is not made smaller by time.
    expect((await archivesOf(log)).map(({ state }) => state)).toEqual(['over', ...Array(7).fill('kept')]);
    const kept = await log.archives.destroy((await archivesOf(log))[1]?.first ?? 0, chief);
    expect(kept).toMatchObject({ problem: { code: 'archive-kept', about: { until: '2035-03-31' } } });
    expect(await log.archives.destroy(2, chief)).toMatchObject({ problem: { code: 'not-found' } });

    const before = await readFile(inFolder(terminal, (await archiveNames(terminal.folder))[0] ?? ''));
    const destroyed = valueOf(await log.archives.destroy(1, chief));
    expect(destroyed).toMatchObject({ fiscalYear: 2026, state: 'destroyed' });
    expect(await log.archives.destroy(1, chief)).toMatchObject({ problem: { code: 'not-found' } });
    const [name = ''] = await archiveNames(terminal.folder);
    const after = await readFile(inFolder(terminal, name), 'utf8');
    expect(before.toString('utf8').startsWith(after)).toBe(true);
    expect(after.split('\n')).toHaveLength(2);
    const [entry] = valueOf(await log.entries(anything, null, 1)).entries;
    expect(entry).toMatchObject({
      operation: 'log.archiveDestroyed',
      userId: 'chief01',
      detail: { fiscalYear: 2026, entries: destroyed.entries },
    });
    expect(await untilVerified(log)).toMatchObject({ state: 'verified', brokenAt: null });
    await log.close();
    const { status, said } = verify(terminal.folder);
    expect(said).toContain(`廃棄済み    ${destroyed.entries} 件`);
    expect(status).toBe(0);
    expect((await terminal.open()).state()).toMatchObject({ state: 'verified' });
  });

  it('that was emptied without an entry that says so is found by the app and the verifier', async () => {
    await using terminal = await Terminal.make();
    await workYears(terminal, 9, 3);
    const [name = ''] = await archiveNames(terminal.folder);
    const path = inFolder(terminal, name);
    const [manifest = ''] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${manifest}\n`);
    const { status, said } = verify(terminal.folder);
    expect(said).toContain('最初におかしいのは 1 番の記録です。');
    expect(said).toContain('破棄したという記録もありません');
    expect(status).toBe(1);
    const log = await terminal.open();
    expect(await untilVerified(log)).toMatchObject({ state: 'broken', brokenAt: 1 });
    expect(await log.archives.destroy(1, chief)).toMatchObject({ problem: { code: 'log-broken' } });
  });

  it('that is missing is found by the app and the verifier', async () => {
    await using terminal = await Terminal.make();
    await workYears(terminal, 3, 3);
    const [, second = ''] = await archiveNames(terminal.folder);
    await rm(inFolder(terminal, second));
    const { status, said } = verify(terminal.folder);
    expect(said).toContain(`最初におかしいのは ${archiveOf(second)?.first ?? 0} 番の記録です。`);
    expect(status).toBe(1);
    expect(await untilVerified(await terminal.open())).toMatchObject({
      state: 'broken',
      brokenAt: archiveOf(second)?.first,
    });
  });
});
