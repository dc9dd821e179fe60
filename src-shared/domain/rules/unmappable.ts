/** Private use (外字), the sign for what a conversion lost, and a selector that follows no character it could select a shape of. */
const UNMAPPABLE = /[\p{Co}\uFFFD]|(?<![\p{L}\p{N}\p{S}])[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

/** The characters of a text that other machines may show as something else, as U+E000 U+FFFD …; undefined where there is none. */
export function unmappableCharacters(text: string): string | undefined {
  if (!mayBeUnmappable(text)) return undefined;
  const found = text.match(UNMAPPABLE);
  return found ? [...new Set(found)].slice(0, 5).map(codePointName).join(' ') : undefined;
}

/** Nearly no text has a unit that one of those characters begins with. */
function mayBeUnmappable(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0xd800) continue;
    const isPrivateOrPair = unit <= 0xf8ff;
    if (isPrivateOrPair || unit === 0xfffd || (unit >= 0xfe00 && unit <= 0xfe0f)) return true;
  }
  return false;
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
