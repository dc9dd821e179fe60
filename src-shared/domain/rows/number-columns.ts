import { NO_DAY } from './record-rows.ts';

/**
 * The numbers of a file's rows, column by column, in as few bytes as they need: a file of millions of rows lies in memory as a whole when its
 * rows are held against each other. A column has room for as many rows as its owner says; room that no row has filled takes no memory.
 * Rows are set in their order.
 */

const BYTE = 0xff;
const TWO_BYTES = 0xffff;
const FOUR_BYTES = 2 ** 32;

/** Whole numbers from 0 up to four bytes, all of them as wide as the largest: most columns have few different texts, so few numbers. */
export class NarrowColumn {
  #numbers: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  #largest = BYTE;

  constructor(room: number) {
    this.#numbers = new Uint8Array(room);
  }

  /** As an array; another one once a larger number has come. */
  get numbers(): ArrayLike<number> {
    return this.#numbers;
  }

  at(place: number): number {
    return this.#numbers[place] ?? 0;
  }

  set(place: number, number: number): void {
    if (number > this.#largest) this.#widen(place, number);
    this.#numbers[place] = number;
  }

  makeRoom(room: number): void {
    const Wide =
      this.#largest === BYTE ? Uint8Array : this.#largest === TWO_BYTES ? Uint16Array : Uint32Array;
    this.#numbers = grown(this.#numbers, new Wide(room));
  }

  /** Only what comes before the place is copied: to write behind it would fill the memory of rows that may never come. */
  #widen(place: number, number: number): void {
    const room = this.#numbers.length;
    const isTwo = number <= TWO_BYTES;
    this.#largest = isTwo ? TWO_BYTES : FOUR_BYTES;
    this.#numbers = grown(
      this.#numbers.subarray(0, place),
      isTwo ? new Uint16Array(room) : new Uint32Array(room),
    );
  }
}

const SHORT_NO_DAY = -32_768;
const LAST_SHORT_DAY = 32_767;

/** Days since 1970, or `NO_DAY`: in two bytes each as long as all lie in 1880 to 2059, else in four. */
export class DayColumn {
  #days: Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  /** What stands for `NO_DAY`. */
  #none = SHORT_NO_DAY;

  constructor(room: number) {
    this.#days = new Int16Array(room);
  }

  /** As an array: equal for equal days, and `at` says which. Another one once a day has come that is too far away. */
  get numbers(): ArrayLike<number> {
    return this.#days;
  }

  at(place: number): number {
    const day = this.#days[place] ?? this.#none;
    return day === this.#none ? NO_DAY : day;
  }

  set(place: number, day: number): void {
    const isFar = this.#none === SHORT_NO_DAY && (day <= SHORT_NO_DAY || day > LAST_SHORT_DAY);
    if (day === NO_DAY) this.#days[place] = this.#none;
    else {
      if (isFar) this.#widen(place);
      this.#days[place] = day;
    }
  }

  /** Nothing is in it any more, and its memory is free at once. */
  release(): void {
    releaseNow(this.#days);
  }

  makeRoom(room: number): void {
    const Wide = this.#none === SHORT_NO_DAY ? Int16Array : Int32Array;
    this.#days = grown(this.#days, new Wide(room));
  }

  #widen(place: number): void {
    const short = this.#days.subarray(0, place);
    this.#none = NO_DAY;
    this.#days = grown(short, new Int32Array(this.#days.length));
    for (let at = 0; at < place; at += 1) if (this.#days[at] === SHORT_NO_DAY) this.#days[at] = NO_DAY;
  }
}

/** Whole numbers below 2^48, in six bytes each. */
export class WideColumn {
  #low: Uint32Array<ArrayBuffer>;
  #high: Uint16Array<ArrayBuffer>;

  constructor(room: number) {
    this.#low = new Uint32Array(room);
    this.#high = new Uint16Array(room);
  }

  at(place: number): number {
    return (this.#high[place] ?? 0) * FOUR_BYTES + (this.#low[place] ?? 0);
  }

  set(place: number, number: number): void {
    // An array of such numbers keeps the lower bits of what is put into it.
    this.#low[place] = number;
    this.#high[place] = Math.floor(number / FOUR_BYTES);
  }

  /** Nothing is in it any more, and its memory is free at once. */
  release(): void {
    releaseNow(this.#low);
    releaseNow(this.#high);
  }

  makeRoom(room: number): void {
    this.#low = grown(this.#low, new Uint32Array(room));
    this.#high = grown(this.#high, new Uint16Array(room));
  }
}

/** Garbage collection would come to it later, when the memory is needed no more. */
function releaseNow({ buffer }: { readonly buffer: ArrayBuffer }): void {
  buffer.transfer(0);
}

export function grown<Numbers extends { set(numbers: ArrayLike<number>): void }>(
  old: ArrayLike<number>,
  larger: Numbers,
): Numbers {
  larger.set(old);
  return larger;
}
