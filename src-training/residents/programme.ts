import { dayNumber } from '../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { type Maker, makers } from './lots.ts';
import type { Random } from './random.ts';
import type { Day } from './resident.ts';

const day = (text: string): Day => dayNumber(IsoDate.parse(text));

/** The calendar of the 特例臨時接種: first day, the start of each group and of each booster, last day. */
const DATES = {
  workersFrom: day('2021-02-22'),
  elderlyFrom: day('2021-04-19'),
  generalFrom: day('2021-07-05'),
  teenagersFrom: day('2021-08-23'),
  thirdFrom: day('2021-12-06'),
  childrenFrom: day('2022-02-28'),
  fourthFrom: day('2022-06-01'),
  childrenThirdFrom: day('2022-09-12'),
  autumn2022From: day('2022-10-24'),
  infantsFrom: day('2022-11-01'),
  spring2023From: day('2023-05-10'),
  autumn2023From: day('2023-09-25'),
  boostersUntil: day('2023-03-28'),
  springUntil: day('2023-08-29'),
  autumnUntil: day('2023-09-15'),
  end: day('2024-03-29'),
} as const;

/** The day on which the made-up population stands still: everybody's age and flag are as of then. */
export const POPULATION_DAY = day('2024-03-31');

export interface PlannedDose {
  readonly day: Day;
  readonly maker: Maker;
}

/** Age in years with fractions; rules look at exact days, so plans keep a margin of weeks from every limit. */
const ageOn = (birth: Day, on: Day): number => (on - birth) / 365.2425;

/**
 * Which doses somebody born on that day had. Intervals, ages and products keep to the programme's rules throughout:
 * what is wrong in the data is planted afterwards and stands in the truth file.
 */
export function planDoses(random: Random, birth: Day): readonly PlannedDose[] {
  const age2021 = ageOn(birth, DATES.generalFrom);
  if (age2021 >= 12.3) return adult(random, birth, age2021);
  const ageChildren = ageOn(birth, DATES.childrenFrom);
  if (ageChildren >= 5.1 && ageChildren < 11.5) return child(random, birth);
  const ageInfants = ageOn(birth, DATES.infantsFrom);
  return ageInfants >= 0.6 && ageInfants < 4.3 ? infant(random, birth) : [];
}

function adult(random: Random, birth: Day, age: number): readonly PlannedDose[] {
  const worker = age >= 22 && age < 65 && random.chance(0.04);
  const uptake = worker ? 0.98 : age >= 65 ? 0.93 : age >= 40 ? 0.85 : age >= 18.5 ? 0.77 : 0.68;
  if (!random.chance(uptake)) return [];
  const first = firstDay(random, worker, age);
  const maker = firstMaker(random, worker, age, first);
  const doses: PlannedDose[] = [{ day: first, maker }];
  if (!random.chance(0.985)) return doses;
  const second = first + gapToSecond(random, maker);
  doses.push({ day: second, maker });
  boosters(random, birth, doses);
  return doses;
}

function firstDay(random: Random, worker: boolean, age: number): Day {
  if (worker) return DATES.workersFrom + random.whole(0, 70);
  if (random.chance(0.04)) return DATES.thirdFrom + random.whole(0, 200);
  if (age >= 65) return DATES.elderlyFrom + random.whole(0, 85);
  return age >= 18.5 ? DATES.generalFrom + random.whole(0, 110) : DATES.teenagersFrom + random.whole(0, 70);
}

function firstMaker(random: Random, worker: boolean, age: number, first: Day): Maker {
  if (worker || age < 18.5 || first < DATES.generalFrom) return makers.pfizer;
  if (age > 41 && first > DATES.teenagersFrom && random.chance(0.01)) return makers.astraZeneca;
  if (first > DATES.fourthFrom && random.chance(0.2)) return makers.novavax;
  return random.chance(0.24) ? makers.moderna : makers.pfizer;
}

function gapToSecond(random: Random, maker: Maker): number {
  const late = random.chance(0.25) ? random.whole(1, 9) : 0;
  if (maker === makers.astraZeneca) return 56 + random.whole(0, 28);
  return (maker === makers.moderna ? 28 : 21) + late;
}

/** A campaign of boosters: who takes it how likely, from when to when, and the least gap to the dose before, in days. */
interface Campaign {
  readonly from: Day;
  readonly until: Day;
  readonly gap: number;
  readonly least: number;
  readonly uptake: (age: number) => number;
}

const campaigns: readonly Campaign[] = [
  {
    from: DATES.thirdFrom,
    until: DATES.autumnUntil,
    gap: 245,
    least: 2,
    uptake: (age) => (age >= 65 ? 0.94 : age >= 40 ? 0.75 : age >= 18.5 ? 0.55 : 0.35),
  },
  {
    from: DATES.fourthFrom,
    until: day('2022-09-15'),
    gap: 156,
    least: 3,
    uptake: (age) => (age >= 60.5 ? 0.86 : 0),
  },
  {
    from: DATES.autumn2022From,
    until: DATES.boostersUntil,
    gap: 95,
    least: 3,
    uptake: (age) => (age >= 65 ? 0.8 : age >= 40 ? 0.5 : 0.3),
  },
  {
    from: DATES.spring2023From,
    until: DATES.springUntil,
    gap: 95,
    least: 4,
    uptake: (age) => (age >= 65.5 ? 0.68 : 0.02),
  },
  {
    from: DATES.autumn2023From,
    until: DATES.end,
    gap: 95,
    least: 2,
    uptake: (age) => (age >= 65 ? 0.62 : 0.16),
  },
];

function boosters(random: Random, birth: Day, doses: PlannedDose[]): void {
  for (const { from, until, gap, least, uptake } of campaigns) {
    const last = doses.at(-1);
    if (!last || doses.length >= 7 || doses.length < least) continue;
    const on = Math.max(from, last.day + gap) + random.whole(0, 55);
    const age = ageOn(birth, on);
    if (on > until || !random.chance(uptake(age))) continue;
    doses.push({ day: on, maker: age >= 18.5 && random.chance(0.3) ? makers.moderna : makers.pfizer });
  }
}

function child(random: Random, birth: Day): readonly PlannedDose[] {
  if (!random.chance(0.24)) return [];
  const first = DATES.childrenFrom + random.whole(0, 100);
  const second = first + 21 + (random.chance(0.3) ? random.whole(1, 9) : 0);
  const doses: PlannedDose[] = [first, second].map((on) => ({ day: on, maker: makers.child }));
  const third = Math.max(DATES.childrenThirdFrom, second + 160) + random.whole(0, 60);
  if (random.chance(0.4) && ageOn(birth, third) < 11.8) doses.push({ day: third, maker: makers.child });
  return doses;
}

function infant(random: Random, birth: Day): readonly PlannedDose[] {
  if (!random.chance(0.06)) return [];
  const first = DATES.infantsFrom + random.whole(0, 120);
  if (ageOn(birth, first) > 4.8) return [];
  const second = first + 21 + random.whole(0, 5);
  const third = second + 56 + random.whole(0, 12);
  return [first, second, third].map((on) => ({ day: on, maker: makers.infant }));
}
