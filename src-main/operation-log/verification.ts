import { hash as digest, type KeyObject } from 'node:crypto';

import { ArchiveSum, contradiction } from './archives/archive-sum.ts';
import { ARCHIVE_DESTROYED, ARCHIVED } from './archives/archive-entries.ts';
import { isManifestSigned, type Manifest, manifestIn } from './archives/manifest.ts';
import { hashedEntryOf, type LogEntry, NO_HASH } from './entry.ts';
import { linesForward } from './lines.ts';
import { beginOf, firstSequenceOf, type LogFile } from './log-folder.ts';
import { type BreakReason, type FoundBreak, OPENING, recordedBreak } from './opening.ts';
import type { LogHead } from './operation-log.ts';

/** What a reading of the chain found. */
export interface Verified {
  /** The first break of each segment that has one, and those that openings record; oldest first. */
  readonly breaks: readonly FoundBreak[];
  /** The last entry that was read and found good. */
  readonly head: LogHead | undefined;
}

/**
 * Reads entries in order and holds each against the one before. A break ends the reading of its segment; the next one is read as a
 * chain of its own, so that everything that can be proven is.
 */
export class Verification {
  #head: LogHead | undefined;
  /** True until something was read: what was before may lie elsewhere. */
  #beginning: boolean;
  readonly #breaks: FoundBreak[] = [];
  readonly #onEntry: (entry: LogEntry) => void;
  /** Archives whose entries are gone, by the digest of their manifest, until an entry says that they were destroyed. */
  readonly #destroyed = new Map<string, FoundBreak>();
  /** Archives that were read, by the digest of their manifest, and those that entries speak of. */
  readonly #seen = new Set<string>();
  readonly #archived: { readonly manifest: string; readonly found: FoundBreak }[] = [];
  #isWholeLog = false;
  #sum: ArchiveSum | undefined;
  #segment = '';

  /**
   * `from`: a head that is known to be good, to go on from in the middle of a segment. `onEntry` is told of each entry that is as it was
   * written.
   */
  constructor(from?: LogHead, onEntry: (entry: LogEntry) => void = () => undefined) {
    this.#head = from;
    this.#beginning = from === undefined;
    this.#onEntry = onEntry;
  }

  /** All archives are going to be read: of those that entries speak of, none may be missing. */
  expectArchives(): this {
    this.#isWholeLog = true;
    return this;
  }

  /** Reads a segment from a position where a line begins. `onLines` is told how many were read; it may throw to stop. */
  async readSegment(
    file: LogFile,
    from: number,
    until: number,
    onLines: (count: number) => void,
  ): Promise<void> {
    const named = from === 0 ? (firstSequenceOf(file.name) ?? 0) : undefined;
    await this.#read(file, from, until, (index) => (index === 0 ? named : undefined), onLines);
  }

  /**
   * Reads an archive: its entries like those of segments, and its manifest against them. Of one whose entries were destroyed, the manifest
   * stands for them, and an entry that is still to come has to say so. `keys`: that may have signed it.
   */
  async readArchive(
    file: LogFile,
    keys: ReadonlyMap<string, KeyObject>,
    onLines: (count: number) => void,
  ): Promise<void> {
    this.#segment = file.name;
    const found = await manifestIn(file);
    if (found === undefined || !isManifestSigned(found.manifest, keys)) {
      this.#breaks.push({ at: beginOf(file.name), because: 'archive', segment: file.name });
      this.#beginning = true;
      return;
    }
    const { manifest, line, end } = found;
    const size = await file.size();
    const manifestDigest = digest('sha256', line, 'hex');
    this.#seen.add(manifestDigest);
    if (size === end) {
      this.#passBy(manifest, manifestDigest);
      return;
    }
    const begins = new Map<number, number>();
    for (let index = 0, n = 0; n < manifest.segments.length; n += 1) {
      begins.set(index, manifest.segments[n]?.first ?? 0);
      index += manifest.segments[n]?.entries ?? 0;
    }
    this.#sum = new ArchiveSum();
    await this.#read(file, end, size, (index) => begins.get(index), onLines);
    const at = contradiction(manifest, this.#sum.result());
    this.#sum = undefined;
    if (at !== undefined && !this.#breaks.some(({ segment }) => segment === file.name)) {
      this.#breaks.push({ at, because: 'archive', segment: file.name });
    }
  }

  /** `begins`: for a line that begins a segment, by how many lines were before it, the number that its entry has to have. */
  async #read(
    file: LogFile,
    from: number,
    until: number,
    begins: (index: number) => number | undefined,
    onLines: (count: number) => void,
  ): Promise<void> {
    this.#segment = file.name;
    let index = 0;
    let end = from;
    for await (const lines of linesForward(file, from, until)) {
      for (const line of lines) {
        const found = this.#take(line.bytes, begins(index));
        if (found !== undefined) {
          this.#breakOff(found);
          return;
        }
        index += 1;
        end = line.start + line.bytes.length + 1;
      }
      onLines(lines.length);
    }
    if (end < until || (index === 0 && begins(0) !== undefined)) this.#breakOff('unreadable');
  }

