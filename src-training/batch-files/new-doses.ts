import { dayNumber } from '../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { type Maker, makers, placeFor } from '../residents/lots.ts';
import { venues } from '../residents/municipalities.ts';
import type { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { Day, MadeDose, Resident } from '../residents/resident.ts';

export const day = (text: string): Day => dayNumber(IsoDate.parse(text));

const FIRST_FROM = day('2021-07-05');
const BOOSTERS_FROM = day('2021-12-06');
/** From these days on five and three months are enough before a booster; six before. */
const FIVE_MONTHS_FROM = day('2022-05-30');
const THREE_MONTHS_FROM = day('2022-10-24');
const LAST_DAY = day('2024-03-29');
/** Nineteen years old at the start: no rule about ages touches them. */
const GROWN_UP_BORN_BEFORE = day('2002-04-01');
/** How likely somebody's next dose is in the file as well. */
const GOES_ON = 0.7;

export const goodTicket = ({ tickets }: Resident): string =>
  tickets.findLast(({ stoppedOn }) => stoppedOn === null)?.ticketNumber ?? '';

export const isGrownUp = ({ birthDate }: Resident): boolean => birthDate < GROWN_UP_BORN_BEFORE;

/** Grown up, here, with a ticket, and all doses so far (if any) of ファイザー or 武田/モデルナ: the rules then only look at days. */
export function isPlain(resident: Resident): boolean {
  const { doses, flag } = resident;
  return (
    isGrownUp(resident) &&
    flag.kind === 'none' &&
    goodTicket(resident) !== '' &&
    doses.every(({ maker }) => maker === makers.pfizer || maker === makers.moderna)
  );
}

/**
 * Doses of one person that nobody has registered yet, in their order: what a municipality keyed in late from its 予診票. They keep to
 * the programme's rules, with what stands and among each other.
 */
export function newDoses(population: Population, resident: Resident): readonly MadeDose[] {
  if (!isPlain(resident) || resident.doses.length >= 7) return [];
  const random = new Random(population.seed, 'new doses', resident.index);
  const made: MadeDose[] = [];
  for (let number = resident.doses.length + 1; number <= 7; number += 1) {
    const before = made.at(-1) ?? resident.doses.at(-1);
    const dose = nextDose(population, random, resident, number, before);
    if (!dose) break;
    made.push(dose);
    // One dose alone is rare; boosters become fewer.
    if (number > 1 && !random.chance(GOES_ON)) break;
  }
  return made;
}

function nextDose(
  population: Population,
  random: Random,
  resident: Resident,
  number: number,
  before: MadeDose | undefined,
): MadeDose | undefined {
  const maker = makerFor(random, number, before);
  const place = placeFor(random, maker, false);
  const earliest = before === undefined ? FIRST_FROM + random.whole(0, 90) : earliestAfter(number, before);
  const on = sessionOn(earliest + random.whole(0, 20), place.venue);
  if (on > LAST_DAY) return undefined;
  return doseOf(population, resident, { number, on, maker, ...place });
}

function makerFor(random: Random, number: number, before: MadeDose | undefined): Maker {
  if (number === 2) return before?.maker === makers.moderna ? makers.moderna : makers.pfizer;
  return random.chance(0.25) ? makers.moderna : makers.pfizer;
}

function earliestAfter(number: number, { vaccinatedOn, maker }: MadeDose): Day {
  if (number === 2) return vaccinatedOn + (maker === makers.moderna ? 28 : 21);
  const sixMonths = Math.max(BOOSTERS_FROM, vaccinatedOn + 186);
  const fiveMonths = Math.max(FIVE_MONTHS_FROM, vaccinatedOn + 156);
  const threeMonths = Math.max(THREE_MONTHS_FROM, vaccinatedOn + 95);
  return Math.min(sixMonths, fiveMonths, threeMonths);
}

/** Every venue has its day of the week, so that many are vaccinated on one day with one lot. */
export function sessionOn(earliest: Day, venue: string): Day {
  const weekday = venues.findIndex(({ name }) => name === venue) + 1;
  return earliest + ((weekday - (earliest % 7) + 7) % 7);
}

type DoseWanted = Pick<MadeDose, 'venue' | 'doctor' | 'vaccinatedIn'> & {
  readonly number: number;
  readonly on: Day;
  readonly maker: string;
};

export function doseOf(population: Population, resident: Resident, wanted: DoseWanted): MadeDose {
  const { number, on, maker, venue, doctor, vaccinatedIn } = wanted;
  return {
    recordId: '',
    ticketNumber: goodTicket(resident),
    doseNumber: number,
    ticketKind: '1',
    vaccinatedOn: on,
    venue,
    doctor,
    vaccinatedIn,
    maker,
    lotNumber: population.lots.of(maker, venue, on),
    registeredAt: '',
    registeredBy: 'batch',
    confirmed: false,
    past: [],
  };
}

/** The same dose on another day, with that day's lot. */
export function movedTo(population: Population, dose: MadeDose, on: Day): MadeDose {
  return { ...dose, vaccinatedOn: on, lotNumber: population.lots.of(dose.maker, dose.venue, on) };
}
