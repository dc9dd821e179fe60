import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import type { EditedCells } from '../checking/staged-rows.ts';
import { type RawRecord, RecordSplitter } from '../reading/record-splitter.ts';
import { type EncodeText, encoderOf } from './encode-text.ts';

const QUOTE = '"';
const QUOTED = Buffer.from(QUOTE);
/** A fix of a column writes one text into many rows. */
const MOST_KEPT = 1_000;

/** A record as the file would have it, had somebody written the edits into it. */
export class EditedBytes {
  readonly #encode: EncodeText;
  readonly #cells = new Map<string, Buffer | undefined>();
  readonly #splitter: RecordSplitter;
  #split: RawRecord | undefined;

  constructor(encoding: FileEncoding) {
    this.#encode = encoderOf(encoding);
    this.#splitter = new RecordSplitter((record) => {
      this.#split = record;
    });
  }

  /** Undefined where the file's encoding has no bytes for an edit, and for a record that can't be told into cells. */
  recordWith(record: RawRecord, edited: EditedCells): RawRecord | undefined {
    if (record.fault !== undefined) return undefined;
    this.#split = undefined;
    let from = record.from;
    for (let cell = 0; cell < record.cells; cell += 1) {
      const text = edited.get(cell);
      if (text === undefined) continue;
      const bytes = this.#cellOf(text);
      if (!bytes) {
        this.#splitter.end();
        return undefined;
      }
      const isQuoted = isQuotedCell(record, cell);
      this.#splitter.push(record.bytes.subarray(from, (record.starts[cell] ?? 0) - (isQuoted ? 1 : 0)));
      this.#splitter.push(bytes);
      from = (record.ends[cell] ?? 0) + (isQuoted ? 1 : 0);
    }
    this.#splitter.push(record.bytes.subarray(from, record.end));
    this.#splitter.end();
    const split: RawRecord | undefined = this.#split;
    return split && Object.assign(split, { line: record.line });
  }

  #cellOf(text: string): Buffer | undefined {
    if (this.#cells.has(text)) return this.#cells.get(text);
    const isPlain = !/[",\r\n]/.test(text);
    // Half a surrogate pair has no bytes: UTF-8 would say something else instead.
    const bytes = text.isWellFormed()
      ? this.#encode(isPlain ? text : text.replaceAll(QUOTE, QUOTE + QUOTE))
      : undefined;
    const cell = bytes && !isPlain ? Buffer.concat([QUOTED, bytes, QUOTED]) : bytes;
    if (this.#cells.size < MOST_KEPT) this.#cells.set(text, cell);
    return cell;
  }
}

function isQuotedCell({ bytes, from, starts }: RawRecord, cell: number): boolean {
  const start = starts[cell] ?? 0;
  return start > from && bytes[start - 1] === QUOTED[0];
}
