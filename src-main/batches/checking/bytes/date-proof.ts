import { dayNumberOf, daysInMonth } from '../../../../src-shared/domain/dates/calendar.ts';
import type { Column } from '../../../../src-shared/domain/rules/layout.ts';
import { CellProof, digitsAt, ZERO } from './cell-proof.ts';
import type { UnitDigest } from './unit-digest.ts';

const HYPHEN = 0x2d;
const FULL_STOP = 0x2e;
const SLASH = 0x2f;
const FIRST_YEAR = 1873;

export class DateProof extends CellProof {
  readonly #compact: boolean;
  readonly #separated: boolean;
  #year = 0;
  #month = 0;
  #day = 0;

  constructor(column: Column) {
    super(column);
    const { dateFormats } = column;
    this.#compact = dateFormats === undefined || dateFormats.includes('YYYYMMDD');
    this.#separated = dateFormats === undefined || dateFormats.includes('YYYY-MM-DD');
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    const isRead =
      end - start === 8 && digitsAt(bytes, start, end) >= 0
        ? this.#readCompact(bytes, start)
        : this.#readSeparated(bytes, start, end);
    if (!isRead || this.#year < FIRST_YEAR || this.#day < 1) return false;
    if (this.#day > daysInMonth(this.#year, this.#month)) return false;
    this.number = dayNumberOf(this.#year, this.#month, this.#day);
    return true;
  }

  #readCompact(bytes: Buffer, start: number): boolean {
    this.#year = digitsAt(bytes, start, start + 4);
    this.#month = digitsAt(bytes, start + 4, start + 6);
    this.#day = digitsAt(bytes, start + 6, start + 8);
    return this.#compact;
  }

  #readSeparated(bytes: Buffer, start: number, end: number): boolean {
    const separator = bytes[start + 4];
    if (!this.#separated || end - start > 10 || end - start < 8) return false;
    if (separator !== HYPHEN && separator !== SLASH && separator !== FULL_STOP) return false;
    let second = start + 5;
    while (second < end && bytes[second] !== separator) second += 1;
    this.#year = digitsAt(bytes, start, start + 4);
    this.#month = second - start - 5 <= 2 ? digitsAt(bytes, start + 5, second) : -1;
    this.#day = end - second - 1 <= 2 ? digitsAt(bytes, second + 1, end) : -1;
    return this.#year > 0 && this.#month > 0 && this.#day > 0;
  }

  protected override filledText(): string {
    return `${this.#year}-${twoDigits(this.#month)}-${twoDigits(this.#day)}`;
  }

  protected override feedFilled(digest: UnitDigest): void {
    digest.unit(ZERO + Math.trunc(this.#year / 1_000));
    digest.unit(ZERO + (Math.trunc(this.#year / 100) % 10));
    digest.unit(ZERO + (Math.trunc(this.#year / 10) % 10));
    digest.unit(ZERO + (this.#year % 10));
    digest.unit(HYPHEN);
    digest.unit(ZERO + Math.trunc(this.#month / 10));
    digest.unit(ZERO + (this.#month % 10));
    digest.unit(HYPHEN);
    digest.unit(ZERO + Math.trunc(this.#day / 10));
    digest.unit(ZERO + (this.#day % 10));
  }
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
