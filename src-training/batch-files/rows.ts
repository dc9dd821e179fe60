import { dayOfNumber } from '../../src-shared/domain/dates/calendar.ts';
import type { ColumnId } from '../../src-shared/domain/rules/layout.ts';
import { BLOCK } from '../residents/numbers.ts';
import type { Population } from '../residents/population.ts';
import type { Day, MadeDose, Resident } from '../residents/resident.ts';
import { goodTicket } from './new-doses.ts';

export type RecordCells = Record<ColumnId<'records'>, string>;
export type SubjectCells = Record<ColumnId<'subjects'>, string>;

/** Everybody of a population whom no planted error of what stands touches, one after another. */
export function* soundResidents(population: Population, people: number): Generator<Resident, void> {
  for (let number = 0; number * BLOCK < people; number += 1) {
    const { residents, truth } = population.block(number, Math.min(BLOCK, people - number * BLOCK));
    const touched = new Set(truth.map(({ addresseeNumber }) => addresseeNumber));
    for (const resident of residents) if (!touched.has(resident.addresseeNumber)) yield resident;
  }
}

/** People who are not in VRS yet: those that a larger population would have next. */
export function* newcomers(population: Population, people: number): Generator<Resident, void> {
  for (let number = Math.ceil(people / BLOCK); ; number += 1) {
    for (const resident of population.block(number).residents) {
      if (resident.tickets.length > 0) yield resident;
    }
  }
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
export function compact(on: Day): string {
  let text = written.get(on);
  if (text === undefined) {
    text = dayOfNumber(on).replaceAll('-', '');
    written.set(on, text);
  }
  return text;
}

const written = new Map<Day, string>();
