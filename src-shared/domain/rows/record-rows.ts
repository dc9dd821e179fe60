import { dayNumberIn } from '../dates/calendar.ts';
import { unusualLot } from '../doses/lots.ts';
import { identifyMaker } from '../doses/maker-text.ts';
import { NO_VACCINE, type VaccineId, vaccineIdOf } from '../doses/vaccines.ts';
import { readMunicipalityCode, readTicketNumber } from '../identifier-text.ts';
import type { RowValues } from '../rules/check-values.ts';
import { nameKey } from '../text/search-keys.ts';
import { digestOf, digestOfAll, type TicketKey, ticketKey } from './row-keys.ts';

/**
 * What the checks across rows need of a 接種記録 row: numbers only, so that millions fit into typed arrays. Texts are compared by their
 * digests; what a sentence needs of them is read again from the file for the findings that are kept.
 */
export interface RecordRow {
  readonly line: number;
  /** The how-manieth row it is: neighbours differ by one, whatever their lines. */
  readonly place: number;
  readonly ticket: TicketKey;
  readonly dose: number;
  /** False for 予診のみ, which has no place in the series. */
  readonly injection: boolean;
  /** False for a row that is 取込不可 by itself. It is not compared with anything; only its dose is not missing. */
  readonly storable: boolean;
  /** Days since 1970-01-01; `NO_DAY` in a row that is not storable for it. */
  readonly day: number;
  /** Digest of the venue's name; 0 for none. */
  readonly venue: number;
  /** Digest of the lot in the rows' one notation. */
  readonly lot: number;
  /** Digest of the maker's name as it would be stored. */
  readonly maker: number;
  /** `NO_VACCINE` where the cell names none, or the lot is another maker's. */
  readonly vaccine: VaccineId;
  /** Digest of what else would be stored: few kinds of texts, so that rows have it in common. */
  readonly otherContent: number;
  /** Digest of 宛名番号, the birth date's day number and the digest of the name's key, as the row has them to cross-check the holder. */
  readonly holder: number;
  readonly birthDay: number;
  readonly name: number;
}

/** For `day` and `birthDay`: the row has none. Far before any day of the calendar. */
export const NO_DAY = -2_147_483_648;

/**
 * The row of checked values; undefined where ticket or dose can't be read, so that nobody can say whose it is. `storable` says that nothing
 * in it is 取込不可.
 */
export function recordRowOf(
  line: number,
  place: number,
  values: RowValues,
  storable: boolean,
): RecordRow | undefined {
  const cell = (column: string): string => values[column] ?? '';
  const municipalityCode = readMunicipalityCode(cell('municipalityCode'))?.value;
  const ticketNumber = readTicketNumber(cell('ticketNumber'))?.value;
  if (!municipalityCode || !ticketNumber || cell('doseNumber') === '') return undefined;
  return {
    line,
    place,
    ticket: ticketKey(municipalityCode, ticketNumber),
    dose: Number(cell('doseNumber')),
    injection: cell('ticketKind') === '1',
    storable,
    day: dayNumberIn(cell('vaccinatedOn')) ?? NO_DAY,
    venue: digestOf(cell('venue')),
    lot: digestOf(cell('lotNumber')),
    maker: digestOf(cell('maker')),
    vaccine: vaccineOfCells(cell('maker'), cell('lotNumber')),
    otherContent: otherContentOf(values),
    holder: digestOf(cell('addresseeNumber')),
    birthDay: dayNumberIn(cell('birthDate')) ?? NO_DAY,
    name: cell('name') === '' ? 0 : digestOf(nameKey(cell('name'))),
  };
}

/** Makers and lots are of few kinds: so many answers are kept. */
const MOST_KEPT = 20_000;
/** By maker and lot. */
const kept = new Map<string, Map<string, VaccineId>>();
let keptCount = 0;

/** The vaccine that maker and lot agree on. */
export function vaccineOfCells(maker: string, lot: string): VaccineId {
  let ofMaker = kept.get(maker);
  const known = ofMaker?.get(lot);
  if (known !== undefined) return known;
  const vaccine = agreedVaccine(maker, lot);
  if (keptCount === MOST_KEPT) return vaccine;
  if (!ofMaker) kept.set(maker, (ofMaker = new Map()));
  ofMaker.set(lot, vaccine);
  keptCount += 1;
  return vaccine;
}

function agreedVaccine(maker: string, lot: string): VaccineId {
  const isOdd = lot !== '' && unusualLot(lot, identifyMaker(maker)?.maker.id)?.isOfOtherMaker === true;
  return isOdd ? NO_VACCINE : vaccineIdOf(maker);
}

/** The digest of what goes into a record, but for what it is known by and what has a number of its own in a row. */
export const otherContentOf = (values: RowValues): number =>
  digestOfAll(otherColumns.map((column) => values[column] ?? ''));

/** The columns of which `otherContent` is the digest, in this order, each '' where it is empty. */
export const otherColumns = ['ticketKind', 'vaccinatedInMunicipality', 'doctor'] as const;
