import { checkDigitOfSum, individualNumberWeight } from '../../../../src-shared/domain/individual-number.ts';
import { hasMunicipalityCheckDigit } from '../../../../src-shared/domain/municipality-check-digit.ts';
import { digestOf } from '../../../../src-shared/domain/rows/row-keys.ts';
import {
  ADDRESSEE_BASE,
  ADDRESSEE_FIRST,
  firstOfAddressee,
} from '../../../../src-shared/domain/rows/addressee-key.ts';
import type { Column } from '../../../../src-shared/domain/rules/layout.ts';
import { AsciiProof, CellProof, digitsAt, ZERO } from './cell-proof.ts';
import type { UnitDigest } from './unit-digest.ts';

export class TicketProof extends AsciiProof {
  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = end - start === 10 ? digitsAt(bytes, start, end) : -1;
    return this.number >= 0;
  }
}

export class MunicipalityProof extends AsciiProof {
  #known = -1;
  #knownDigest = 0;

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = end - start === 6 ? digitsAt(bytes, start, end) : -1;
    if (this.number < 0) return false;
    // A file has few of them, one after another.
    if (this.number !== this.#known && !hasMunicipalityCheckDigit(bytes.toString('latin1', start, end)))
      return false;
    if (this.number !== this.#known) {
      this.#known = this.number;
      this.#knownDigest = super.filledDigest();
    }
    return true;
  }

  protected override filledDigest(): number {
    return this.#knownDigest;
  }
}

/** By byte: what it counts for in the numbers of a 宛名番号; 0 for what can't stand in one. */
const addresseePlaces = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /^[0-9A-Za-z]$/.test(character) ? firstOfAddressee(character) : 0;
});

export class AddresseeProof extends AsciiProof {
  readonly #width: number;
  /** The two numbers of the cell's 宛名番号 (`addressee-key.ts`). */
  first = 0;
  rest = 0;

  constructor(column: Column) {
    super(column);
    this.#width = Math.min(15, column.width);
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = 0;
    if (end - start > this.#width) return false;
    let [first, rest] = [0, 0];
    const middle = start + ADDRESSEE_FIRST;
    for (let at = start; at < end; at += 1) {
      const place = addresseePlaces[bytes[at] ?? 0] ?? 0;
      if (place === 0) return false;
      if (at < middle) first = first * ADDRESSEE_BASE + place;
      else rest = rest * ADDRESSEE_BASE + place;
    }
    this.first = first;
    this.rest = rest;
    return true;
  }
}

export class IndividualNumberProof extends AsciiProof {
  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = 0;
    if (end - start !== 12 || digitsAt(bytes, start, end) <= 0) return false;
    let sum = 0;
    for (let place = 0; place < 11; place += 1)
      sum += ((bytes[start + place] ?? 0) - ZERO) * individualNumberWeight(11 - place);
    return (bytes[end - 1] ?? 0) - ZERO === checkDigitOfSum(sum);
  }
}

export class DoseProof extends AsciiProof {
  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = (bytes[start] ?? 0) - ZERO;
    return end - start === 1 && this.number >= 1 && this.number <= 7;
  }
}

export class CodeProof extends CellProof {
  /** By byte: the place of the code; codes of one ASCII letter or digit alone. */
  readonly #places = new Int8Array(256).fill(-1);
  readonly #sent: readonly string[];
  readonly #digests: readonly number[];

  constructor(column: Column) {
    super(column);
    const { codes = [] } = column;
    this.#sent = codes.map(({ sent }) => sent);
    this.#digests = this.#sent.map((sent) => digestOf(sent));
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

  protected override filledDigest(): number {
    return this.#digests[this.number] ?? 0;
  }

  protected override feedFilled(digest: UnitDigest): void {
    const text = this.filledText();
    for (let index = 0; index < text.length; index += 1) digest.unit(text.charCodeAt(index));
  }
}
