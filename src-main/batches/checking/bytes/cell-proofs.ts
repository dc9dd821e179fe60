import { hasMunicipalityCheckDigit } from '../../../../src-shared/domain/municipality-check-digit.ts';
import { dayNumberOf, daysInMonth } from '../../../../src-shared/domain/dates/calendar.ts';
import { type Column, mayBeEmpty } from '../../../../src-shared/domain/rules/layout.ts';
import { checkDigitOfSum, individualNumberWeight } from '../../../../src-shared/domain/individual-number.ts';
import type { KnownCells } from './known-cells.ts';
import type { TextUnits } from './text-units.ts';
import type { UnitDigest } from './unit-digest.ts';

/** A cell that is empty has this number. */
export const EMPTY = -2_147_483_648;
const ZERO = 0x30;
const NINE = 0x39;
const HYPHEN = 0x2d;
const FULL_STOP = 0x2e;
const SLASH = 0x2f;
const FIRST_YEAR = 1873;

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

  constructor(column: Column) {
    this.#emptyValue = mayBeEmpty(column) ? (column.whenEmpty ?? '') : undefined;
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

  /** Feeds the value, and its end. */
  feed(digest: UnitDigest): void {
    if (this.number === EMPTY) digest.text(this.#emptyValue ?? '');
    else {
      this.feedFilled(digest);
      digest.endText();
    }
  }

  protected abstract proveFilled(bytes: Buffer, start: number, end: number): boolean;
  protected abstract filledText(): string;
  protected abstract feedFilled(digest: UnitDigest): void;
}

/** Cells whose value is how they stand, all ASCII. */
abstract class AsciiProof extends CellProof {
  protected override filledText(): string {
    return this.bytes.toString('latin1', this.start, this.end);
  }

  protected override feedFilled(digest: UnitDigest): void {
    for (let at = this.start; at < this.end; at += 1) digest.unit(this.bytes[at] ?? 0);
  }
}

class TicketProof extends AsciiProof {
  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = end - start === 10 ? digitsAt(bytes, start, end) : -1;
    return this.number >= 0;
  }
}

class MunicipalityProof extends AsciiProof {
  #known = -1;

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = end - start === 6 ? digitsAt(bytes, start, end) : -1;
    if (this.number < 0) return false;
    // A file has few of them, one after another.
    if (this.number !== this.#known && !hasMunicipalityCheckDigit(bytes.toString('latin1', start, end)))
      return false;
    this.#known = this.number;
    return true;
  }
}

class AddresseeProof extends AsciiProof {
  readonly #width: number;

  constructor(column: Column) {
    super(column);
    this.#width = Math.min(15, column.width);
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = 0;
    if (end - start > this.#width) return false;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
      if (!isLetter && (byte < ZERO || byte > NINE)) return false;
    }
    return true;
  }
}

class IndividualNumberProof extends AsciiProof {
  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = 0;
    if (end - start !== 12 || digitsAt(bytes, start, end) <= 0) return false;
    let sum = 0;
    for (let place = 0; place < 11; place += 1)
      sum += ((bytes[start + place] ?? 0) - ZERO) * individualNumberWeight(11 - place);
    return (bytes[end - 1] ?? 0) - ZERO === checkDigitOfSum(sum);
  }
}

class DoseProof extends AsciiProof {
  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = (bytes[start] ?? 0) - ZERO;
    return end - start === 1 && this.number >= 1 && this.number <= 7;
  }
}

class CodeProof extends CellProof {
  /** By byte: the place of the code; codes of one ASCII letter or digit alone. */
  readonly #places = new Int8Array(256).fill(-1);
  readonly #sent: readonly string[];

  constructor(column: Column) {
    super(column);
    const { codes = [] } = column;
    this.#sent = codes.map(({ sent }) => sent);
    for (const [place, { given }] of codes.entries())
      if (/^[0-9A-Za-z]$/.test(given) && this.#places[given.charCodeAt(0)] === -1)
        this.#places[given.charCodeAt(0)] = place;
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = end - start === 1 ? (this.#places[bytes[start] ?? 0] ?? -1) : -1;
    return this.number >= 0;
  }

  protected override filledText(): string {
    return this.#sent[this.number] ?? '';
  }

  protected override feedFilled(digest: UnitDigest): void {
    const text = this.filledText();
    for (let index = 0; index < text.length; index += 1) digest.unit(text.charCodeAt(index));
  }
}

class DateProof extends CellProof {
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

class TextProof extends CellProof {
  readonly #width: number;
  readonly #units: TextUnits;

  constructor(column: Column, units: TextUnits) {
    super(column);
    this.#width = column.width;
    this.#units = units;
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = 0;
    return this.#units.read(bytes, start, end, this.#width);
  }

  protected override filledText(): string {
    return this.#units.text();
  }

  protected override feedFilled(digest: UnitDigest): void {
    const { units, length } = this.#units;
    for (let index = 0; index < length; index += 1) digest.unit(units[index] ?? 0);
  }
}

/** The value is that of a table that the string rules have filled. */
class KnownProof extends CellProof {
  readonly #cells: KnownCells;

  constructor(column: Column, cells: KnownCells) {
    super(column);
    this.#cells = cells;
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = this.#cells.placeOf(bytes, start, end);
    return this.number >= 0;
  }

  protected override filledText(): string {
    return this.#cells.values[this.number] ?? '';
  }

  protected override feedFilled(digest: UnitDigest): void {
    const text = this.filledText();
    for (let index = 0; index < text.length; index += 1) digest.unit(text.charCodeAt(index));
  }
}

export interface ProofParts {
  /** Its own for each column: what was read last stays in it. */
  readonly units: () => TextUnits;
  readonly known: (column: Column) => KnownCells;
}

export function cellProof(column: Column, { units, known }: ProofParts): CellProof {
  switch (column.type) {
    case 'municipality-code':
      return new MunicipalityProof(column);
    case 'addressee-number':
      return new AddresseeProof(column);
    case 'individual-number':
      return new IndividualNumberProof(column);
    case 'ticket-number':
      return new TicketProof(column);
    case 'dose-number':
      return new DoseProof(column);
    case 'date':
      return new DateProof(column);
    case 'code':
      return new CodeProof(column);
    case 'text':
      return new TextProof(column, units());
    case 'maker':
    case 'lot':
      return new KnownProof(column, known(column));
    default:
      throw new RangeError('a type of cell that nobody has written a proof for');
  }
}

/** -1 where some byte is no digit, and for no bytes at all. */
function digitsAt(bytes: Buffer, start: number, end: number): number {
  let number = end > start ? 0 : -1;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
