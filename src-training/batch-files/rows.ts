import { dayNumber, dayOfNumber } from '../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../src-shared/domain/identifiers.ts';
import type { ColumnId } from '../../src-shared/domain/rules/layout.ts';
import { makers, placeFor } from '../residents/lots.ts';
import { BLOCK } from '../residents/numbers.ts';
import type { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { Day, MadeDose, Resident } from '../residents/resident.ts';

export type RecordCells = Record<ColumnId<'records'>, string>;
export type SubjectCells = Record<ColumnId<'subjects'>, string>;

/** A row of 接種記録, with whose it is and what that person has already: errors are made from both. */
export interface MadeRecord {
  readonly cells: RecordCells;
  readonly resident: Resident;
  readonly kind: 'new' | 'standing';
}

/** Everybody of a population whom no planted error touches. */
export function soundResidents(population: Population, people: number): Resident[] {
  const sound: Resident[] = [];
  for (let number = 0; number * BLOCK < people; number += 1) {
    const { residents, truth } = population.block(number, Math.min(BLOCK, people - number * BLOCK));
    const touched = new Set(truth.map(({ addresseeNumber }) => addresseeNumber));
    sound.push(...residents.filter(({ addresseeNumber }) => !touched.has(addresseeNumber)));
  }
  return sound;
}

/** People who are not in VRS yet: those that a larger population would have next. */
export function newcomers(population: Population, people: number, count: number): Resident[] {
  const found: Resident[] = [];
  for (let number = Math.ceil(people / BLOCK); found.length < count; number += 1) {
    found.push(...population.block(number).residents.filter(({ tickets }) => tickets.length > 0));
  }
  return found.slice(0, count);
}

/** 令和5年秋開始接種: what a municipality still had to register at the end. */
const FROM = dayNumber(IsoDate.parse('2023-09-25'));
const UNTIL = dayNumber(IsoDate.parse('2024-03-29'));

/** Doses that nobody has registered yet: the next one of everybody who may have one, in the order of day and venue. */
export function newDoses(population: Population, residents: readonly Resident[]): MadeRecord[] {
  return residents
    .flatMap((resident) => nextDose(population, resident) ?? [])
    .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

const orderOf = ({ cells }: MadeRecord): string => `${cells.vaccinatedOn} ${cells.venue}`;

function nextDose(population: Population, resident: Resident): MadeRecord | undefined {
  const { doses, flag, birthDate, tickets } = resident;
  const grownUp = birthDate < FROM - 20 * 366;
  const last = doses.at(-1);
  const usual = doses.every(({ maker }) => maker !== makers.child && maker !== makers.infant);
  if (!grownUp || !usual || flag.kind !== 'none' || tickets.length === 0 || doses.length >= 7)
    return undefined;
  // One dose alone would need the second soon after it; nobody waits for years with that.
  if (doses.length === 1) return undefined;
  const random = new Random(population.seed, 'next dose', resident.index);
  const day = Math.max(FROM, (last?.vaccinatedOn ?? 0) + 100) + random.whole(0, 20);
  if (day > UNTIL) return undefined;
  const place = placeFor(random, makers.pfizer, false);
  const dose: MadeDose = {
    recordId: '',
    ticketNumber: goodTicket(resident),
    doseNumber: doses.length + 1,
    ticketKind: '1',
    vaccinatedOn: day,
    ...place,
    maker: makers.pfizer,
    lotNumber: population.lots.of(makers.pfizer, place.venue, day),
    registeredAt: '',
    registeredBy: 'batch',
    confirmed: false,
    past: [],
  };
  return { cells: recordCells(resident, dose), resident, kind: 'new' };
}

/** What stands already, said once more. */
export function standingDoses(residents: readonly Resident[], confirmed: boolean): MadeRecord[] {
  return residents.flatMap((resident) =>
    resident.doses
      .filter((dose) => dose.confirmed === confirmed)
      .map((dose) => ({ cells: recordCells(resident, dose), resident, kind: 'standing' as const })),
  );
}

export function recordCells(resident: Resident, dose: MadeDose): RecordCells {
  return {
    municipalityCode: resident.municipalityCode,
    ticketNumber: dose.ticketNumber,
    doseNumber: String(dose.doseNumber),
    ticketKind: dose.ticketKind,
    vaccinatedOn: compact(dose.vaccinatedOn),
    vaccinatedInMunicipality: dose.vaccinatedIn ?? '',
    venue: dose.venue,
    doctor: dose.doctor,
    maker: dose.maker,
    lotNumber: dose.lotNumber,
    addresseeNumber: resident.addresseeNumber,
    birthDate: compact(resident.birthDate),
  };
}

const flagCodes = { none: '0', 'moved-out': '1', deceased: '2' } as const;

export function subjectCells(resident: Resident): SubjectCells {
  const { flag } = resident;
  return {
    municipalityCode: resident.municipalityCode,
    addresseeNumber: resident.addresseeNumber,
    individualNumber: resident.individualNumber,
    name: resident.name,
    kana: resident.kana,
    birthDate: compact(resident.birthDate),
    sex: resident.sex,
    ticketNumber: goodTicket(resident),
    flag: flagCodes[flag.kind],
    flagOn: flag.kind === 'none' ? '' : compact(flag.on),
  };
}

/** YYYYMMDD, as the layouts write dates. */
export function compact(day: Day): string {
  return dayOfNumber(day).replaceAll('-', '');
}

export function goodTicket({ tickets }: Resident): string {
  return tickets.findLast(({ stoppedOn }) => stoppedOn === null)?.ticketNumber ?? '';
}
