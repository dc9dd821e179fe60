import type { PreparedStatement, SqlDatabase } from '../encrypted-database.ts';

interface Block {
  readonly first: number;
  readonly ends: Uint32Array;
  readonly body: Buffer;
}

interface BlockRow {
  readonly first: number;
  readonly ends: Uint8Array;
  readonly body: Uint8Array;
}

const NONE = Buffer.alloc(0);
/** Blocks kept open: whoever looks at one row looks at its neighbours next. */
const KEPT = 8;

/** Reads the bytes of records out of their blocks. */
export class StagedBlocks {
  readonly #find: PreparedStatement<[number], BlockRow>;
  #kept: Block[] = [];
  /** The one that was read last: most rows are read one after another. */
  #last: Block | undefined;

  constructor(database: SqlDatabase) {
    this.#find = database.prepare(
      'SELECT first, ends, body FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1',
    );
  }

  /** What was kept for the row; nothing where it has nothing here. It stays as it is whatever is read next. */
  bytesOf(row: number): Buffer {
    const block = this.#blockOf(row);
    const record = block ? row - block.first : 0;
    if (!block || record >= block.ends.length) return NONE;
    const start = record === 0 ? 0 : (block.ends[record - 1] ?? 0);
    return block.body.subarray(start, block.ends[record]);
  }

  #blockOf(row: number): Block | undefined {
    const last = this.#last;
    if (last && last.first <= row && row < last.first + last.ends.length) return last;
    this.#last = this.#kept.find(({ first, ends }) => first <= row && row < first + ends.length);
    this.#last ??= this.#read(row);
    return this.#last;
  }

  #read(row: number): Block | undefined {
    const found = this.#find.get(row);
    if (!found) return undefined;
    const block = {
      first: found.first,
      // A copy, because a number of four bytes must begin at a place that four divides.
      ends: new Uint32Array(Uint8Array.from(found.ends).buffer),
      body: Buffer.from(found.body.buffer, found.body.byteOffset, found.body.length),
    };
    this.#kept = [block, ...this.#kept.slice(0, KEPT - 1)];
    return block;
  }
}
