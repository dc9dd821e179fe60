import { createHash } from 'node:crypto';

import { MerkleTree } from '../checkpoints/merkle-tree.ts';
import { blackLine, type LogEntry } from '../entry.ts';
import { OPENING } from '../opening.ts';
import type { Manifest } from './manifest.ts';

type Sums = Pick<
  Manifest,
  | 'earliest'
  | 'entries'
  | 'first'
  | 'hash'
  | 'latest'
  | 'logId'
  | 'previousHash'
  | 'root'
  | 'segments'
  | 'sequence'
>;

/** What a manifest says of entries, made from them one by one. */
export class ArchiveSum {
  readonly #tree = new MerkleTree();
  readonly #segments: { entries: number; first: number; sha256: string }[] = [];
  #digest = createHash('sha256');
  #first: LogEntry | undefined;
  #last: LogEntry | undefined;
  #earliest = '9';
  #latest = '';
  #entries = 0;

  take(entry: LogEntry): void {
    if (entry.operation === OPENING) this.#beginSegment(entry.sequence);
    this.#first ??= entry;
    this.#last = entry;
    this.#entries += 1;
    if (entry.time < this.#earliest) this.#earliest = entry.time;
    if (entry.time > this.#latest) this.#latest = entry.time;
    const segment = this.#segments.at(-1);
    if (segment !== undefined) segment.entries += 1;
    this.#digest.update(`${blackLine(entry)}\n`);
    this.#tree.add(Buffer.from(entry.hash, 'hex'));
  }

  /** Undefined where there was no entry. */
  result(): Sums | undefined {
    const [first, last] = [this.#first, this.#last];
    if (first === undefined || last === undefined) return undefined;
    this.#endSegment();
    return {
      earliest: this.#earliest,
      entries: this.#entries,
      first: first.sequence,
      hash: last.hash,
      latest: this.#latest,
      logId: String(first.detail['logId']),
      previousHash: first.previousHash,
      root: this.#tree.root(),
      segments: this.#segments,
      sequence: last.sequence,
    };
  }

  #beginSegment(first: number): void {
    this.#endSegment();
    this.#segments.push({ entries: 0, first, sha256: '' });
    this.#digest = createHash('sha256');
  }

  #endSegment(): void {
    const segment = this.#segments.at(-1);
    if (segment?.sha256 === '') segment.sha256 = this.#digest.digest('hex');
  }
}

/** The first entry for which the entries are not those of the manifest; undefined where they are. */
export function contradiction(manifest: Manifest, sums: Sums | undefined): number | undefined {
  if (sums === undefined) return manifest.first;
  const wrong = manifest.segments.find(({ entries, first, sha256 }, index) => {
    const found = sums.segments[index];
    return found?.first !== first || found.entries !== entries || found.sha256 !== sha256;
  });
  if (wrong !== undefined) return wrong.first;
  const same = (Object.keys(sums) as (keyof Sums)[]).every(
    (name) => name === 'segments' || sums[name] === manifest[name],
  );
  return same && sums.segments.length === manifest.segments.length ? undefined : manifest.first;
}
