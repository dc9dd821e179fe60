import { entryOf, hashOf, type LogEntry, NO_HASH } from './entry.ts';
import { linesForward } from './lines.ts';
import { firstSequenceOf, type LogFile } from './log-folder.ts';
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
  /** True until something was read: the segments before may have been archived. */
  #beginning: boolean;
  readonly #breaks: FoundBreak[] = [];
  readonly #onEntry: (entry: LogEntry) => void;
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

  /** Reads a segment from a position where a line begins. `onLines` is told how many were read; it may throw to stop. */
  async readSegment(
    file: LogFile,
    from: number,
    until: number,
    onLines: (count: number) => void,
  ): Promise<void> {
    this.#segment = file.name;
    let first = from === 0;
    let end = from;
    for await (const lines of linesForward(file, from, until)) {
      for (const line of lines) {
        const found = this.#take(line.bytes, first ? firstSequenceOf(file.name) : undefined);
        if (found !== undefined) {
          this.#breakOff(found);
          return;
        }
        first = false;
        end = line.start + line.bytes.length + 1;
      }
      onLines(lines.length);
    }
    if (end < until || first) this.#breakOff('unreadable');
  }

  result(): Verified {
    return { breaks: this.#breaks.toSorted((a, b) => a.at - b.at), head: this.#head };
  }

  /** What follows is a chain of its own. */
  #breakOff(because: BreakReason): void {
    this.#note(because);
    this.#beginning = true;
  }

  #note(because: BreakReason): void {
    const at = (this.#head?.sequence ?? (firstSequenceOf(this.#segment) ?? 1) - 1) + 1;
    this.#breaks.push({ at, because, segment: this.#segment });
  }

  /** `named`: for the first line of a segment, the number in the segment's name. */
  #take(line: Buffer, named: number | undefined): BreakReason | undefined {
    const entry = entryOf(line);
    if (entry === undefined) return 'unreadable';
    if (hashOf(entry) !== entry.hash) return 'hash';
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
    this.#onEntry(entry);
    return undefined;
  }

  #mismatch({ sequence, previousHash }: LogEntry): BreakReason | undefined {
    if (this.#beginning) return (sequence === 1) === (previousHash === NO_HASH) ? undefined : 'link';
    if (sequence !== (this.#head?.sequence ?? 0) + 1) return 'order';
    return previousHash === this.#head?.hash ? undefined : 'link';
  }
}
