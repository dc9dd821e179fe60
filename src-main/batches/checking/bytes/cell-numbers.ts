/** What a cell has that is too long, or comes when there is no room any more. */
export const NO_NUMBER = -1;
const LONGEST = 128;

/** Numbers cells by their bytes, in the order in which each came first: 0, 1, 2 … */
export class CellNumbers {
  readonly #most: number;
  /** One more than the number, by the hash of the bytes; 0 for none. A power of two, at least half of it free. */
  #slots = new Int32Array(1024);
  /** By number. */
  #hashes = new Int32Array(512);
  /** Where each cell ends in `#bytes`; it starts where the one before ends. */
  #ends = new Int32Array(512);
  #bytes = new Uint8Array(8_192);
  #count = 0;
  #last = NO_NUMBER;

  /** `most`: so many different cells have a number. */
  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  /** The cell's number, a new one where it was never seen; `NO_NUMBER` where it has none. */
  of(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > LONGEST) return NO_NUMBER;
    // Half of the columns say the same as in the row before.
    if (this.#last !== NO_NUMBER && this.#isSame(this.#last, bytes, start, end)) return this.#last;
    this.#last = this.#find(bytes, start, end);
    return this.#last;
  }

  #find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      if (this.#hashes[entry - 1] === hash && this.#isSame(entry - 1, bytes, start, end)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.#count < this.#most ? this.#learn(hash, bytes, start, end) : NO_NUMBER;
  }

  #isSame(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(number);
    if ((this.#ends[number] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#bytes[from + at - start] !== bytes[at]) return false;
    return true;
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
  }

  #learn(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const number = this.#count;
    const from = this.#startOf(number);
    const until = from + end - start;
    if (number >= this.#hashes.length) this.#growNumbers();
    if (until > this.#bytes.length) {
      const more = new Uint8Array(this.#bytes.length * 2);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#ends[number] = until;
    this.#hashes[number] = hash;
    this.#count += 1;
    this.#enter(number);
    return number;
  }

  #growNumbers(): void {
    const length = this.#hashes.length * 2;
    const [hashes, ends] = [new Int32Array(length), new Int32Array(length)];
    hashes.set(this.#hashes);
    ends.set(this.#ends);
    this.#hashes = hashes;
    this.#ends = ends;
    this.#slots = new Int32Array(length * 2);
    for (let each = 0; each < this.#count; each += 1) this.#enter(each);
  }

  #enter(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[number] ?? 0) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
