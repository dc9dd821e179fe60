import { createHash, hash, type KeyObject } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

import { isManifestSigned, type Manifest, readManifest } from './archive-grammar.ts';
import { breakOff, type Chain, type Finding, startFile, takeLine } from './chain.ts';
import { type DayTree, rootOf, withEntry } from './day-tree.ts';
import type { Line } from './line-grammar.ts';
import { type FileRead, readFile } from './log-files.ts';

const MOST_MANIFEST_BYTES = 262_144;
const LINE_FEED = 0x0a;

/** The manifest at the beginning of a file; undefined where its first line is none. */
export function manifestAt(
  path: string,
): { readonly manifest: Manifest; readonly digest: string; readonly end: number } | undefined {
  const file = openSync(path, 'r');
  try {
    const block = Buffer.alloc(MOST_MANIFEST_BYTES);
    const bytes = block.subarray(0, readSync(file, block, 0, block.length, 0));
    const end = bytes.indexOf(LINE_FEED);
    const line = bytes.subarray(0, Math.max(0, end));
    const manifest = readManifest(line.toString('utf8'));
    if (manifest === undefined) return undefined;
    return { manifest, digest: hash('sha256', line, 'hex'), end: end + 1 };
  } finally {
    closeSync(file);
  }
}

/** Takes an archive: its manifest and its signature, its entries as those of segments, and the one against the other. */
export function readArchive(
  before: Chain,
  path: string,
  length: number,
  keys: ReadonlyMap<string, KeyObject>,
): FileRead {
  const chain = startFile(before, basename(path));
  const found = manifestAt(path);
  const first = numberIn(chain.file) ?? (chain.last?.sequence ?? 0) + 1;
  if (found === undefined)
    return { chain: notProven(chain, first, '書庫の目録として読めません'), tornBytes: 0 };
  const { manifest, digest, end } = found;
  const named = /-(\d{12})-(\d{12})\b/.exec(chain.file);
  if (named !== null && (Number(named[1]) !== manifest.first || Number(named[2]) !== manifest.sequence)) {
    return { chain: notProven(chain, first, '書庫の名前と目録の番号が違います'), tornBytes: 0 };
  }
  if (!isManifestSigned(manifest, keys)) {
    const why = keys.has(manifest.keyId)
      ? '書庫の目録の署名が合いません。目録が署名したときと違います'
      : '書庫の目録が、知らない鍵で署名されています';
    return { chain: notProven(chain, manifest.first, why), tornBytes: 0 };
  }
  const seen = new Map([...chain.archives, [digest, manifest.first]]);
  if (end === length) return { chain: passBy({ ...chain, archives: seen }, manifest, digest), tornBytes: 0 };
  const reader = new ArchiveReader(manifest);
  const read = readFile({ ...chain, archives: seen }, path, end, (each, line) => reader.take(each, line));
  return { chain: reader.finish(read), tornBytes: 0 };
}

/** What was never said: archives that are gone or were emptied, without an entry that says so. */
export function archiveFindings(chain: Chain, isFolder: boolean): readonly Finding[] {
  const emptied = [...chain.emptied.values()];
  if (!isFolder) return emptied;
  const missing = [...chain.archived].filter(([digest]) => !chain.archives.has(digest));
  return [
    ...emptied,
    ...missing.map(([, at]) => ({
      at,
      file: '',
      why: '書庫へ移したという記録のある書庫がないか、目録がそのときのものと違います',
    })),
  ];
}

function numberIn(file: string): number | undefined {
  const named = /^operation-log-archive-\d{4}-(\d{12})-/.exec(file)?.[1];
  return named === undefined ? undefined : Number(named);
}

function notProven(chain: Chain, at: number, why: string): Chain {
  const findings = [...chain.findings, { at, file: chain.file, why }];
  return { ...chain, findings, loose: true, brokenOff: true };
}

