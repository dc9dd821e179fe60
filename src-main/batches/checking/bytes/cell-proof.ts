import { type Column, mayBeEmpty } from '../../../../src-shared/domain/rules/layout.ts';
import { digestOf } from '../../../../src-shared/domain/rows/row-keys.ts';
import { UnitDigest } from './unit-digest.ts';

/** A cell that is empty has this number. */
export const EMPTY = -2_147_483_648;
export const ZERO = 0x30;

/**
 * Proves from its bytes that a cell is what the string rules would leave as it is without a word, and says what it holds. What it can't
 * prove is no mistake yet: the string rules look at the row.
 */
export abstract class CellProof {
  /** A day, a number, a place in a table; EMPTY for an empty cell. Only what `prove` said last holds. */
  number = EMPTY;
  protected bytes: Buffer = Buffer.alloc(0);
  protected start = 0;
  protected end = 0;
  readonly #emptyValue: string | undefined;
  readonly #emptyDigest: number;
  readonly #units = new UnitDigest();

  constructor(column: Column) {
    this.#emptyValue = mayBeEmpty(column) ? (column.whenEmpty ?? '') : undefined;
    this.#emptyDigest = digestOf(this.#emptyValue ?? '');
  }

  prove(bytes: Buffer, start: number, end: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    if (end > start) return this.proveFilled(bytes, start, end);
    this.number = EMPTY;
    return this.#emptyValue !== undefined;
  }

  /** The value as the string rules have it. */
  text(): string {
    return this.number === EMPTY ? (this.#emptyValue ?? '') : this.filledText();
  }

  /** `digestOf` of the value. */
  digest(): number {
    return this.number === EMPTY ? this.#emptyDigest : this.filledDigest();
  }

  /** Feeds the value, and its end. */
  feed(digest: UnitDigest): void {
    if (this.number === EMPTY) digest.text(this.#emptyValue ?? '');
    else {
      this.feedFilled(digest);
      digest.endText();
    }
  }

  protected filledDigest(): number {
    this.#units.begin();
    this.feedFilled(this.#units);
    this.#units.endText();
    return this.#units.value();
  }

  protected abstract proveFilled(bytes: Buffer, start: number, end: number): boolean;
  protected abstract filledText(): string;
  protected abstract feedFilled(digest: UnitDigest): void;
}

/** Cells whose value is how they stand, all ASCII. */
export abstract class AsciiProof extends CellProof {
  protected override filledText(): string {
    return this.bytes.toString('latin1', this.start, this.end);
  }

  protected override feedFilled(digest: UnitDigest): void {
    digest.units(this.bytes, this.start, this.end);
  }
}

/** -1 where some byte is no digit, and for no bytes at all. */
export function digitsAt(bytes: Buffer, start: number, end: number): number {
  let number = end > start ? 0 : -1;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
