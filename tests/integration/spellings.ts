import { encodeCp932 } from '../../src-training/batch-files/cp932.ts';

export interface Spelling {
  readonly what: string;
  readonly bytes: Buffer;
}

/** The ways in which a text could lie on a disk: the usual encodings, and what programs make of them on the way. */
export function spellings(text: string): readonly Spelling[] {
  const encoded: readonly (readonly [string, Buffer])[] = [
    ['UTF-8', Buffer.from(text, 'utf8')],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16()],
    ['CP932', Buffer.from(encodeCp932(text))],
  ];
  const found = encoded.flatMap(([name, bytes]) => [
    { what: name, bytes },
    { what: `${name} in hex`, bytes: Buffer.from(bytes.toString('hex')) },
    { what: `${name} in HEX`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
    { what: `${name} in percents`, bytes: Buffer.from(percents(bytes)) },
  ]);
  const packed = encoded.flatMap(([name, bytes]) =>
    base64(bytes).flatMap((inside, at) => [
      { what: `${name} in base64 (${at})`, bytes: Buffer.from(inside) },
      {
        what: `${name} in base64url (${at})`,
        bytes: Buffer.from(inside.replaceAll('+', '-').replaceAll('/', '_')),
      },
    ]),
  );
  const units = Array.from({ length: text.length }, (_, index) =>
    text.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  const mixed = Array.from(text, (letter, index) =>
    /[ -~]/.test(letter) ? letter : `\\u${units[index] ?? ''}`,
  );
  return [
    ...found,
    ...packed,
    { what: 'encodeURIComponent', bytes: Buffer.from(encodeURIComponent(text)) },
    { what: 'JSON escapes of all letters', bytes: Buffer.from(units.map((unit) => `\\u${unit}`).join('')) },
    { what: 'JSON escapes', bytes: Buffer.from(mixed.join('')) },
    { what: 'HTML entities', bytes: entities(text, (code) => String(code)) },
    { what: 'HTML entities in hex', bytes: entities(text, (code) => `x${code.toString(16)}`) },
    { what: 'HTML entities in HEX', bytes: entities(text, (code) => `x${code.toString(16).toUpperCase()}`) },
  ];
}

/** The spellings of these texts that stand in these bytes, by name and never by what they spell. */
export function spelledIn(bytes: Buffer, texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, index) =>
    spellings(text)
      .filter((spelling) => bytes.includes(spelling.bytes))
      .map(({ what }) => `canary ${index} as ${what}`),
  );
}

const percents = (bytes: Buffer): string =>
  Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');

const entities = (text: string, number: (code: number) => string): Buffer =>
  Buffer.from(Array.from(text, (letter) => `&#${number(letter.codePointAt(0) ?? 0)};`).join(''));

/** What is the same in base64 whatever stands before and behind: at each of the three places where a group can begin. */
function base64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((before * 8) / 6), whole);
  });
}
