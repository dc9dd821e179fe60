import {
  readDoseNumber,
  readMunicipalityCode,
  readTicketNumber,
  type Read,
  tidyIdentifier,
} from './identifier-text.ts';
import type { DoseNumber, MunicipalityCode, TicketNumber } from './identifiers.ts';

/**
 * The OCR line of a ticket: 券種 1 · 回数 1 · 市町村コード 6 · 券番号 10 (手引き 13.1版). The QR code of later tickets holds the same 18 digits.
 * Only the municipality code has a check digit; a misread ticket number goes unnoticed here and needs the issued list.
 */
export interface OcrLine {
  /** 券種: 1 接種, 2 予診のみ. Uncertain: the values were never published, only that there are the two kinds. */
  readonly ticketKind: '1' | '2';
  readonly doseNumber: DoseNumber;
  readonly municipalityCode: MunicipalityCode;
  readonly ticketNumber: TicketNumber;
}

/** The part that is wrong; `length` where there are not 18 digits to begin with. */
export type OcrLinePart = 'length' | 'ticket-kind' | 'dose-number' | 'municipality-code';

export const ocrLinePartNames: Readonly<Record<OcrLinePart, string>> = {
  length: '桁数（数字18桁）',
  'ticket-kind': '1桁目の券種',
  'dose-number': '2桁目の回数',
  'municipality-code': '3〜8桁目の市町村コード',
};

export type OcrLineReading =
  | { readonly readable: true; readonly line: Read<OcrLine> }
  | { readonly readable: false; readonly wrong: OcrLinePart };

/** Reads 18 digits, with full-width digits and blanks put right, and names the first part that can't be. */
export function readOcrLine(text: string): OcrLineReading {
  const digits = tidyIdentifier(text);
  if (!/^[0-9]{18}$/.test(digits)) return { readable: false, wrong: 'length' };
  const ticketKind = digits.charAt(0);
  if (ticketKind !== '1' && ticketKind !== '2') return { readable: false, wrong: 'ticket-kind' };
  const doseNumber = readDoseNumber(digits.charAt(1));
  if (!doseNumber) return { readable: false, wrong: 'dose-number' };
  const municipalityCode = readMunicipalityCode(digits.slice(2, 8));
  if (!municipalityCode) return { readable: false, wrong: 'municipality-code' };
  const ticketNumber = readTicketNumber(digits.slice(8));
  if (!ticketNumber) return { readable: false, wrong: 'length' };
  const line = {
    ticketKind,
    doseNumber: doseNumber.value,
    municipalityCode: municipalityCode.value,
    ticketNumber: ticketNumber.value,
  } as const;
  return { readable: true, line: { value: line, normalised: digits !== text } };
}

/** The 18 digits again. */
export function formatOcrLine(line: OcrLine): string {
  return `${line.ticketKind}${line.doseNumber}${line.municipalityCode}${line.ticketNumber}`;
}

const SCANNED = /^[A-D]([0-9]{10}|[0-9]{18})[A-D]$/i;

/**
 * What a scanner typed, without what it put around it: the start and stop letters of NW-7 (A–D) around 10 or 18 digits, and the
 * carriage return that goes with the blanks. Anything else comes back as it was.
 */
export function withoutScannerFrame(text: string): string {
  return SCANNED.exec(tidyIdentifier(text))?.[1] ?? text;
}
