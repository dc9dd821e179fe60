import { checkedCell } from '../../../../src-shared/domain/rules/check-row.ts';
import type { Column } from '../../../../src-shared/domain/rules/layout.ts';
import { KANA_OFFSET, unitInCp932 } from '../../reading/cp932.ts';

const KNOWN = 1;
const INSIDE = 2;
const OUTSIDE = 4;
/** Some character of which every rule is known to be content. */
const PLAIN = 'あ';

/** A text without limits: what it says of a character is what the rules say of it in any text. */
const anyText: Column = {
  id: 'text',
  name: '',
  aliases: [],
  type: 'text',
  required: false,
  key: false,
  width: 1_000,
};

/**
 * What the string rules say of each character of the basic plane: whether it may stand inside a text and at its ends without a finding and
 * as it is. They are asked once for each, so they stay the one truth. Surrogates and selectors depend on their neighbours: never.
 */
const verdicts = new Uint8Array(0x1_0000);

function verdictOn(unit: number): number {
  const known = verdicts[unit] ?? 0;
  if (known !== 0) return known;
  const character = String.fromCharCode(unit);
  const depends = (unit >= 0xd800 && unit <= 0xdfff) || (unit >= 0xfe00 && unit <= 0xfe0f);
  const inside = !depends && isClean(PLAIN + character + PLAIN) ? INSIDE : 0;
  const outside = inside !== 0 && isClean(character + PLAIN + character) ? OUTSIDE : 0;
  verdicts[unit] = KNOWN | inside | outside;
  return verdicts[unit] ?? 0;
}

function isClean(text: string): boolean {
  const { value, findings } = checkedCell(anyText, text);
  return value === text && findings.length === 0;
}

/** Turns the bytes of a text into UTF-16 units where every rule about single characters is content; the units lie in `units`. */
export abstract class TextUnits {
  units = new Uint16Array(256);
  length = 0;

  /** False for more than so many units, for bytes without a character, and for a character that some rule has something to say about. */
  read(bytes: Uint8Array, start: number, end: number, most: number): boolean {
    if (this.units.length < most + 1) this.units = new Uint16Array(most + 1);
    this.length = 0;
    if (!this.decode(bytes, start, end, most)) return false;
    const { units, length } = this;
    if (length === 0) return false;
    for (let index = 1; index < length - 1; index += 1)
      if (
        ((verdicts[units[index] ?? 0] ?? 0) & INSIDE) === 0 &&
        (verdictOn(units[index] ?? 0) & INSIDE) === 0
      )
        return false;
    return (verdictOn(units[0] ?? 0) & OUTSIDE) !== 0 && (verdictOn(units[length - 1] ?? 0) & OUTSIDE) !== 0;
  }

  text(): string {
    return String.fromCharCode(...this.units.subarray(0, this.length));
  }

  protected abstract decode(bytes: Uint8Array, start: number, end: number, most: number): boolean;
}

class Cp932Units extends TextUnits {
  protected override decode(bytes: Uint8Array, start: number, end: number, most: number): boolean {
    const { units } = this;
    let length = 0;
    for (let at = start; at < end; length += 1) {
      if (length === most) return false;
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) {
        units[length] = byte;
        at += 1;
      } else if (byte >= 0xa1 && byte <= 0xdf) {
        units[length] = byte + KANA_OFFSET;
        at += 1;
      } else {
        const unit = at + 1 < end ? unitInCp932(byte, bytes[at + 1] ?? 0) : 0;
        if (unit === 0) return false;
        units[length] = unit;
        at += 2;
      }
    }
    this.length = length;
    return true;
  }
}

class Utf8Units extends TextUnits {
  protected override decode(bytes: Uint8Array, start: number, end: number, most: number): boolean {
    const { units } = this;
    let length = 0;
    for (let at = start; at < end; length += 1) {
      if (length === most) return false;
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) {
        units[length] = byte;
        at += 1;
      } else if (byte >= 0xc2 && byte < 0xe0 && at + 1 < end) {
        const second = bytes[at + 1] ?? 0;
        if ((second & 0xc0) !== 0x80) return false;
        units[length] = ((byte & 0x1f) << 6) | (second & 0x3f);
        at += 2;
      } else if (byte >= 0xe0 && byte < 0xf0 && at + 2 < end) {
        const [second, third] = [bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
        if ((second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return false;
        const unit = ((byte & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
        // Too long a form of a shorter one; halves of characters are refused as units.
        if (unit < 0x800) return false;
        units[length] = unit;
        at += 3;
      } else return false;
    }
    this.length = length;
    return true;
  }
}

export function textUnits(encoding: string): TextUnits {
  return encoding === 'cp932' ? new Cp932Units() : new Utf8Units();
}
