/**
 * The independent verifier of the operation log: written from docs/operation-log.md alone. It shares no code with the program that
 * writes the log, so that a mistake in one does not hide in the other, and needs no secret, no network and nothing but Node.
 *
 *   node tools/verify-log/verify-log.ts FILE|FOLDER [--head SEQUENCE:HASH] [--checkpoints FILE|FOLDER] [--public-key FILE]
 *
 * Ends with 0: nothing was changed. 1: something was. 2: it could not be told. 3: nothing was changed, and checkpoints are missing
 * that have to be there. SECURITY: P7, H75
 */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { archiveFindings, manifestAt, readArchive } from './archives.ts';
import { breakOff, type Chain, emptyChain, type Finding } from './chain.ts';
import { beyond, type Evidence, gatherEvidence } from './evidence.ts';
import { readFile } from './log-files.ts';
import { report } from './report.ts';
import { Unusable } from './unusable.ts';

const USAGE =
  '使い方： npm run verify-log -- ファイルまたはフォルダー [--head 番号:ハッシュ値] [--checkpoints 署名点の控え] [--public-key 公開鍵]';

interface Head {
  readonly sequence: number;
  readonly hash: string;
}

interface Task {
  readonly path: string;
  readonly head: Head | undefined;
  readonly checkpoints: string | undefined;
  readonly publicKey: string | undefined;
}

function readTask(): Task {
  const { path, head, checkpoints, publicKey } = readArguments();
  return { path, head: head === undefined ? undefined : readHead(head), checkpoints, publicKey };
}

function readArguments(): Omit<Task, 'head'> & { readonly head: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      options: {
        head: { type: 'string' },
        checkpoints: { type: 'string' },
        'public-key': { type: 'string' },
      },
      allowPositionals: true,
    });
    const [path, ...more] = positionals;
    const { head, checkpoints, 'public-key': publicKey } = values;
    if (path !== undefined && more.length === 0) return { path, head, checkpoints, publicKey };
  } catch {
    // Said below.
  }
  throw new Unusable(USAGE);
}

function readHead(given: string): Head {
  const match = /^([1-9][0-9]{0,10}):([0-9a-f]{64})$/.exec(given);
  if (match === null) throw new Unusable('--head は「番号:ハッシュ値（16進64桁）」の形で指定してください。');
  return { sequence: Number(match[1]), hash: match[2] ?? '' };
}

const SEGMENT = /^operation-log-(\d{12})\.jsonl$/;
const ARCHIVE = /^operation-log-archive-\d{4}-(\d{12})-(\d{12})\.jsonl$/;

interface LogFiles {
  readonly paths: readonly string[];
  /** Segments that an archive has: the power went before they were removed. */
  readonly taken: number;
}

/** The archives and segments of a folder in the order of their numbers, or the one file. */
function filesAt(path: string): LogFiles {
  if (!statSync(path).isDirectory()) return { paths: [path], taken: 0 };
  const names = readdirSync(path);
  const archives = names.filter((name) => ARCHIVE.test(name));
  const upTo = Math.max(0, ...archives.map((name) => Number(ARCHIVE.exec(name)?.[2])));
  const segments = names.filter((name) => SEGMENT.test(name));
  const living = segments.filter((name) => Number(SEGMENT.exec(name)?.[1]) > upTo).toSorted();
  if (archives.length + living.length === 0) {
    throw new Unusable('このフォルダーに操作ログのファイル（operation-log-番号.jsonl）がありません。');
  }
  const inOrder = archives.toSorted((a, b) => Number(ARCHIVE.exec(a)?.[1]) - Number(ARCHIVE.exec(b)?.[1]));
  const paths = [...inOrder, ...living].map((name) => join(path, name));
  return { paths, taken: segments.length - living.length };
}

function isArchive(path: string): boolean {
  return basename(path).startsWith('operation-log-archive-') || manifestAt(path) !== undefined;
}

/** What `--head` proves: that everything up to there is what it was when the head was written down. */
function headFindings(chain: Chain, head: Head | undefined): readonly Finding[] {
  if (head === undefined || chain.named?.hash === head.hash) return [];
  if (chain.named === undefined) {
    const why = `指定された ${head.sequence} 番の記録がありません。ログの終わりが切り取られたか、古い控えに戻されています`;
    return [{ at: Math.min((chain.last?.sequence ?? 0) + 1, head.sequence), file: '', why }];
  }
  const why = `${head.sequence} 番の記録が、指定されたものと違います。ログが書き直されたか、古い控えから続けられています`;
  return [{ at: head.sequence, file: '', why }];
}

function verify(): number {
  const { path, head, checkpoints, publicKey } = readTask();
  const { paths, taken } = filesAt(path);
  const isFolder = statSync(path).isDirectory();
  const archives = new Set(paths.filter(isArchive));
  const evidence: Evidence = gatherEvidence(path, checkpoints, publicKey, archives.size > 0);
  let chain = emptyChain(head?.sequence ?? 0, evidence.proofs, isFolder);
  let tornBytes = 0;
  for (const file of paths) {
    if (tornBytes > 0) chain = breakOff(chain, '前のファイルが行の途中で終わっています');
    ({ chain, tornBytes } = archives.has(file)
      ? readArchive(chain, file, statSync(file).size, evidence.keys)
      : readFile(chain, file));
  }
  if (chain.entries + chain.destroyed === 0 && chain.findings.length === 0) {
    throw new Unusable('記録が一つもありません。');
  }
  const findings = [
    ...chain.findings,
    ...archiveFindings(chain, isFolder),
    ...headFindings(chain, head),
    // An archive alone ends before the newest checkpoint.
    ...(isFolder || archives.size === 0 ? beyond(chain) : []),
  ].toSorted((a, b) => a.at - b.at);
  const counts = { files: paths.length, archives: archives.size, taken, tornBytes };
  process.stdout.write(`${report({ chain, findings, evidence, ...counts })}\n`);
  if (findings.length + evidence.findings.length > 0) return 1;
  return chain.missing.count === 0 ? 0 : 3;
}

try {
  process.exitCode = verify();
} catch (error) {
  // Files that can't be read are told in one line; anything else is a mistake of this program and shows itself.
  if (!(error instanceof Unusable) && !(error instanceof Error && 'code' in error)) throw error;
  process.stderr.write(`検証できません： ${error.message}\n`);
  process.exitCode = 2;
}
