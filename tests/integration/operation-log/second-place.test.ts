import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { draft, Terminal, valueOf } from './a-log.ts';
import { numbersIn, Office } from './an-office.ts';
import { verify } from './verified.ts';

describe('SECURITY P7, H75: the second place', () => {
  it('has the same checkpoints and the public key', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(3, 4);
    expect(await readFile(office.copy, 'utf8')).toBe(
      await readFile(join(office.log, 'checkpoints.jsonl'), 'utf8'),
    );
    expect(await readFile(join(office.share, 'checkpoint-key-WS-01-a.pem'), 'utf8')).toBe(
      await readFile(join(office.log, 'checkpoint-key.pem'), 'utf8'),
    );
    expect(await numbersIn(office.copy)).toEqual([1, 5, 9, 13]);
    expect(verify(office.log, '--checkpoints', office.share)).toMatchObject({ status: 0 });
  });

  it('that is away stops nothing, is told, is not made up by a folder, and gets everything later', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(1, 2);
    const older = await readFile(office.copy);
    await rm(office.share, { recursive: true });
    await office.work(3, 2);
    const log = await office.open();
    await expect.poll(() => log.state().checkpoints.secondPlace).toBe('unreachable');
    expect(await readdir(terminal.folder)).toEqual(['log']);
    await mkdir(office.share);
    await writeFile(office.copy, older);
    const behind = verify(office.log, '--checkpoints', office.copy);
    expect(behind.said).toMatch(/控えには、2026-11-21 の \d+ 番の署名点から後の \d+ 件がまだありません/);
    expect(behind.status).toBe(0);
    valueOf(await log.append(draft()));
    valueOf(await log.anchorHead());
    await expect.poll(() => log.state().checkpoints.secondPlace).toBe('copied');
    await log.close();
    expect(await numbersIn(office.copy)).toEqual(await numbersIn(join(office.log, 'checkpoints.jsonl')));
    expect(verify(office.log, '--checkpoints', office.copy)).toMatchObject({ status: 0 });
  });

  it('where a copy was torn in the middle of a line gets that line again', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(2, 2);
    const whole = await readFile(office.copy, 'utf8');
    await truncate(office.copy, whole.length - 100);
    await (await office.open()).close();
    expect(await readFile(office.copy, 'utf8')).toBe(whole);
  });

  it('is never written over: what it has of a log that was set back stays', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(2, 3);
    const old = join(terminal.folder, 'old');
    await cp(office.log, old, { recursive: true });
    const { head } = terminal.anchor;
    await office.work(2, 3);
    const before = await readFile(office.copy, 'utf8');
    // Yesterday's folder, and with it yesterday's credential store.
    await rm(office.log, { recursive: true });
    await cp(old, office.log, { recursive: true });
    terminal.anchor.head = head;
    expect(verify(office.log)).toMatchObject({ status: 0 });
    const setBack = verify(office.log, '--checkpoints', office.share);
    expect(setBack.said).toContain('最初におかしいのは 8 番の記録です。');
    expect(setBack.said).toContain('ログのフォルダーの署名点のファイルにありません');
    expect(setBack.status).toBe(1);
    // It goes on from there as if nothing had happened.
    await office.work(1, 9);
    expect((await readFile(office.copy, 'utf8')).startsWith(before)).toBe(true);
    expect(verify(office.log)).toMatchObject({ status: 0 });
    const goneOn = verify(office.log, '--checkpoints', office.share);
    expect(goneOn.said).toContain('最初におかしいのは 8 番の記録です。');
    expect(goneOn.status).toBe(1);
  });

  it('tells a log that was thrown away and begun anew', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(2, 3);
    await rm(office.log, { recursive: true });
    terminal.anchor.head = undefined;
    await office.work(1, 20);
    expect(verify(office.log)).toMatchObject({ status: 0 });
    const { status, said } = verify(office.log, '--checkpoints', office.share);
    expect(said).toContain('最初におかしいのは 1 番の記録です。');
    expect(status).toBe(1);
  });

  it('is shared by many terminals', async () => {
    await using terminal = await Terminal.make();
    await using other = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(1, 3);
    const key = other.checkpointKey;
    const secondPlace = { folder: office.share, terminal: 'WS-02-b' };
    const log = await other.open({ checkpoints: { key, keyIsKept: true, secondPlace } });
    await log.append(draft());
    await log.close();
    expect(await readdir(office.share)).toHaveLength(4);
    expect(verify(office.log, '--checkpoints', office.share)).toMatchObject({ status: 0 });
    expect(verify(other.folder, '--checkpoints', office.share)).toMatchObject({ status: 0 });
    expect(verify(other.folder, '--checkpoints', office.copy)).toMatchObject({ status: 1 });
  });
});
