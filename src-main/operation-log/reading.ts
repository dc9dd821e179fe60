import type { KeyObject } from 'node:crypto';

import { type LogEntryView } from '../../src-shared/contract/operation-log.ts';
import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { entryOf, type LogEntry } from './entry.ts';
import { lineAfter, linesBackward } from './lines.ts';
import { manifestIn } from './archives/manifest.ts';
import { archiveOf, beginOf, type LogFile, type LogFolder, logFilesUpTo } from './log-folder.ts';
import type { LogFilter, LogPage } from './operation-log.ts';
import { unseal } from './sealing.ts';

/** Entries and sealed values that one call looks at: with more, it says where to go on. Keeps a call under about 0.2 s. */
const MOST_STEPS = 20_000;
const MAX_REASON = 200;

/** Where the log ends at the moment of the reading. */
export interface ReadableEnd {
  readonly segment: string;
  readonly end: number;
}

/** Reads the log backwards in blocks, so that memory stays the same however long it is. */
export async function readPage(
  files: LogFolder,
  last: ReadableEnd,
  key: KeyObject,
  filter: LogFilter,
  before: number | null,
  limit: number,
): Promise<LogPage> {
  const page = new Page(key, filter, limit);
  const names = (await logFilesUpTo(files, last.segment)).toReversed();
  for (const name of names) {
    if (before !== null && beginOf(name) >= before) continue;
    const file = await files.open(name, 'read');
    try {
      if (archiveOf(name) !== undefined && !(await page.mayBeIn(file))) continue;
      const size = name === last.segment ? last.end : await file.size();
      const end = before === null ? size : await positionOf(file, before, size);
      for await (const lines of linesBackward(file, end)) {
        for (const line of lines) {
          if (page.take(line.bytes)) return page.result();
        }
      }
    } finally {
      await file.close();
    }
  }
  return { ...page.result(), before: null };
}

/** Where the line of the first entry with at least this number begins, found by halving. */
export async function positionOf(file: LogFile, sequence: number, size: number): Promise<number> {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineAfter(file, middle, size);
    if (line === undefined || line.start >= high || sequenceOf(line.bytes) >= sequence) high = middle;
    else low = line.start + line.bytes.length + 1;
  }
  return low;
}

/** Read from the text, since most lines on the way are only passed by. A line that is none counts as an early one. */
function sequenceOf(line: Buffer): number {
  const match = /,"sequence":(\d{1,15}),"subjects":\[/.exec(line.toString('latin1'));
  return match === null ? 0 : Number(match[1]);
}

class Page {
  readonly #entries: LogEntryView[] = [];
  readonly #needles: readonly Buffer[];
  readonly #from: string;
  readonly #until: string;
  #steps = 0;
  #before = 0;
  readonly #key: KeyObject;
  readonly #filter: LogFilter;
  readonly #limit: number;

  constructor(key: KeyObject, filter: LogFilter, limit: number) {
    this.#key = key;
    this.#filter = filter;
    this.#limit = limit;
    // The canonical form has one spelling for each value, so a line that lacks it can be passed by unread.
    this.#needles = [
      ...(filter.userId === '' ? [] : [`"userId":${JSON.stringify(filter.userId)}}`]),
      ...(filter.action === '' ? [] : [`"action":${JSON.stringify(filter.action)},`]),
    ].map((text) => Buffer.from(text));
    this.#from = filter.from === '' ? '' : midnightInJapan(filter.from, 0);
    this.#until = filter.until === '' ? '9' : midnightInJapan(filter.until, 1);
  }

  /** True when the page is full or the call has looked at enough. */
  take(line: Buffer): boolean {
    this.#steps += 1;
    if (this.#mayMatch(line)) {
      const entry = entryOf(line);
      if (entry !== undefined) this.#show(entry);
    }
    if (this.#entries.length < this.#limit && this.#steps < MOST_STEPS) return false;
    // A line that is none has no number to go on from: one more, then.
    this.#before = sequenceOf(line);
    return this.#before > 0;
  }

  /** Whether an archive may hold entries of the time: a look-up in one year passes the others by. */
  async mayBeIn(archive: LogFile): Promise<boolean> {
    const found = await manifestIn(archive);
    if (found === undefined) return true;
    return found.manifest.latest >= this.#from && found.manifest.earliest < this.#until;
  }

  result(): LogPage {
    return { entries: this.#entries, before: this.#before === 0 ? null : this.#before };
  }

  #mayMatch(line: Buffer): boolean {
    if (!this.#needles.every((needle) => line.includes(needle))) return false;
    const at = line.lastIndexOf('"time":"') + '"time":"'.length;
    const time = line.toString('latin1', at, at + 24);
    return time >= this.#from && time < this.#until;
  }

  #show(entry: LogEntry): void {
    const subjects = entry.subjects.map((sealed) => unseal(this.#key, entry.sequence, sealed));
    this.#steps += subjects.length;
    const { userId, action, addresseeNumber } = this.#filter;
    if (userId !== '' && entry.actor.userId !== userId) return;
    if (action !== '' && entry.action !== action) return;
    if (addresseeNumber !== '' && !subjects.includes(addresseeNumber)) return;
    this.#entries.push(viewOf(entry, subjects, unseal(this.#key, entry.sequence, entry.note)));
  }
}

function viewOf(
  entry: LogEntry,
  subjects: readonly (string | undefined)[],
  note: string | undefined,
): LogEntryView {
  const readable = subjects.filter((subject) => subject !== undefined);
  const reason = [entry.reason, note ?? ''].filter((words) => words !== '').join('：');
  return {
    sequence: entry.sequence,
    time: IsoTimestamp.parse(entry.time),
    ...entry.actor,
    workstation: entry.workstation,
    operation: entry.operation,
    action: entry.action,
    reason: reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON - 1).toWellFormed()}…` : reason,
    subjects: readable.length === 0 && subjects.length > 0 ? 'sealed' : readable,
    subjectCount: subjects.length,
    result: entry.result,
    detail: entry.detail,
  };
}

/** The moment in UTC at which a day begins in Japan, or the day after it. */
function midnightInJapan(day: string, daysLater: number): string {
  const midnight = new Date(`${day}T00:00:00+09:00`);
  midnight.setUTCDate(midnight.getUTCDate() + daysLater);
  return midnight.toISOString();
}
