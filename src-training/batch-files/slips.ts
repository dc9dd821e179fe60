/** Slips of people and programs that spoil a value. */

/** The last digit one more: a check digit that does not fit. */
export function wrongDigit(code: string): string {
  return code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);
}

export const withoutLastDigit = (code: string): string => code.slice(0, -1);

export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
