/**
 * npm run check-file -- FILE: what the app's 検査 finds in a file, without its window. Ends with 0: nothing but notes. 1: something was
 * found. 2: the file can't be checked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';

import { dayInJapan, systemClock } from '../../src-shared/domain/clock.ts';
import { inOwnKeyring } from './keyring.ts';
import { check, type CheckedFile } from './check.ts';
import { layoutsFor } from './layouts.ts';
import { type CheckFileOptions, readOptions, usage, UsageError } from './options.ts';
import { Progress } from './progress.ts';
import { type CheckReport, isClean, jsonOf, jsonOfUnusable, reportOf } from './report.ts';
import { openStanding } from './open-standing.ts';
import { NoStanding, type Standing } from './standing.ts';

// The worker loads TypeScript too, and V8 13 may free the type stripper's code under its feet (nodejs/node#64500).
setFlagsFromString('--no-wasm-code-gc');

const CLEAN = 0;
const FOUND = 1;
const UNUSABLE = 2;
/** As a shell says it of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const CHOOSE_ENCODING = '--encoding で文字コードを指定すると、読めないバイトを一つずつ見つけて検査できます。';

/** SECURITY: H52 — for this account alone; it is gone when this process is, whatever ends it but a kill. */
const folder = mkdtempSync(path.join(tmpdir(), 'check-file-'));
const forget = (): void => rmSync(folder, { recursive: true, force: true });
process.once('exit', forget);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort());

async function run(options: CheckFileOptions): Promise<number> {
  const standing = options.against === null ? undefined : await openStanding(options.against);
  try {
    return await checkAndTell(options, standing);
  } finally {
    await standing?.close();
  }
}

async function checkAndTell(options: CheckFileOptions, standing: Standing | undefined): Promise<number> {
  const progress = new Progress(process.stderr);
  const checked = await check({
    options,
    layouts: layoutsFor(options, folder),
    today: options.today ?? dayInJapan(systemClock.now()),
    standing,
    folder,
    signal: stopping.signal,
    onProgress: (done, total) => progress.show(done, total),
  });
  progress.clear();
  if (stopping.signal.aborted) {
    process.stderr.write('検査をやめました。ファイルは元のままです。\n');
    return INTERRUPTED;
  }
  if (!checked.ok) {
    const { code, sentence } = checked.problem;
    if (options.json) process.stdout.write(`${jsonOfUnusable(code)}\n`);
    const hint = code === 'file-encoding-undecided' && options.encoding === null ? CHOOSE_ENCODING : '';
    process.stderr.write(`検査できません： ${sentence}${hint}（${code}）\n`);
    return UNUSABLE;
  }
  const report = reportFor(options, checked.value, standing);
  process.stdout.write(`${options.json ? jsonOf(report) : reportOf(report)}\n`);
  return isClean(report) ? CLEAN : FOUND;
}

function reportFor(
  { file }: CheckFileOptions,
  { survey, head, municipalityCode, summary, findings, ranges }: CheckedFile,
  standing: Standing | undefined,
): CheckReport {
  return {
    fileName: path.basename(file),
    encoding: head.encoding,
    layout: head.layoutId,
    kind: head.kind,
    sha256: survey.sha256,
    municipalityCode,
    against: standing?.name ?? null,
    summary,
    findings,
    ranges,
  };
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(usage);
  process.exitCode =
    options === undefined
      ? CLEAN
      : ((await inOwnKeyring(options.against, stopping.signal)) ?? (await run(options)));
} catch (thrown) {
  if (!(thrown instanceof UsageError) && !(thrown instanceof NoStanding)) throw thrown;
  process.stderr.write(`検査できません： ${thrown.message}\n`);
  process.exitCode = UNUSABLE;
}
