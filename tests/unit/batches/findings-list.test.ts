import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { writeFindingsList } from '../../../src-main/batches/rows/findings-list.ts';
import { encoderOf } from '../../../src-main/batches/rows/encode-text.ts';
import { valueOf } from './checked-file.ts';
import { recordsHeader as header, recordsRow as row } from './records-rows.ts';
import { stagedFile } from './staged-file.ts';

const quietly = { stopped: () => false, onProgress: () => undefined };
const bad = row(1, { day: '20210230' });
const text = (lineEnd: string): string => [header, bad, row(2)].join(lineEnd);

async function listOf(bytes: string | Uint8Array): Promise<Buffer> {
  const staged = await stagedFile(bytes);
  const rows = staged.open();
  try {
    const target = path.join(staged.folder, 'list.csv');
    const { file } = valueOf(writeFindingsList(rows, { target, source: staged.file }, quietly));
    return readFileSync(file);
  } finally {
    rows.close();
    staged.remove();
  }
}

describe('a list of findings', () => {
  test.each(['\r\n', '\n', '\r'])('ends its lines as the file does (%j)', async (lineEnd) => {
    const list = (await listOf(text(lineEnd))).toString();
    expect(list.replaceAll(lineEnd, '')).not.toMatch(/[\r\n]/);
    expect(list.split(lineEnd)[1]?.startsWith(`${bad},2,接種日,`)).toBe(true);
  });

  test.each([
    ['utf-16le', true, '\r\n'],
    ['utf-16be', true, '\n'],
    ['utf-16le', false, '\r'],
    ['utf-16be', false, '\r\n'],
  ] as const)(
    'of a file in %s is in that too, with its mark or without (%s), byte for byte',
    async (name, isMarked, lineEnd) => {
      const inFile = (given: string): Buffer => {
        const bytes = Buffer.from(given, 'utf16le');
        return name === 'utf-16be' ? bytes.swap16() : bytes;
      };
      const mark = isMarked ? inFile('\ufeff') : Buffer.alloc(0);
      // Half a character has no bytes in UTF-8: it must come back as it was. With one, a file without a mark is taken for no text.
      const wrong = row(1, isMarked ? { venue: '𠮷野\ud842会場' } : { venue: '𠮷野会場', day: '20210230' });
      const list = await listOf(Buffer.concat([mark, inFile([header, wrong, row(2)].join(lineEnd))]));
      const added = '検査_行番号,検査_エラーの列,検査_規則';
      const beginning = Buffer.concat([mark, inFile(`${header},${added}`)]);
      expect(list.subarray(0, beginning.length).equals(beginning)).toBe(true);
      expect(list.includes(inFile(`${lineEnd}${wrong},2,${isMarked ? '接種会場名' : '接種日'},`))).toBe(true);
      expect(list.subarray(-inFile(lineEnd).length).equals(inFile(lineEnd))).toBe(true);
    },
  );

  test('that is stopped leaves nothing behind', async () => {
    const staged = await stagedFile(text('\n'));
    const rows = staged.open();
    const target = path.join(staged.folder, 'list.csv');
    const stopped = writeFindingsList(rows, { target, source: null }, { ...quietly, stopped: () => true });
    const left = readdirSync(staged.folder).filter((name) => name.startsWith('list'));
    rows.close();
    staged.remove();
    expect(stopped).toMatchObject({ problem: { code: 'job-cancelled' } });
    expect(left).toEqual([]);
  });
});

test('CP932 is written as Windows writes it, and what it has no character for is not', () => {
  const encode = encoderOf('cp932');
  const written = encode('髙﨑①～ⅰⅠ∵￢纊 ｱｲｳ アイウ');
  expect(new TextDecoder('shift_jis', { fatal: true }).decode(written)).toBe('髙﨑①～ⅰⅠ∵￢纊 ｱｲｳ アイウ');
  expect(encode('∵￢Ⅰⅰ髙')?.toString('hex')).toBe('81e681ca8754fa40fbfc');
  expect(encode('𠮷')).toBeUndefined();
});
