import { digestOfState } from '../../../../src-shared/domain/rows/row-keys.ts';

// A number of 32 bits with a sign, as all that is made of it.
const SEED_A = 0xdeadbeef | 0;
const SEED_B = 0x41c6ce57;
const FACTOR_A = 2_654_435_761;
const FACTOR_B = 1_597_334_677;
const SEPARATOR = 0x1f;

/** `digestOf` (src-shared/domain/rows/row-keys.ts) without a text: it is fed UTF-16 unit by unit. */
export class UnitDigest {
  #high = SEED_A;
  #low = SEED_B;
  #isEmpty = true;

  begin(): void {
    this.#high = SEED_A;
    this.#low = SEED_B;
    this.#isEmpty = true;
  }

  unit(unit: number): void {
    this.#isEmpty = false;
    this.#high = Math.imul(this.#high ^ unit, FACTOR_A);
    this.#low = Math.imul(this.#low ^ unit, FACTOR_B);
  }

  /** The text is at its end; the next one may follow. */
  endText(): void {
    this.#high = Math.imul(this.#high ^ SEPARATOR, FACTOR_A);
    this.#low = Math.imul(this.#low ^ SEPARATOR, FACTOR_B);
  }

  /** Units one after another, of a text or of ASCII. */
  units(units: Uint8Array | Uint16Array, start: number, end: number): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = start; at < end; at += 1) {
      const unit = units[at] ?? 0;
      high = Math.imul(high ^ unit, FACTOR_A);
      low = Math.imul(low ^ unit, FACTOR_B);
    }
    this.#high = high;
    this.#low = low;
    this.#isEmpty &&= end <= start;
  }

  text(text: string): void {
    for (let index = 0; index < text.length; index += 1) this.unit(text.charCodeAt(index));
    this.endText();
  }

  value(): number {
    return this.#isEmpty ? 0 : digestOfState(this.#high, this.#low);
  }
}
