import { dayNumber, dayOfNumber } from '../dates/calendar.ts';
import { formatWesternDate } from '../dates/eras.ts';
import { IsoDate, MunicipalityCode, TicketNumber } from '../identifiers.ts';
import type { RowValues } from '../rules/check-values.ts';
import { digestOf, type TicketKey, ticketKey } from './row-keys.ts';

/**
 * What the checks across rows need of a 接種記録 row: numbers, and the lot and the maker, of which a file has few different ones.
 */
export interface RecordRow {
  readonly line: number;
  /** The how-manieth row it is: neighbours differ by one, whatever their lines. */
  readonly place: number;
  readonly ticket: TicketKey;
  readonly dose: number;
  /** False for 予診のみ, which has no place in the series. */
  readonly injection: boolean;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Digest of the venue's name; 0 for none. */
  readonly venue: number;
  readonly lot: string;
  readonly maker: string;
  /** Digest of everything that would be stored. */
  readonly content: number;
  /** Digest of 宛名番号, and the birth date's day number, as the row has them to cross-check the ticket's holder. */
  readonly holder: number;
  readonly birthDay: number;
}

/** For `birthDay`: the row has none. Far before any day of the calendar. */
export const NO_DAY = -2_147_483_648;

/** The row of checked values; only for rows without a 取込不可, all of whose keys can be read. */
export function recordRowOf(line: number, place: number, values: RowValues): RecordRow {
  const cell = (column: string): string => values[column] ?? '';
  const municipalityCode = MunicipalityCode.parse(cell('municipalityCode'));
  return {
    line,
    place,
    ticket: ticketKey(municipalityCode, TicketNumber.parse(cell('ticketNumber'))),
    dose: Number(cell('doseNumber')),
    injection: cell('ticketKind') === '1',
    day: dayNumber(IsoDate.parse(cell('vaccinatedOn'))),
    venue: digestOf(cell('venue')),
    lot: cell('lotNumber'),
    maker: cell('maker'),
    content: digestOf(...stored.map(cell)),
    holder: digestOf(cell('addresseeNumber')),
    birthDay: cell('birthDate') === '' ? NO_DAY : dayNumber(IsoDate.parse(cell('birthDate'))),
  };
}

/** Every column that goes into a record, but for those that it is known by. */
const stored = [
  'ticketKind',
  'vaccinatedOn',
  'vaccinatedInMunicipality',
  'venue',
  'doctor',
  'maker',
  'lotNumber',
] as const;

/** A day number as sentences say it: 2021年6月1日. */
export const dayInWords = (day: number): string => formatWesternDate(dayOfNumber(day));
