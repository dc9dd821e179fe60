import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFile, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { ChainState } from '../../../src-shared/contract/operation-log.ts';
import { type Checkpoint, checkpointOf } from '../../../src-main/operation-log/checkpoints/checkpoint.ts';
import type { OperationLog, OperationLogOptions } from '../../../src-main/operation-log/operation-log.ts';
import { entryIn, rewritten } from '../../unit/verify-log/a-written-log.ts';
import { draft, Terminal, valueOf } from './a-log.ts';

const verifier = new URL('../../../tools/verify-log/verify-log.ts', import.meta.url).pathname;

function verify(...given: readonly string[]): { readonly status: number | null; readonly said: string } {
  const done = spawnSync(process.execPath, [verifier, ...given], { encoding: 'utf8' });
  return { status: done.status, said: done.stdout + done.stderr };
}

/** A terminal beside a share. */
class Office {
  readonly terminal: Terminal;
  readonly share: string;

  private constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.share = join(terminal.folder, 'share');
  }

  static async make(terminal: Terminal): Promise<Office> {
    const office = new Office(terminal);
    await mkdir(office.share);
    return office;
  }

  get log(): string {
    return join(this.terminal.folder, 'log');
  }

  get copy(): string {
    return join(this.share, 'checkpoints-WS-01-a.jsonl');
  }

  open(changes: Partial<OperationLogOptions> = {}): Promise<OperationLog> {
    return this.terminal.open({ ...this.options(), ...changes });
  }

  options(): Pick<OperationLogOptions, 'folder' | 'checkpoints'> {
    const secondPlace = { folder: this.share, terminal: 'WS-01-a' };
    return {
      folder: this.log,
      checkpoints: { key: this.terminal.checkpointKey, keyIsKept: true, secondPlace },
    };
  }

  /** So many days with so many entries; the log is closed then. */
  async work(days: number, entries: number): Promise<void> {
    const log = await this.open();
    for (let day = 0; day < days; day += 1) {
      for (let n = 0; n < entries; n += 1) valueOf(await log.append(draft()));
      if (day < days - 1) this.terminal.now = new Date(this.terminal.now.getTime() + 86_400_000);
    }
    await log.close();
  }
}

async function checkpointsIn(path: string): Promise<readonly Checkpoint[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return lines.flatMap((line) => checkpointOf(line) ?? []);
}

async function numbersIn(path: string): Promise<readonly number[]> {
  return (await checkpointsIn(path)).map(({ sequence }) => sequence);
}

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

async function untilVerified(log: OperationLog): Promise<ChainState> {
  return valueOf(await log.verify(new AbortController().signal, () => undefined));
}

