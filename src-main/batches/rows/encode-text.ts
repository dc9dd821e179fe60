import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { decodeCp932 } from '../reading/cp932.ts';

/** The bytes of a text in one encoding; undefined where some character has none there. Nothing is ever replaced. */
export type EncodeText = (text: string) => Buffer | undefined;

export function encoderOf(encoding: FileEncoding): EncodeText {
  return encoding === 'cp932' ? encodeCp932 : (text) => Buffer.from(text);
}

let codes: ReadonlyMap<string, number> | undefined;

function encodeCp932(text: string): Buffer | undefined {
  codes ??= codesOfCp932();
  const bytes: number[] = [];
  for (const character of text) {
    const code = codes.get(character);
    if (code === undefined) return undefined;
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Buffer.from(bytes);
}

/**
 * The code of every character. Some kanji have two or three, for NEC and IBM each brought their own: Windows writes JIS X 0208 before NEC
 * row 13 before the IBM extensions (FA40–FC4B), and NEC's selection of those (ED40–EEFC) never.
 */
function codesOfCp932(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (from: number, to: number): void => {
    for (let code = from; code <= to; code += 1) {
      const bytes = code > 0xff ? Buffer.from([code >> 8, code & 0xff]) : Buffer.from([code]);
      const character = decodeCp932(bytes, 0, bytes.length);
      // One character of UTF-16: CP932 has none beyond the basic plane.
      if (character?.length === 1 && !found.has(character)) found.set(character, code);
    }
  };
  add(0x00, 0xff);
  for (const [from, to] of [
    [0x8140, 0x86fc],
    [0x8840, 0x9ffc],
    [0xe040, 0xecfc],
    [0x8740, 0x87fc],
    [0xfa40, 0xfcfc],
    [0xf040, 0xf9fc],
  ] as const)
    add(from, to);
  return found;
}
