import { AddresseeNumber, DoseNumber, MunicipalityCode, TicketNumber } from './identifiers.ts';
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
  return /^[0-9A-Za-z]*$/.test(text) ? text : removeBlanks(foldWidth(text));
}

/** 券番号: ten digits. */
export function readTicketNumber(text: string): Read<TicketNumber> | undefined {
  const tidied = tidyIdentifier(text);
  const parsed = TicketNumber.safeParse(tidied);
  return parsed.success ? { value: parsed.data, normalised: tidied !== text } : undefined;
}

/** 宛名番号: 1–15 letters and digits. Leading zeros and the case of letters are kept: they are the municipality's own. */
export function readAddresseeNumber(text: string): Read<AddresseeNumber> | undefined {
  const tidied = tidyIdentifier(text);
  const parsed = AddresseeNumber.safeParse(tidied);
  return parsed.success ? { value: parsed.data, normalised: tidied !== text } : undefined;
}

/**
 * 市町村コード: six digits with the right check digit. Five digits are refused: they may be a code without its check digit (13123)
 * or one whose leading zero a spreadsheet ate (11002), and nobody can tell which.
 */
export function readMunicipalityCode(text: string): Read<MunicipalityCode> | undefined {
  const tidied = tidyIdentifier(text);
  const parsed = MunicipalityCode.safeParse(tidied);
  return parsed.success ? { value: parsed.data, normalised: tidied !== text } : undefined;
}

/** 接種回数: one digit, 1–7. */
export function readDoseNumber(text: string): Read<DoseNumber> | undefined {
  const tidied = tidyIdentifier(text);
  if (!/^[0-9]$/.test(tidied)) return undefined;
  const parsed = DoseNumber.safeParse(Number(tidied));
  return parsed.success ? { value: parsed.data, normalised: tidied !== text } : undefined;
}

/** 1234 567 890: grouped as on the screens, so that two people can read it to each other. */
export function formatTicketNumber(ticketNumber: TicketNumber): string {
  return `${ticketNumber.slice(0, 4)} ${ticketNumber.slice(4, 7)} ${ticketNumber.slice(7)}`;
}