describe('SECURITY P7, H75: where checkpoints are not as they were signed', () => {
  it('the app and the verifier name the first day that lacks its own, and call the log unchanged', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(4, 3);
    const file = join(office.log, 'checkpoints.jsonl');
    const kept = (await readFile(file, 'utf8')).split('\n');
    expect(await numbersIn(file)).toEqual([1, 4, 7, 10, 13]);
    await writeFile(file, `${kept.slice(0, 2).join('\n')}\n`);
    const { status, said } = verify(office.log);
    expect(said).toContain('最初に足りないのは 2026-11-22 の分（7 番）です。');
    expect(status).toBe(3);
    // At the next start what is missing behind the newest one is signed again; the copy tells that it was there before.
    const log = await office.open();
    await expect.poll(() => log.state().checkpoints.secondPlace).toBe('differs');
    expect(await untilVerified(log)).toMatchObject({ state: 'verified', checkpoints: { missing: null } });
    await log.close();
    expect(verify(office.log)).toMatchObject({ status: 0 });
    expect(verify(office.log, '--checkpoints', office.share)).toMatchObject({ status: 1 });
  });

  it('the app says which day has none where the file was thrown away', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(4, 3);
    await rm(join(office.log, 'checkpoints.jsonl'));
    const log = await office.open();
    expect(await untilVerified(log)).toMatchObject({
      state: 'verified',
      checkpoints: { missing: { sequence: 4, day: '2026-11-21' }, damagedLine: null },
    });
    await log.close();
    expect(verify(office.log)).toMatchObject({ status: 3 });
  });

  it('the app says which line was changed', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(3, 3);
    const file = join(office.log, 'checkpoints.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"sequence":7', '"sequence":6'));
    const log = await office.open();
    expect(await untilVerified(log)).toMatchObject({ checkpoints: { damagedLine: 3 } });
  });

  it('the app finds a log that was written again with the right hashes, and calls it broken from there on', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(3, 3);
    const path = join(office.log, 'operation-log-000000000001.jsonl');
    const lines = (await readFile(path, 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => Buffer.from(line));
    const forged = rewritten(lines, 5, ({ sequence }) => (sequence === 6 ? { result: 'forged' } : {}));
    const [kept, written] = [forged.slice(0, 5), forged.slice(5)];
    await writeFile(path, Buffer.concat([...kept.flatMap((line) => [line, Buffer.from('\n')]), ...written]));
    // Whoever has the rights of the operating system's administrator sets the anchor too.
    terminal.anchor.head = { sequence: 10, hash: entryIn(forged.at(-1)).hash };
    const log = await office.open();
    expect(log.state()).toMatchObject({ state: 'verified' });
    expect(await untilVerified(log)).toMatchObject({ state: 'broken', brokenAt: 5 });
    await log.close();
    expect((await office.open()).state()).toMatchObject({ state: 'broken', brokenAt: 5 });
    expect(verify(office.log).said).toContain('最初におかしいのは 5 番の記録です。');
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

describe('SECURITY P7, H75: the verifier and the keys', () => {
  it('believes only the key that it is given', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(2, 3);
    const kept = join(terminal.folder, 'kept.pem');
    await cp(join(office.log, 'checkpoint-key.pem'), kept);
    expect(verify(office.log, '--public-key', kept)).toMatchObject({ status: 0 });
    // Somebody writes the log, its checkpoints and the key file again, with a key of their own.
    await rm(office.log, { recursive: true });
    terminal.anchor.head = undefined;
    const key = generateKeyPairSync('ed25519').privateKey;
    const log = await office.open({ checkpoints: { key, keyIsKept: true, secondPlace: undefined } });
    await log.append(draft());
    await log.close();
    expect(verify(office.log)).toMatchObject({ status: 0 });
    const { status, said } = verify(office.log, '--public-key', kept);
    expect(said).toContain('異常  署名点 1 行目（checkpoints.jsonl）： 知らない鍵で署名されています。');
    expect(status).toBe(1);
  });

  it('ends with 2 where there is no key, no copy, or none of this terminal', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(1, 3);
    const empty = join(terminal.folder, 'empty');
    await mkdir(empty);
    const broken = join(terminal.folder, 'broken.pem');
    await writeFile(broken, 'no key');
    const foreign = join(terminal.folder, 'foreign.pem');
    const { publicKey } = generateKeyPairSync('ed25519');
    await writeFile(foreign, publicKey.export({ type: 'spki', format: 'pem' }));
    for (const given of [
      ['--checkpoints', empty],
      ['--checkpoints', join(empty, 'missing')],
      ['--public-key', broken],
      ['--public-key', join(empty, 'missing')],
      ['--checkpoints', office.share, '--public-key', foreign],
    ]) {
      const { status, said } = verify(office.log, ...given);
      expect(said).toMatch(/^検証できません： /);
      expect(status).toBe(2);
    }
    await rm(join(office.log, 'checkpoint-key.pem'));
    expect(verify(office.log).status).toBe(2);
  });

  it('tell a checkpoint that was changed, and one that is torn is no change', async () => {
    await using terminal = await Terminal.make();
    const office = await Office.make(terminal);
    await office.work(3, 3);
    const file = join(office.log, 'checkpoints.jsonl');
    await appendFile(file, '{"day":');
    const torn = verify(office.log);
    expect(torn.said).toContain('署名点のファイルの最後の行が途中で切れています');
    expect(torn.status).toBe(0);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"sequence":4', '"sequence":3').replace('"entries":4', '"entries":3'));
    const { status, said } = verify(office.log);
    expect(said).toContain('結果： 変更されています。おかしいのは署名点 2 行目（checkpoints.jsonl）です。');
    expect(status).toBe(1);
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
