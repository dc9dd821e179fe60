import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { archiveOf } from '../../../src-main/operation-log/log-folder.ts';
import type { OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { unseal } from '../../../src-main/operation-log/sealing.ts';
import { blackedOut } from '../../unit/verify-log/a-written-log.ts';
import { anything, draft, Terminal, valueOf } from './a-log.ts';
import { FailingFolder, type Step } from './failing-folder.ts';
import { chief, person, workYears } from './ten-years.ts';
import { untilVerified, verify } from './verified.ts';

const never = new AbortController().signal;
const nothing = (): void => undefined;

async function redact(log: OperationLog, n: number) {
  return log.archives.redact(person(n), { actor: chief, note: '消去の請求（受付 12 号）' }, never, nothing);
}

/** The texts of all files of the log, archives and segments. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((name) => /^operation-log-.*\.jsonl$/.test(name));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** How many sealed values of a person a log still has. */
async function valuesOf(terminal: Terminal, n: number, folder = terminal.folder): Promise<number> {
  let count = 0;
  for (const text of (await filesOf(folder)).values()) {
    for (const [, sequence, values = ''] of text.matchAll(/"sequence":(\d+),"subjects":\[([^\]]*)\]/g)) {
      for (const [, value = ''] of values.matchAll(/"([^"]+)"/g)) {
        if (unseal(terminal.subjectKey, Number(sequence), value) === person(n)) count += 1;
      }
    }
  }
  return count;
}

const hashesOf = async (terminal: Terminal): Promise<readonly string[]> =>
  [...(await filesOf(terminal.folder))]
    .toSorted(([a], [b]) => (archiveOf(a)?.first ?? 1e9) - (archiveOf(b)?.first ?? 1e9))
    .flatMap(([, text]) =>
      [...text.matchAll(/,"hash":"([0-9a-f]{64})","note"/g)].map((match) => match[1] ?? ''),
    );

