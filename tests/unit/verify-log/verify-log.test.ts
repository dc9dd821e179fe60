import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type LogEntry, lineOf } from '../../../src-main/operation-log/entry.ts';
import { openingAfter, openingAfterBreak } from '../../../src-main/operation-log/opening.ts';
import { entry, entryIn, rewritten, writtenLog } from './a-written-log.ts';

const folderOfTool = new URL('../../../tools/verify-log/', import.meta.url).pathname;
const lines = writtenLog(12);
const parts = { sequence: 13, time: '2026-11-21T00:00:00.000Z', workstation: 'WS-01', logId: '0'.repeat(32) };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(content: readonly Buffer[], firstSequence = 1): string {
  const path = join(folder, `operation-log-${String(firstSequence).padStart(12, '0')}.jsonl`);
  writeFileSync(path, Buffer.concat(content));
  return path;
}

function run(...given: readonly string[]): { readonly status: number | null; readonly said: string } {
  const done = spawnSync(process.execPath, [join(folderOfTool, 'verify-log.ts'), ...given], {
    encoding: 'utf8',
  });
  return { status: done.status, said: done.stdout + done.stderr };
}

const headOf = (line: Buffer | undefined) => {
  const { sequence, hash } = entryIn(line);
  return `${sequence}:${hash}`;
};

/** A segment that goes on behind the lines, with one entry after its opening. */
function continuation(): Buffer[] {
  const { sequence, hash } = entryIn(lines.at(-1));
  const sameDay = { ...parts, time: '2026-11-20T00:00:13.000Z' };
  const opening = lineOf(openingAfter({ sequence, hash }, sameDay));
  return [opening.line, lineOf(entry(14, opening.head.hash)).line];
}

