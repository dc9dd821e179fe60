import type { Writable } from '../writable.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A record longer than this is not one: a quote was left open, or it is no CSV. */
export const MAX_RECORD_BYTES = 1_048_576;
/** Cells beyond this are counted and not kept. */
export const MAX_CELLS = 1_000;

/** `quote`: a quote that never closes, text after a closing one, or one inside a cell without quotes. `too-long`: one endless line. */
export type RecordFault = 'quote' | 'too-long';

/**
 * One record where it lies: the cells are places in `bytes`. It is the same object for every record: whoever wants to keep
 * something copies it.
 */
export interface RawRecord {
  readonly bytes: Buffer;
  /** Where it begins, and where it ends without its line end; of a line that is too long nothing is left. */
  readonly from: number;
  readonly end: number;
  /** As a spreadsheet shows it: the first record is line 1, and a line break inside quotes does not begin a new one. */
  readonly line: number;
  readonly fault: RecordFault | undefined;
  /** A line with nothing on it. */
  readonly blank: boolean;
  /** Cells found; those beyond MAX_CELLS have no place, nor have those of a line that is too long. */
  readonly cells: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where the cell holds doubled quotes. */
  readonly doubled: Uint8Array;
}

/** What the scanner says of the record at a place. */
type Scan = 'record' | 'fault' | 'incomplete';

/**
 * Splits bytes into records and cells by RFC 4180, strictly, whatever the pieces are cut like: quotes, line breaks inside them,
 * CRLF, LF and CR. Neither CP932 nor UTF-8 has these bytes inside a longer character. A record with a wrong quote ends with its
 * first physical line, and reading goes on with the next one, so that one slip costs one row and not the rest of the file.
 */
