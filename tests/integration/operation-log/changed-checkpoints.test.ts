import { generateKeyPairSync } from 'node:crypto';
import { appendFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { entryIn, rewritten } from '../../unit/verify-log/a-written-log.ts';
import { draft, Terminal } from './a-log.ts';
import { numbersIn, Office } from './an-office.ts';
import { untilVerified, verify } from './verified.ts';

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
