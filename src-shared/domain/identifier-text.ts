import type { AddresseeNumber, DoseNumber, MunicipalityCode, TicketNumber } from './identifiers.ts';
import { hasMunicipalityCheckDigit } from './municipality-check-digit.ts';
import { foldWidth, removeBlanks } from './text/width.ts';

/** An identifier read from what a person typed or a file holds, and whether anything had to be put right for it. */
export interface Read<Value> {
  readonly value: Value;
  /** True where full-width digits were narrowed or blanks taken out. */
  readonly normalised: boolean;
}

/** Half width and without blanks: the only putting right that no identifier minds. No digit is ever added or guessed. */
export function tidyIdentifier(text: string): string {
  // Nearly every cell of a file is tidy already, and there are millions.
  return isPlain(text) ? text : removeBlanks(foldWidth(text));
}

/** Nothing but ASCII letters and digits. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
    if (!isLetter && (code < 0x30 || code > 0x39)) return false;
  }
  return true;
}

/** So many ASCII digits and nothing else. */
export function isDigits(text: string, count: number): boolean {
  if (text.length !== count) return false;
  for (let index = 0; index < count; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/*
 * The parsers of cells. They say what the schemas of `identifiers.ts` say (a test holds them to it), without the cost of a schema: a file
 * has millions of cells.
 */

/** 券番号: ten digits. */
export function readTicketNumber(text: string): Read<TicketNumber> | undefined {
  const tidied = tidyIdentifier(text);
  return isDigits(tidied, 10) ? { value: tidied as TicketNumber, normalised: tidied !== text } : undefined;
}

/** 宛名番号: 1–15 letters and digits. Leading zeros and the case of letters are kept: they are the municipality's own. */
export function readAddresseeNumber(text: string): Read<AddresseeNumber> | undefined {
  const tidied = tidyIdentifier(text);
  return tidied.length >= 1 && tidied.length <= 15 && isPlain(tidied)
    ? { value: tidied as AddresseeNumber, normalised: tidied !== text }
    : undefined;
}

/**
 * 市町村コード: six digits with the right check digit. Five digits are refused: they may be a code without its check digit (13123)
 * or one whose leading zero a spreadsheet ate (11002), and nobody can tell which.
 */
export function readMunicipalityCode(text: string): Read<MunicipalityCode> | undefined {
  const tidied = tidyIdentifier(text);
  return isDigits(tidied, 6) && hasMunicipalityCheckDigit(tidied)
    ? { value: tidied as MunicipalityCode, normalised: tidied !== text }
    : undefined;
}

/** 接種回数: one digit, 1–7. */
export function readDoseNumber(text: string): Read<DoseNumber> | undefined {
  const tidied = tidyIdentifier(text);
  if (tidied.length !== 1 || tidied < '1' || tidied > '7') return undefined;
  return { value: Number(tidied) as DoseNumber, normalised: tidied !== text };
}

/** 1234 567 890: grouped as on the screens, so that two people can read it to each other. */
export function formatTicketNumber(ticketNumber: TicketNumber): string {
  return `${ticketNumber.slice(0, 4)} ${ticketNumber.slice(4, 7)} ${ticketNumber.slice(7)}`;
}