/** Of an archive whose entries were destroyed, the manifest stands for them. */
function passBy(chain: Chain, manifest: Manifest, digest: string): Chain {
  const { first, previousHash, sequence, hash: own, earliest, latest, entries, logId } = manifest;
  const follows = chain.loose || chain.last?.hash === previousHash;
  const kept = follows ? chain : breakOff(chain, '前の記録とつながっていません');
  const why = '書庫の記録がなく、破棄したという記録もありません';
  const standIn = (number: number, time: string): Line => ({ ...noLine, sequence: number, time, hash: own });
  return {
    ...kept,
    emptied: new Map([...chain.emptied, [digest, { at: first, file: chain.file, why }]]),
    destroyed: chain.destroyed + entries,
    first: chain.first ?? standIn(first, earliest),
    last: standIn(sequence, latest),
    logId,
    day: undefined,
    loose: false,
    brokenOff: false,
    atStart: true,
  };
}

const noLine: Omit<Line, 'sequence' | 'time' | 'hash'> = {
  operation: '',
  result: '',
  previousHash: '',
  computed: '',
  detail: new Map(),
  sealed: 0,
  blackedOut: 0,
  black: '',
};

/** Makes of the entries what the manifest has to say of them. */
class ArchiveReader {
  readonly #manifest: Manifest;
  #digest = createHash('sha256');
  #segment = -1;
  #left = 0;
  #tree: DayTree | undefined;
  #entries = 0;
  #first: Line | undefined;
  #last: Line | undefined;
  #earliest = '9';
  #latest = '';
  /** The first number of the segment that is not what the manifest says. */
  #wrongAt: number | undefined;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  take(chain: Chain, given: string): Chain {
    const begins = this.#left === 0;
    if (begins) this.#endSegment();
    const segment = this.#manifest.segments[this.#segment];
    if (segment === undefined) return breakOff(chain, '書庫の目録にない記録です');
    const next = takeLine(begins ? { ...chain, atStart: true } : chain, given);
    const line = next.last;
    if (next.brokenOff || line === undefined) return next;
    if (begins && line.sequence !== segment.first) this.#wrongAt ??= segment.first;
    this.#left -= 1;
    this.#entries += 1;
    this.#first ??= line;
    this.#last = line;
    if (line.time < this.#earliest) this.#earliest = line.time;
    if (line.time > this.#latest) this.#latest = line.time;
    this.#digest.update(`${line.black}\n`);
    // One tree over all of them, whatever their days.
    this.#tree = withEntry(this.#tree, { ...line, time: ONE_DAY }, '', true);
    return next;
  }

  finish({ chain, tornBytes }: FileRead): Chain {
    if (chain.brokenOff) return chain;
    if (tornBytes > 0) return breakOff(chain, '書庫が行の途中で終わっています');
    if (this.#entries < this.#manifest.entries) {
      const at = this.#manifest.first + this.#entries;
      return notProven(chain, at, '書庫の終わりが切り取られています');
    }
    this.#endSegment();
    const at = this.#wrongAt ?? (this.#isAsSaid() ? undefined : this.#manifest.first);
    return at === undefined ? chain : notProven(chain, at, '書庫の中身が、目録に書かれたものと違います');
  }

  #isAsSaid(): boolean {
    const {
      entries,
      first,
      sequence,
      hash: own,
      previousHash,
      earliest,
      latest,
      root,
      segments,
    } = this.#manifest;
    return (
      this.#entries === entries &&
      this.#segment === segments.length &&
      this.#first?.sequence === first &&
      this.#first.previousHash === previousHash &&
      this.#last?.sequence === sequence &&
      this.#last.hash === own &&
      this.#earliest === earliest &&
      this.#latest === latest &&
      this.#tree !== undefined &&
      rootOf(this.#tree) === root
    );
  }

  #endSegment(): void {
    const ended = this.#manifest.segments[this.#segment];
    if (ended !== undefined && (this.#left > 0 || this.#digest.digest('hex') !== ended.sha256)) {
      this.#wrongAt ??= ended.first;
    }
    this.#digest = createHash('sha256');
    this.#segment += 1;
    this.#left = this.#manifest.segments[this.#segment]?.entries ?? 0;
  }
}

const ONE_DAY = '2000-01-01T00:00:00.000Z';
