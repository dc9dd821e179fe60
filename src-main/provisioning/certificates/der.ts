/** DER (X.690), as far as certificates and keys need it: every length is definite. */

export const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  bmp: 0x1e,
  octetsInParts: 0x24,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag, length in the shortest form, content. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(size: number): readonly number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let left = size; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(tags.sequence, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(tags.set, ...parts);
export const octets = (content: Uint8Array): Buffer => tagged(tags.octets, content);
export const bits = (content: Uint8Array): Buffer => tagged(tags.bits, Buffer.of(0), content);
export const utf8 = (text: string): Buffer => tagged(tags.utf8, Buffer.from(text));
export const nothing = (): Buffer => tagged(tags.nothing);
/** [0], around what it explains. */
export const explicit = (...parts: readonly Uint8Array[]): Buffer => tagged(0xa0, ...parts);

/** 0 to 32,767. */
export function integer(value: number): Buffer {
  return tagged(tags.integer, Buffer.from(value < 0x80 ? [value] : [value >> 8, value & 0xff]));
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) + 128);
  }
  return digits;
}

/** One value as it was read. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

/** What was read is no DER, or not the DER that was expected. */
export class DerError extends Error {}

/** The values that stand one after another in these bytes. Throws a DerError. */
export function readAll(bytes: Buffer): readonly Der[] {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const each = readAt(bytes, at);
    found.push(each);
    at += each.whole.length;
  }
  return found;
}

function readAt(bytes: Buffer, at: number): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new DerError('cut off');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) {
    throw new DerError('a length that is not definite');
  }
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const begin = at + 2 + lengthBytes;
  if (begin + length > bytes.length) throw new DerError('cut off');
  return {
    tag,
    content: bytes.subarray(begin, begin + length),
    whole: bytes.subarray(at, begin + length),
  };
}

/** What stands inside of a value of that tag. */
export function inside(value: Der | undefined, tag: number): readonly Der[] {
  if (value?.tag !== tag) throw new DerError(`no value of tag ${tag}`);
  return readAll(value.content);
}

/** The bytes of an OCTET STRING, in one piece or in several. */
export function bytesOf(value: Der | undefined): Buffer {
  if (value === undefined) throw new DerError('no bytes');
  const isInParts = value.tag === tags.octetsInParts || value.tag === 0xa0;
  return isInParts ? Buffer.concat(readAll(value.content).map(bytesOf)) : value.content;
}

export function numberOf(value: Der | undefined): number {
  if (value?.tag !== tags.integer || value.content.length > 6) throw new DerError('no number');
  return value.content.readUIntBE(0, value.content.length);
}

export function oidOf(value: Der | undefined): string {
  if (value?.tag !== tags.oid) throw new DerError('no identifier');
  const numbers: number[] = [];
  let number = 0;
  for (const byte of value.content) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
