import { ageInMonths } from '../dates/age.ts';
import type { IsoDate } from '../identifiers.ts';
import type { DoseRecord, Person } from '../../vrs-api/people.ts';
import { identifyMaker, type KnownMaker } from './maker-text.ts';
import type { Programme } from './programme.ts';

/** A dose with what the rules derive from it once. */
export interface KnownDose {
  readonly record: DoseRecord;
  readonly number: number;
  readonly on: IsoDate;
  readonly maker: KnownMaker | undefined;
  /**
   * Whether the day can be right at all: not in the future, inside the programme, not before birth. A dose whose day is wrong gets that
   * one warning and stays out of intervals, ages and orders: root causes first.
   */
  readonly dayIsPossible: boolean;
}

export function knownDose(
  record: DoseRecord,
  person: Person,
  today: IsoDate,
  programme: Programme,
): KnownDose {
  const on = record.vaccinatedOn;
  return {
    record,
    number: record.doseNumber,
    on,
    maker: identifyMaker(record.maker),
    dayIsPossible:
      on <= today && on >= programme.firstDay && on <= programme.lastDay && on >= person.birthDate,
  };
}

/** 予診のみ is no dose: nothing was injected, so it has no place in the series. */
export function isInjection(dose: KnownDose): boolean {
  return dose.record.ticketKind === '1';
}

const FIVE_YEARS = 60;
const INFANTS_FROM = '2022-10-24';

/**
 * Whether doses 1 to 3 are those of the infants' product: because a record says so, or because only ファイザー is said and the person was
 * younger than five at dose 1 when there was no other product for that age.
 */
export function isInfantSeries(doses: readonly KnownDose[], birthDate: IsoDate): boolean {
  const first = doses.find((dose) => dose.number === 1);
  if (first?.maker?.maker.id !== 'pfizer') return false;
  const below = first.maker.product?.belowMonths;
  if (first.maker.product) return below === FIVE_YEARS;
  return first.on >= INFANTS_FROM && ageInMonths(birthDate, first.on) < FIVE_YEARS;
}
