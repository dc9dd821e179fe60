/**
 * Text to CP932 (Windows-31J), made from the decoder that every program on these machines shares, so that both always agree. Where two
 * codes stand for one character Windows writes the later (IBM's own, FAxx–FCxx) for kanji and the earlier for signs.
 */
export function encodeCp932(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const code = codes().get(character);
    if (code === undefined) throw new RangeError('a character that CP932 does not have');
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Buffer.from(bytes);
}

const NONE = 0xffff;
let units: Uint16Array | undefined;

/** The code of every UTF-16 unit; 0xffff where CP932 has none. A character outside the basic plane has none, so neither have its halves. */
export function cp932Codes(): Uint16Array {
  if (units) return units;
  units = new Uint16Array(0x1_0000).fill(NONE);
  for (const [character, code] of codes()) if (character.length === 1) units[character.charCodeAt(0)] = code;
  return units;
}

export function hasCp932(text: string): boolean {
  const table = cp932Codes();
  for (let at = 0; at < text.length; at += 1) if (table[text.charCodeAt(at)] === NONE) return false;
  return true;
}

let known: ReadonlyMap<string, number> | undefined;

function codes(): ReadonlyMap<string, number> {
  known ??= makeTable();
  return known;
}

function makeTable(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('shift_jis', { fatal: true });
  const found = new Map<string, number>();
  const add = (...code: readonly number[]): void => {
    const character = decode(decoder, code);
    const value = code.reduce((sum, byte) => sum * 256 + byte, 0);
    if (character !== undefined && (!found.has(character) || isPreferred(code[0] ?? 0))) {
      found.set(character, value);
    }
  };
  // ASCII stands for itself: the decoder of some ICU versions swaps three control characters.
  for (let byte = 0; byte < 0x80; byte += 1) found.set(String.fromCharCode(byte), byte);
  for (let byte = 0xa1; byte <= 0xdf; byte += 1) add(byte);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if (lead >= 0xa0 && lead < 0xe0) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) if (trail !== 0x7f) add(lead, trail);
  }
  // The wave dash and its likes have one code each but two characters.
  for (const [character, twin] of ['〜～', '−－', '‖∥', '—―', '¢￠', '£￡', '¬￢'].map((pair) =>
    Array.from(pair),
  )) {
    const code = found.get(twin ?? '');
    if (character !== undefined && code !== undefined) found.set(character, code);
  }
  return found;
}

function decode(decoder: InstanceType<typeof TextDecoder>, code: readonly number[]): string | undefined {
  try {
    const text = decoder.decode(Uint8Array.from(code));
    return Array.from(text).length === 1 ? text : undefined;
  } catch {
    return undefined;
  }
}

/** IBM extension kanji, in place of NEC's selection of them (ED, EE). */
const isPreferred = (lead: number): boolean => lead >= 0xfa;
