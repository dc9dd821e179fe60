import { lineOf, type UnhashedEntry } from './entry.ts';
import { ignoreFileError } from './file-error.ts';
import { type LogFile, type LogFolder, segmentName } from './log-folder.ts';
import type { LogHead } from './operation-log.ts';

/** An entry that is on disk. */
export interface Written extends LogHead {
  readonly time: string;
  readonly operation: string;
  readonly result: string;
}

/** Makes an entry once its place in the chain is known. */
export type EntryMaker = (place: {
  readonly sequence: number;
  readonly previousHash: string;
}) => UnhashedEntry;

/**
 * The end of the log, where the next line goes. Calls must not overlap. A call that rejects leaves the log as it was: what it may
 * have written is cut off at once, or before the next entry if that fails too.
 */
export class LogTail {
  readonly #files: LogFolder;
  #file: LogFile;
  #end: number;
  #head: LogHead;
  #time: string;
  #torn = false;

  /** `end`: the position behind the last line, whose entry is `head` and was written at `time`. */
  constructor(files: LogFolder, file: LogFile, end: number, head: LogHead, time: string) {
    this.#files = files;
    this.#file = file;
    this.#end = end;
    this.#head = head;
    this.#time = time;
  }

  /** Begins the log. */
  static async begin(files: LogFolder, opening: UnhashedEntry): Promise<LogTail> {
    const { file, end, head } = await newSegment(files, opening);
    return new LogTail(files, file, end, head, opening.time);
  }

  get head(): LogHead {
    return this.#head;
  }

  /** When the newest entry was written. */
  get time(): string {
    return this.#time;
  }

  get segment(): string {
    return this.#file.name;
  }

  get end(): number {
    return this.#end;
  }

  /** Entries in one write and one sync. Resolves when the disk has them. */
  async append(makers: readonly EntryMaker[]): Promise<readonly Written[]> {
    if (this.#torn) await this.#cutOff();
    let head = this.#head;
    const lines: Buffer[] = [];
    const written: Written[] = [];
    for (const make of makers) {
      const entry = make({ sequence: head.sequence + 1, previousHash: head.hash });
      const made = lineOf(entry);
      lines.push(made.line);
      head = made.head;
      written.push(writtenAs(entry, head));
    }
    const bytes = Buffer.concat(lines);
    try {
      await this.#file.write(bytes, this.#end);
      await this.#file.sync();
    } catch (error) {
      this.#torn = true;
      // SECURITY: H75 — nothing that was not acknowledged stays. If this fails too, no entry is taken until it works.
      await this.#cutOff().catch(() => undefined);
      throw error;
    }
    this.#end += bytes.length;
    this.#head = head;
    this.#time = written.at(-1)?.time ?? this.#time;
    return written;
  }

  /** Goes on in a new segment. Where that fails, the old one stays in use. */
  async startSegment(opening: UnhashedEntry): Promise<Written> {
    const { file, end, head } = await newSegment(this.#files, opening);
    const before = this.#file;
    this.#file = file;
    this.#end = end;
    this.#head = head;
    this.#time = opening.time;
    this.#torn = false;
    // Everything in it is on disk; the new segment counts, whatever becomes of the old one's handle.
    await before.close().catch(ignoreFileError);
    return writtenAs(opening, head);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #cutOff(): Promise<void> {
    await this.#file.truncate(this.#end);
    await this.#file.sync();
    this.#torn = false;
  }
}

function writtenAs({ time, operation, result }: UnhashedEntry, head: LogHead): Written {
  return { ...head, time, operation, result };
}

async function newSegment(
  files: LogFolder,
  opening: UnhashedEntry,
): Promise<{ readonly file: LogFile; readonly end: number; readonly head: LogHead }> {
  const { line, head } = lineOf(opening);
  const file = await files.create(segmentName(opening.sequence));
  try {
    await file.write(line, 0);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    await files.remove(file.name).catch(() => undefined);
    throw error;
  }
  return { file, end: line.length, head };
}