  result(): Verified {
    const missing = this.#archived.filter(({ manifest }) => !this.#seen.has(manifest));
    const unexplained = [
      ...this.#destroyed.values(),
      ...(this.#isWholeLog ? missing.map(({ found }) => found) : []),
    ];
    return { breaks: [...this.#breaks, ...unexplained].toSorted((a, b) => a.at - b.at), head: this.#head };
  }

  /** Goes on behind entries that were destroyed. */
  #passBy({ first, previousHash, sequence, hash }: Manifest, manifestDigest: string): void {
    const follows = this.#beginning || this.#head?.hash === previousHash;
    if (!follows) this.#note(this.#head?.sequence === first - 1 ? 'link' : 'order');
    this.#destroyed.set(manifestDigest, { at: first, because: 'archive', segment: this.#segment });
    this.#head = { sequence, hash };
    this.#beginning = false;
  }

  /** What follows is a chain of its own. */
  #breakOff(because: BreakReason): void {
    this.#note(because);
    this.#beginning = true;
  }

  #note(because: BreakReason): void {
    const at = (this.#head?.sequence ?? (beginOf(this.#segment) || 1) - 1) + 1;
    this.#breaks.push({ at, because, segment: this.#segment });
  }

  /** `named`: for the first line of a segment, the number in the segment's name. */
  #take(line: Buffer, named: number | undefined): BreakReason | undefined {
    const read = hashedEntryOf(line);
    if (read === undefined) return 'unreadable';
    const { entry, computed } = read;
    if (computed !== entry.hash) return 'hash';
    const opens = entry.operation === OPENING;
    if (opens !== (named !== undefined) || (opens && named !== entry.sequence)) return 'opening';
    const recorded = opens ? recordedBreak(entry) : undefined;
    if (recorded === undefined) {
      const mismatch = this.#mismatch(entry);
      if (mismatch !== undefined) return mismatch;
    } else {
      // Numbers may be missing before it, which is what it records; but it holds on to the newest entry of then.
      if (!this.#beginning && entry.previousHash !== this.#head?.hash) this.#note('link');
      this.#breaks.push({ ...recorded, segment: this.#segment });
    }
    this.#beginning = false;
    this.#head = { sequence: entry.sequence, hash: entry.hash };
    this.#sum?.take(entry);
    this.#takeArchiveEntry(entry);
    this.#onEntry(entry);
    return undefined;
  }

  #takeArchiveEntry({ operation, detail }: LogEntry): void {
    const manifest = String(detail['manifest']);
    if (operation === ARCHIVE_DESTROYED) this.#destroyed.delete(manifest);
    if (operation !== ARCHIVED) return;
    const found = { at: Number(detail['first']), because: 'archive', segment: this.#segment } as const;
    this.#archived.push({ manifest, found });
  }

  #mismatch({ sequence, previousHash }: LogEntry): BreakReason | undefined {
    if (this.#beginning) return (sequence === 1) === (previousHash === NO_HASH) ? undefined : 'link';
    if (sequence !== (this.#head?.sequence ?? 0) + 1) return 'order';
    return previousHash === this.#head?.hash ? undefined : 'link';
  }
}