describe('SECURITY H75: a person who has to be erased', { timeout: 60_000 }, () => {
  it('is blacked out in archives and segments, here and in the second place, and the proof holds', async () => {
    await using terminal = await Terminal.make();
    const [folder, share] = [join(terminal.folder, 'log'), join(terminal.folder, 'share')];
    await mkdir(share);
    const { checkpointKey: key } = terminal;
    const secondPlace = { folder: share, terminal: 'WS-01-a' };
    const changes = { folder, checkpoints: { key, keyIsKept: true, secondPlace } };
    await workYears(terminal, 3, 6, changes);
    const before = await valuesOf(terminal, 1, folder);
    const others = await valuesOf(terminal, 2, folder);
    expect(before).toBeGreaterThan(10);

    const log = await terminal.open(changes);
    expect(valueOf(await redact(log, 1))).toMatchObject({ values: before });
    expect(await valuesOf(terminal, 1, folder)).toBe(0);
    expect(await valuesOf(terminal, 1, share)).toBe(0);
    expect(await valuesOf(terminal, 2, folder)).toBe(others);
    const [entry] = valueOf(await log.entries(anything, null, 1)).entries;
    expect(entry).toMatchObject({
      operation: 'log.redacted',
      userId: 'chief01',
      subjects: [],
      reason: '消去の請求（受付 12 号）',
      detail: { values: before },
    });
    // Nothing on the disk names the person, and a second time finds nothing.
    for (const text of (await filesOf(folder)).values()) expect(text).not.toContain(person(1));
    expect(valueOf(await redact(log, 1))).toEqual({ entries: 0, values: 0, files: 0 });
    expect(await untilVerified(log)).toMatchObject({ state: 'verified', brokenAt: null });
    await log.close();
    const { status, said } = verify(folder, '--checkpoints', share);
    expect(said).toContain(`うち墨消し ${before} 件`);
    expect(status).toBe(0);
  });

  it('and others, any of them in any order: the log is proven with the same hashes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 12 }),
        fc.uniqueArray(fc.nat(4), { minLength: 1 }),
        async (lookups, erased) => {
          await using terminal = await Terminal.make();
          for (const [index, people] of lookups.entries()) {
            terminal.now = new Date(`${2026 + (index % 3)}-0${1 + (index % 9)}-10T00:00:00.000Z`);
            const log = await terminal.open({ segmentBytes: 2_500 });
            valueOf(await log.append(draft({ subjects: people.map(person), note: '家族の依頼' })));
            await log.archives.settled();
            await log.close();
          }
          const before = await hashesOf(terminal);
          const log = await terminal.open({ segmentBytes: 2_500 });
          for (const n of erased) valueOf(await redact(log, n));
          for (const n of [0, 1, 2, 3, 4]) {
            const kept = erased.includes(n) ? 0 : lookups.flat().filter((each) => each === n).length;
            expect(await valuesOf(terminal, n)).toBe(kept);
          }
          expect(await untilVerified(log)).toMatchObject({ state: 'verified', brokenAt: null });
          expect((await hashesOf(terminal)).slice(0, before.length)).toEqual(before);
          await log.close();
          expect(verify(terminal.folder)).toMatchObject({ status: 0 });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('can not be used to black out anything else: in every file, any other text in that form is found', async () => {
    await using terminal = await Terminal.make();
    await workYears(terminal, 2, 3);
    for (const [name, text] of await filesOf(terminal.folder)) {
      const path = join(terminal.folder, name);
      const [sealed = ''] = /(?<="subjects":\[")[^"]{59}/.exec(text) ?? [];
      for (const other of [
        text.replace('"窓口"', `"${blackedOut('窓口')}"`),
        text.replace('"clerk01"', `"${blackedOut('clerk01')}"`),
        text.replace(sealed, blackedOut('another value')),
        text.replace(sealed, blackedOut(blackedOut(sealed))),
        text.replace(`"${sealed}",`, ''),
      ]) {
        expect(other).not.toBe(text);
        await writeFile(path, other);
        expect(verify(terminal.folder)).toMatchObject({ status: 1 });
      }
      await writeFile(path, text.replace(sealed, blackedOut(sealed)));
      expect(verify(terminal.folder)).toMatchObject({ status: 0 });
    }
  });

  it('is not blacked out in a log that was changed: what was changed is evidence', async () => {
    await using terminal = await Terminal.make();
    await workYears(terminal, 1, 3);
    const path = await terminal.path();
    await writeFile(path, (await readFile(path, 'utf8')).replace('窓口', '電話'));
    const log = await terminal.open();
    await untilVerified(log);
    expect(await redact(log, 1)).toMatchObject({ problem: { code: 'log-broken' } });
  });
});

describe('SECURITY H75: whatever step fails while a person is blacked out', { timeout: 300_000 }, () => {
  it.each<Step>(['create', 'write', 'sync', 'rename', 'open', 'read', 'archives', 'segments'])(
    '%s: the log stays proven, and once more finishes it',
    async (failing) => {
      for (let occurrence = 1, met = true; met; occurrence += occurrence > 3 ? 7 : 1) {
        await using terminal = await Terminal.make();
        await workYears(terminal, 2, 4);
        const files = new FailingFolder();
        const log = await terminal.open({ files: files.folder });
        await log.archives.settled();
        let seen = 0;
        met = false;
        files.fails = (step) => {
          if (step === failing) seen += 1;
          files.isDead = met;
          met ||= seen === occurrence;
          return met && step !== 'close';
        };
        const went = await redact(log, 1);
        expect(went.ok).toBe(!met);
        await log.close().catch(nothing);
        expect(verify(terminal.folder).said).toContain('変更は見つかりませんでした');

        const again = await terminal.open();
        valueOf(await redact(again, 1));
        expect(await valuesOf(terminal, 1)).toBe(0);
        expect(await untilVerified(again)).toMatchObject({ state: 'verified' });
        await again.close();
        expect((await readdir(terminal.folder)).filter((name) => name.endsWith('.new'))).toEqual([]);
        expect(verify(terminal.folder)).toMatchObject({ status: 0 });
      }
    },
  );
});
