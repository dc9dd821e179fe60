const codes = new Map<string, readonly number[]>();
const decoder = new TextDecoder('shift_jis');
for (let lead = 0xfc; lead >= 0x81; lead -= 1) {
  if (lead >= 0xa0 && lead <= 0xdf) continue;
  for (let trail = 0xfc; trail >= 0x40; trail -= 1) {
    const character = decoder.decode(Uint8Array.of(lead, trail));
    if (character.length === 1 && character !== '\uFFFD') codes.set(character, [lead, trail]);
  }
}
for (let byte = 0xa1; byte <= 0xdf; byte += 1) codes.set(decoder.decode(Uint8Array.of(byte)), [byte]);

/** A text in CP932: nothing in Node encodes it. Throws where it has no code for a character. */
export function inCp932(text: string): Buffer {
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const unit = character.codePointAt(0) ?? 0;
      const code = unit < 0x80 ? [unit] : codes.get(character);
      if (!code) throw new RangeError('CP932 has no code for a character of this text');
      return code;
    }),
  );
}

/** Without the characters that CP932 does not have. */
export function encodable(text: string): string {
  return Array.from(text, (character) => {
    try {
      inCp932(character);
      return character;
    } catch {
      return '';
    }
  }).join('');
}
