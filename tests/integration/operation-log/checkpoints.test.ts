import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { draft, Terminal, valueOf } from './a-log.ts';
import { checkpointsIn, numbersIn } from './an-office.ts';
import { verify } from './verified.ts';

describe('SECURITY P7, H75: a checkpoint is signed', () => {
  it('at the start, at sign-out and at the end, and not twice for the same entry', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const file = join(terminal.folder, 'checkpoints.jsonl');
    expect(await numbersIn(file)).toEqual([1]);
    await log.append(draft());
    valueOf(await log.anchorHead());
    valueOf(await log.anchorHead());
    expect(await numbersIn(file)).toEqual([1, 2]);
    await log.append(draft());
    await log.close();
    await (await terminal.open()).close();
    expect(await numbersIn(file)).toEqual([1, 2, 3]);
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });

  it('every thousand entries', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    for (let n = 0; n < 25; n += 1) {
      await Promise.all(Array.from({ length: 100 }, () => log.append(draft({ subjects: [] }))));
    }
    await log.close();
    const numbers = await numbersIn(join(terminal.folder, 'checkpoints.jsonl'));
    expect(numbers).toEqual([1, 1_000, 2_000, 2_501]);
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });

  it('for a day with the first entry of the next one, and at the start where nobody came in between', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const file = join(terminal.folder, 'checkpoints.jsonl');
    for (const moment of [
      '2026-11-21T14:59:59.999Z',
      '2026-11-21T15:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ]) {
      terminal.now = new Date(moment);
      await log.append(draft());
      await log.append(draft());
    }
    await log.close();
    const signed = await checkpointsIn(file);
    expect(signed.map(({ sequence, first, day, entries }) => [sequence, first, day, entries])).toEqual([
      [1, 1, '2026-11-21', 1],
      [3, 1, '2026-11-21', 3],
      [5, 4, '2026-11-22', 2],
      [7, 6, '2026-11-23', 2],
    ]);
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });

  it('over several segments, and goes on with the day after a restart', async () => {
    await using terminal = await Terminal.make();
    for (let start = 0; start < 4; start += 1) {
      const log = await terminal.open({ segmentBytes: 4_000 });
      for (let n = 0; n < 20; n += 1) await log.append(draft());
      await log.close();
    }
    expect((await terminal.segments()).length).toBeGreaterThan(5);
    const signed = await checkpointsIn(join(terminal.folder, 'checkpoints.jsonl'));
    expect(signed.map(({ first }) => first)).toEqual(signed.map(() => 1));
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });

  it('for a day whose end was lost with the power, at the next start', async () => {
    await using terminal = await Terminal.make();
    const log = await terminal.open();
    const file = join(terminal.folder, 'checkpoints.jsonl');
    await log.append(draft());
    terminal.now = new Date('2026-11-22T01:00:00.000Z');
    await log.append(draft());
    await log.close();
    // As if nothing of it had reached the disk.
    const [first = ''] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${first}\n{"day":"20`);
    await (await terminal.open()).close();
    expect(await numbersIn(file)).toEqual([1, 2, 3]);
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });

  it('by a key that is new after the store was lost, and the older ones still hold', async () => {
    await using terminal = await Terminal.make();
    await (await terminal.open()).append(draft());
    const key = generateKeyPairSync('ed25519').privateKey;
    const log = await terminal.open({ checkpoints: { key, keyIsKept: false, secondPlace: undefined } });
    expect(log.state().checkpoints).toMatchObject({ keyIsKept: false, secondPlace: 'none' });
    await log.append(draft());
    await log.close();
    const { status, said } = verify(terminal.folder);
    expect(said.match(/鍵の指紋/g)).toHaveLength(2);
    expect(status).toBe(0);
  });
});

describe('SECURITY P7, H75: where a checkpoint can not be written', () => {
  it('the terminal goes on, says so, and writes it the next time', async () => {
    await using terminal = await Terminal.make();
    await mkdir(join(terminal.folder, 'checkpoints.jsonl'));
    const log = await terminal.open();
    expect(log.state().checkpoints).toMatchObject({ isWritten: false, newest: { sequence: 1 } });
    valueOf(await log.append(draft()));
    valueOf(await log.anchorHead());
    await rm(join(terminal.folder, 'checkpoints.jsonl'), { recursive: true });
    valueOf(await log.append(draft()));
    valueOf(await log.anchorHead());
    expect(log.state().checkpoints).toMatchObject({ isWritten: true });
    expect(await numbersIn(join(terminal.folder, 'checkpoints.jsonl'))).toEqual([1, 2, 3]);
    await log.close();
    expect(verify(terminal.folder)).toMatchObject({ status: 0 });
  });
});

describe('files of checkpoints', () => {
  it.skipIf(process.platform === 'win32')('are for this user alone', async () => {
    await using terminal = await Terminal.make();
    await (await terminal.open()).close();
    for (const name of ['checkpoints.jsonl', 'checkpoint-key.pem']) {
      expect((await stat(join(terminal.folder, name))).mode & 0o777).toBe(0o600);
    }
  });
});
