const FIRST_SLOTS = 1 << 10;

/** Numbers small texts' digests in the order in which they come: a digest takes eight bytes, its number four. 0 is the number of 0. */
export class DigestTable {
  /** The number of the digest there; 0 for a free slot. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #digests = new Float64Array(FIRST_SLOTS / 2);
  #count = 1;

  /** Behind the highest number. */
  get count(): number {
    return this.#count;
  }

  numberOf(digest: number): number {
    if (digest === 0) return 0;
    const slot = this.#slotOf(digest);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return known;
    if (this.#count === this.#digests.length) {
      this.#grow();
      return this.numberOf(digest);
    }
    const number = this.#count;
    this.#slots[slot] = number;
    this.#digests[number] = digest;
    this.#count += 1;
    return number;
  }

  digestOf(number: number): number {
    return this.#digests[number] ?? 0;
  }

  #slotOf(digest: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(digest | 0, 0x9e3779b1) ^ Math.imul(Math.floor(digest / 4_294_967_296), 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (let number = this.#slots[slot] ?? 0; number !== 0; number = this.#slots[slot] ?? 0) {
      if (this.#digests[number] === digest) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const digests = new Float64Array(this.#digests.length * 2);
    digests.set(this.#digests);
    this.#digests = digests;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 1; number < this.#count; number += 1)
      this.#slots[this.#slotOf(digests[number] ?? 0)] = number;
  }
}
