import { makers } from '../../residents/lots.ts';
import { venues } from '../../residents/municipalities.ts';
import type { Population } from '../../residents/population.ts';
import type { Day, MadeDose, Resident } from '../../residents/resident.ts';
import { withAlone } from '../alone.ts';
import { day, doseOf } from '../new-doses.ts';
import { recordCells } from '../rows.ts';
import type { Line, Piece } from '../wanted.ts';
import { orderOf, wrong } from './soil.ts';

/** So many people make a session in which one row of another day stands out. */
export const SESSION_SIZE = 24;
const FIRST_DAY = day('2024-01-04');
const DAYS = 85;
/** Another delivery than that of the day: the one before the last. Where sessions fall on one day, each has an older one. */
const OTHER_DELIVERY = 28;
const DELIVERY = 14;

const clinics = venues.filter(({ site }) => site === 'clinic');

export interface Guest {
  readonly resident: Resident;
  readonly doses: readonly MadeDose[];
}

/** Whether somebody's last new dose may as well be in a session: a later day never breaks a rule about intervals. */
export const canBeGuest = ({ doses }: Guest): boolean => {
  const last = doses.at(-1);
  return last !== undefined && last.doseNumber > 2 && last.vaccinatedOn < FIRST_DAY;
};

/**
 * One day at one venue: everybody has the lot of the delivery, but one row carries the lot of the delivery before the last, as when a
 * setting of the terminal was left over. Each number is another day or another venue.
 */
export function carriedOverSession(
  population: Population,
  number: number,
  guests: readonly Guest[],
): Piece[] {
  const venue = clinics[number % clinics.length];
  const on: Day = FIRST_DAY + (Math.floor(number / clinics.length) % DAYS);
  if (!venue) throw new Error('there are clinics');
  const round = Math.floor(number / (clinics.length * DAYS));
  const where = { venue: venue.name, doctor: venue.doctors[0] ?? '' };
  const order = orderOf({ vaccinatedOn: on, ...where });
  const odd = number % guests.length;
  return guests.flatMap(({ resident, doses }, index): Piece[] => {
    const last = doses.at(-1);
    if (!last) return [];
    const { doseNumber, vaccinatedIn } = last;
    const dose = doseOf(population, resident, {
      ...where,
      vaccinatedIn,
      number: doseNumber,
      on,
      maker: makers.pfizer,
    });
    const right: Line = { cells: recordCells(resident, dose), wrong: [] };
    const lotNumber = population.lots.of(makers.pfizer, venue.name, on - OTHER_DELIVERY - round * DELIVERY);
    const line: Line =
      index === odd
        ? { cells: { ...right.cells, lotNumber }, wrong: [wrong('lot-carried-over', 'lotNumber')] }
        : right;
    const before = doses
      .slice(0, -1)
      .map((each) => ({ order: orderOf(each), lines: [{ cells: recordCells(resident, each), wrong: [] }] }));
    return [...withAlone([...before, { order, lines: [line] }])];
  });
}