// Each test starts the program, some of them often.
describe('npm run verify-log', { timeout: 60_000 }, () => {
  it('ends with 0 for a log that nobody touched, and tells what it read', () => {
    const { status, said } = run(write(lines));
    expect(said).toContain('結果： 変更は見つかりませんでした。');
    expect(said).toContain('記録        12 件（1 番 〜 12 番）');
    expect(said).toContain('期間        2026-11-20 09:00:00 〜 2026-11-20 09:00:12（日本時間）');
    expect(said).toContain(`最後の記録  ${headOf(lines[11])}`);
    expect(said).toContain('うち墨消し 0 件');
    expect(status).toBe(0);
  });

  it('reads the segments of a folder as one chain', () => {
    write(lines);
    write(continuation(), 13);
    writeFileSync(join(folder, 'operation-log.lock'), '');
    const { status, said } = run(folder);
    expect(said).toContain('ファイル    2');
    expect(said).toContain('記録        14 件（1 番 〜 14 番）');
    expect(status).toBe(0);
    rmSync(join(folder, 'operation-log-000000000001.jsonl'));
    const rest = run(folder);
    expect(rest.said).toContain('12 番までの記録は渡されていない');
    expect(rest.status).toBe(0);
  });

  it('ends with 3 where nothing was changed and a day that is over has no checkpoint, and names the day', () => {
    const later = rewritten(lines, 6, ({ time }) => ({ time: time.replace('2026-11-20', '2026-11-21') }));
    write(later);
    const { status, said } = run(folder);
    expect(said).toContain('不足  2026-11-20 の署名点がありません（6 番：その日の最後の記録）。');
    expect(said).toContain(
      '結果： 変更は見つかりませんでしたが、署名点が 1 件足りません。最初に足りないのは 2026-11-20 の分（6 番）です。',
    );
    expect(status).toBe(3);
    // Of a single file nothing is demanded: its checkpoints are in its folder.
    expect(run(join(folder, 'operation-log-000000000001.jsonl')).status).toBe(0);
    const changed = Buffer.from(later[8]?.toString('utf8').replace('窓口', '電話') ?? '');
    write(later.with(8, changed));
    expect(run(folder).status).toBe(1);
  });

  it('misses a segment in the middle', () => {
    write(lines);
    const second = continuation();
    const { sequence, hash } = entryIn(second.at(-1));
    write([lineOf(openingAfter({ sequence, hash }, { ...parts, sequence: 15 })).line], 15);
    const { status, said } = run(folder);
    expect(said).toContain('最初におかしいのは 13 番の記録です。');
    expect(status).toBe(1);
  });

  it('ends with 1 for a changed one, and names the first bad entry and why', () => {
    const changed = Buffer.from(lines[4]?.toString('utf8').replace('窓口', '電話') ?? '');
    const { status, said } = run(write(lines.with(4, changed)));
    expect(said).toContain('5 番（operation-log-000000000001.jsonl）： 内容が書いたときと違います。');
    expect(said).toContain('結果： 変更されています。最初におかしいのは 5 番の記録です。');
    expect(status).toBe(1);
  });

  it('finds a truncation with the head that was written down, and not without', () => {
    const path = write(lines.slice(0, 9));
    expect(run(path).status).toBe(0);
    const { status, said } = run(path, '--head', headOf(lines[11]));
    expect(said).toContain('指定された 12 番の記録がありません。ログの終わりが切り取られた');
    expect(said).toContain('最初におかしいのは 10 番の記録です。');
    expect(status).toBe(1);
  });

  it('finds a rollback that went on from an old copy', () => {
    const path = write(rewritten(lines, 8, () => ({ result: 'forged' })));
    expect(run(path).status).toBe(0);
    const { status, said } = run(path, '--head', headOf(lines[10]));
    expect(said).toContain('11 番の記録が、指定されたものと違います');
    expect(status).toBe(1);
    expect(run(path, '--head', headOf(lines[7])).status).toBe(0);
  });

  it('tells a torn last line, which is no change', () => {
    const path = write([...lines, Buffer.from('{"action":"照会')]);
    const { status, said } = run(path, '--head', headOf(lines[11]));
    expect(said).toContain('最後の行が途中で切れています（17 バイト）');
    expect(status).toBe(0);
    write(continuation(), 13);
    expect(run(folder).status).toBe(1);
  });

  it('finds the last line feed missing with the head', () => {
    const path = write([...lines.slice(0, 11), lines[11]?.subarray(0, -1) ?? Buffer.alloc(0)]);
    expect(run(path, '--head', headOf(lines[11])).status).toBe(1);
  });

  it('tells a clock that was turned back', () => {
    const tampered = rewritten(lines, 0, ({ sequence }): Partial<LogEntry> =>
      sequence === 7 ? { time: '2026-11-19T00:00:00.000Z' } : {},
    );
    const { status, said } = run(write(tampered));
    expect(said).toContain('時刻が前の記録より戻っている記録が 1 件あります（7 番）');
    expect(status).toBe(0);
  });

  it('never forgets a break that the log found by itself', () => {
    write(lines);
    const { sequence, hash } = entryIn(lines.at(-1));
    const found = { at: 13, because: 'cut-off', segment: 'operation-log-000000000001.jsonl' } as const;
    const evidence = { bytes: 1, sha256: '0'.repeat(64) };
    const opening = lineOf(
      openingAfterBreak(found, evidence, { sequence, hash }, { ...parts, sequence: 20 }),
    );
    write([opening.line, lineOf(entry(21, opening.head.hash)).line], 20);
    const { status, said } = run(folder);
    expect(said).toContain(
      '13 番（operation-log-000000000001.jsonl）： アプリが 2026-11-21T00:00:00.000Z に自分で見つけて',
    );
    expect(said).toContain('ここから後がなくなっていた');
    expect(said).toContain('最後の記録  21:');
    expect(status).toBe(1);
  });

  it('ends with 2 where it can not be told', () => {
    const cases = [
      [],
      ['a', 'b'],
      ['--unknown'],
      [join(folder, 'missing')],
      [folder.slice(0, -3)],
      [write([], 2)],
      [write(lines), '--head', '12'],
      [write(lines), '--head', '12:abc'],
    ];
    for (const given of cases) {
      const { status, said } = run(...given);
      expect(said).toMatch(/^検証できません： /);
      expect(status).toBe(2);
    }
  });

  it('does not take just any file for a log', () => {
    const path = join(folder, 'a-file');
    for (const content of ['hello\n', '\n', '{}\n', 'x'.repeat(3_000_000), Buffer.of(0xff, 0x0a)]) {
      writeFileSync(path, content);
      const { status, said } = run(path);
      expect(said).toContain('最初におかしいのは 1 番の記録です。');
      expect(status).toBe(1);
    }
  });
});

describe('the verifier', () => {
  it('shares no code with the program that writes the log', () => {
    const sources = readdirSync(folderOfTool).filter((name) => name.endsWith('.ts'));
    const imported = sources.flatMap((name) =>
      [
        ...readFileSync(join(folderOfTool, name), 'utf8').matchAll(
          /(?:from|import|require)\s*\(?\s*'([^']+)'/g,
        ),
      ].map((match) => match[1] ?? ''),
    );
    expect(imported.length).toBeGreaterThan(5);
    const foreign = imported.filter((path) => !path.startsWith('node:') && !/^\.\/[a-z-]+\.ts$/.test(path));
    expect(foreign).toEqual([]);
  });
});
