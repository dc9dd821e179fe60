/**
 * npm run make-file -- --rows N …: a made-up batch file for the residents of the training VRS, with planted errors and the list of them.
 * The same wishes give the same bytes. Ends with 0, or 2 where the wishes can't be met.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';

import { writeBatchFile } from '../../src-training/batch-files/make-batch-file.ts';
import { isShown } from '../../src-training/batch-files/wanted.ts';
import { readOptions, type MakeFileOptions, usage, UsageError } from './options.ts';
import { TruthFile } from './truth-file.ts';

function make({ wanted, out, truth, knowsStanding }: MakeFileOptions): string {
  const file = openSync(out, 'w');
  const planted = truth === null ? undefined : new TruthFile(truth);
  const counts = new Map<string, number>();
  try {
    const { rowCount, bytes, people } = writeBatchFile(
      wanted,
      (piece) => writeSync(file, piece),
      (each) => {
        if (!isShown(each, knowsStanding)) return;
        counts.set(each.code, (counts.get(each.code) ?? 0) + 1);
        planted?.add(each);
      },
    );
    planted?.end();
    const found = [...counts].map(([code, count]) => `  ${code} ${count}\n`).toSorted();
    return [
      `${out}： ${rowCount.toLocaleString('ja-JP')} 行、${bytes.toLocaleString('ja-JP')} バイト\n`,
      `住民 ${people.toLocaleString('ja-JP')} 人までの研修用VRS（種 ${wanted.seed ?? ''}）に合うファイルです。\n`,
      ...(found.length > 0 ? ['検査で見つかるはずのもの：\n', ...found] : []),
    ].join('');
  } finally {
    closeSync(file);
    planted?.close();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  process.stdout.write(options === undefined ? usage : make(options));
} catch (thrown) {
  // Too few residents for what is wished for, a folder that is not there: something to do for the person at the terminal.
  const isTold = thrown instanceof UsageError || thrown instanceof RangeError;
  const isSystem = thrown instanceof Error && 'syscall' in thrown;
  if (!isTold && !isSystem) throw thrown;
  if (thrown instanceof RangeError) forget();
  process.stderr.write(`ファイルを作れません： ${thrown.message}\n`);
  process.exitCode = 2;
}

/** Half a file looks like a whole one. */
function forget(): void {
  const options = readOptions(process.argv.slice(2));
  for (const file of [options?.out, options?.truth]) {
    if (typeof file === 'string') rmSync(file, { force: true });
  }
}
