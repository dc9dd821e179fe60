/** 宛名番号 has fifteen letters and digits at most: the first eight make one number and the rest another, both held exactly. */
export const ADDRESSEE_FIRST = 8;
const WHOLE = 15;
/** Ten digits, 26 letters of either case, and 0 for no character. */
export const ADDRESSEE_BASE = 63;
const ZERO = 0x30;
const UPPER = 0x41;
const LOWER = 0x61;

/** The first part of a 宛名番号 as a number. */
export const firstOfAddressee = (addresseeNumber: string): number =>
  numberOf(addresseeNumber, 0, ADDRESSEE_FIRST);

/** The part behind it; 0 where there is none. */
export const restOfAddressee = (addresseeNumber: string): number =>
  numberOf(addresseeNumber, ADDRESSEE_FIRST, WHOLE);

/** The 宛名番号 of both numbers again. */
export function addresseeOf(first: number, rest: number): string {
  return textOf(first) + textOf(rest);
}

function numberOf(text: string, from: number, until: number): number {
  let number = 0;
  for (let index = from; index < Math.min(text.length, until); index += 1)
    number = number * ADDRESSEE_BASE + placeOf(text.charCodeAt(index));
  return number;
}

/** From 1. */
function placeOf(code: number): number {
  if (code < UPPER) return code - ZERO + 1;
  return code < LOWER ? code - UPPER + 11 : code - LOWER + 37;
}

function textOf(number: number): string {
  let text = '';
  for (let left = number; left > 0; left = Math.floor(left / ADDRESSEE_BASE))
    text = characterAt(left % ADDRESSEE_BASE) + text;
  return text;
}

function characterAt(place: number): string {
  if (place <= 10) return String.fromCharCode(ZERO + place - 1);
  return String.fromCharCode(place <= 36 ? UPPER + place - 11 : LOWER + place - 37);
}
