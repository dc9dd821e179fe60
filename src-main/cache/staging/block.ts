/** Records are kept in blocks of about so many bytes: small enough to be read for one row, large enough to be written fast. */
export const BLOCK_BYTES = 32_768;

/** What a block holds, as it travels from one thread to another. */
export interface BlockContent {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly bytes: number;
  readonly records: number;
}

/** Bytes in a row of records, with the place behind each. */
export class Block {
  #body: Uint8Array<ArrayBuffer>;
  #ends: Uint32Array<ArrayBuffer>;
  #bytes = 0;
  #records = 0;

  /** Empty; `room`: of a block that was written. */
  constructor(room?: Pick<BlockContent, 'body' | 'ends'>) {
    this.#body = room?.body ?? new Uint8Array(BLOCK_BYTES * 2);
    this.#ends = room?.ends ?? new Uint32Array(1024);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  add(bytes: Buffer, start: number, end: number): void {
    if (end <= start) return;
    this.#makeRoom(end - start);
    bytes.copy(this.#body, this.#bytes, start, end);
    this.#bytes += end - start;
  }

  endRecord(): void {
    if (this.#records === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#records] = this.#bytes;
    this.#records += 1;
  }

  content(): BlockContent {
    return { body: this.#body, ends: this.#ends, bytes: this.#bytes, records: this.#records };
  }

  clear(): void {
    this.#bytes = 0;
    this.#records = 0;
  }

  #makeRoom(more: number): void {
    if (this.#bytes + more <= this.#body.length) return;
    const larger = new Uint8Array((this.#bytes + more) * 2);
    larger.set(this.#body.subarray(0, this.#bytes));
    this.#body = larger;
  }
}

/** The records of some rows, and what was cut out of them. */
export interface RowBlocks {
  /** The first of the rows. */
  readonly first: number;
  readonly rows: BlockContent;
  readonly numbers: BlockContent;
}