export class RecordSplitter {
  readonly #onRecord: (record: RawRecord) => void;
  readonly #maxBytes: number;
  readonly #starts = new Int32Array(MAX_CELLS);
  readonly #ends = new Int32Array(MAX_CELLS);
  readonly #doubled = new Uint8Array(MAX_CELLS);
  #bytes: Buffer = Buffer.allocUnsafe(0);
  /** What is in the buffer: from `#from` up to `#until`. */
  #from = 0;
  #until = 0;
  #line = 0;
  #cells = 0;
  /** End of the record that was scanned last, and the place behind its line end. */
  #end = 0;
  #behind = 0;
  /** Inside a line that is longer than any record. */
  #skipping = false;
  readonly #record: Writable<RawRecord> = {
    bytes: this.#bytes,
    from: 0,
    end: 0,
    line: 0,
    fault: undefined,
    blank: false,
    cells: 0,
    starts: this.#starts,
    ends: this.#ends,
    doubled: this.#doubled,
  };

  constructor(onRecord: (record: RawRecord) => void, maxBytes = MAX_RECORD_BYTES) {
    this.#onRecord = onRecord;
    this.#maxBytes = maxBytes;
  }

  push(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#until);
    this.#until += piece.length;
    this.#read(false);
  }

  /** The file is at its end. */
  end(): void {
    this.#read(true);
  }

  #makeRoom(more: number): void {
    const kept = this.#until - this.#from;
    if (this.#until + more <= this.#bytes.length) return;
    const target =
      kept + more <= this.#bytes.length / 2 ? this.#bytes : Buffer.allocUnsafe((kept + more) * 2);
    this.#bytes.copy(target, 0, this.#from, this.#until);
    this.#bytes = target;
    this.#from = 0;
    this.#until = kept;
  }

  #read(last: boolean): void {
    if (this.#skipping && !this.#skipLine(last)) return;
    while (this.#from < this.#until) {
      const scan = this.#scan(last);
      // Two bytes more than the longest record are its line end.
      if (scan === 'incomplete' && this.#until - this.#from <= this.#maxBytes + 2) return;
      if (scan === 'record' && this.#end - this.#from <= this.#maxBytes) {
        this.#emit(undefined);
        this.#from = this.#behind;
      } else if (!this.#dropLine(last)) return;
    }
  }

  /** Gives up the record that begins here and goes behind its first physical line. False where that line is not all there yet. */
  #dropLine(last: boolean): boolean {
    const lineEnd = this.#lineEndFrom(this.#from);
    if (lineEnd - this.#from > this.#maxBytes) {
      this.#skipping = true;
      this.#cells = 1;
      return this.#skipLine(last);
    }
    const behind = this.#behindLineEnd(lineEnd, last);
    if (behind === undefined) return false;
    this.#end = lineEnd;
    this.#emit('quote');
    this.#from = behind;
    return true;
  }

  /** Goes behind the line that is being skipped, counting its commas. False where its end has not come yet. */
  #skipLine(last: boolean): boolean {
    const lineEnd = this.#lineEndFrom(this.#from);
    for (let at = this.#from; at < lineEnd; at += 1) if (this.#bytes[at] === COMMA) this.#cells += 1;
    const behind = this.#behindLineEnd(lineEnd, last);
    if (behind !== undefined) this.#emit('too-long');
    // A CR that may be followed by LF stays in the buffer.
    this.#from = behind ?? lineEnd;
    this.#skipping = behind === undefined;
    return behind !== undefined;
  }

  #lineEndFrom(from: number): number {
    let at = from;
    while (at < this.#until) {
      const byte = this.#bytes[at];
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
      at += 1;
    }
    return at;
  }

  /** The place behind a line end (CRLF is one); undefined where only more bytes can tell. */
  #behindLineEnd(at: number, last: boolean): number | undefined {
    if (at >= this.#until) return last ? at : undefined;
    if (this.#bytes[at] === LINE_FEED) return at + 1;
    if (at + 1 >= this.#until) return last ? at + 1 : undefined;
    return this.#bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
  }

  #emit(fault: RecordFault | undefined): void {
    this.#line += 1;
    const single = this.#cells === 1 && this.#starts[0] === this.#ends[0];
    const record = this.#record;
    record.bytes = this.#bytes;
    record.from = fault === 'too-long' ? 0 : this.#from;
    record.end = fault === 'too-long' ? 0 : this.#end;
    record.line = this.#line;
    record.fault = fault;
    record.blank = fault === undefined && single && this.#bytes[this.#starts[0] ?? 0] !== QUOTE;
    record.cells = fault === 'quote' ? 0 : this.#cells;
    this.#onRecord(record);
  }

  /** Finds the cells of the record at `#from`. */
  #scan(last: boolean): Scan {
    const bytes = this.#bytes;
    const until = this.#until;
    this.#cells = 0;
    for (let at = this.#from; ; at += 1) {
      const quoted = bytes[at] === QUOTE && at < until;
      const end = quoted ? this.#quotedCell(at + 1, last) : this.#plainCell(at);
      if (end === -1) return 'incomplete';
      if (end === -2) return 'fault';
      if (end >= until && !last) return 'incomplete';
      const closing = end < until ? bytes[end] : undefined;
      if (closing === COMMA) {
        at = end;
        continue;
      }
      if (closing !== undefined && closing !== LINE_FEED && closing !== CARRIAGE_RETURN) return 'fault';
      const behind = this.#behindLineEnd(end, last);
      if (behind === undefined) return 'incomplete';
      this.#end = end;
      this.#behind = behind;
      return 'record';
    }
  }

  /** The place behind the cell; -2 for a quote inside it. */
  #plainCell(from: number): number {
    const bytes = this.#bytes;
    const until = this.#until;
    let at = from;
    for (; at < until; at += 1) {
      const byte = bytes[at] ?? 0;
      // The comma is the highest of them: nearly every byte is told by this alone.
      if (byte > COMMA) continue;
      if (byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
      if (byte === QUOTE) return -2;
    }
    this.#keep(from, at, 0);
    return at;
  }

  /** The place behind the closing quote; -1 where more bytes are needed, -2 where it never closes. */
  #quotedCell(from: number, last: boolean): number {
    const bytes = this.#bytes;
    const until = this.#until;
    let doubled = 0;
    for (let at = from; ; at += 1) {
      at = bytes.indexOf(QUOTE, at);
      if (at < 0 || at >= until) return last ? -2 : -1;
      if (at + 1 >= until && !last) return -1;
      if (at + 1 < until && bytes[at + 1] === QUOTE) {
        doubled = 1;
        at += 1;
        continue;
      }
      this.#keep(from, at, doubled);
      return at + 1;
    }
  }

  #keep(start: number, end: number, doubled: number): void {
    if (this.#cells < MAX_CELLS) {
      this.#starts[this.#cells] = start;
      this.#ends[this.#cells] = end;
      this.#doubled[this.#cells] = doubled;
    }
    this.#cells += 1;
  }
}
