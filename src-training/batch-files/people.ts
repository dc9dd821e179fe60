import type { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { Resident } from '../residents/resident.ts';
import { hasCp932 } from './cp932.ts';
import { goodTicket, isGrownUp } from './new-doses.ts';
import { soundResidents } from './rows.ts';
import type { BatchFileWanted } from './wanted.ts';

/** Whom a file is about. */
export interface People {
  /** Everybody who can be in it, one after another. */
  readonly sound: Iterable<Resident>;
  /** Whether a right row of theirs is: a small file has rows of a part of the people only. */
  readonly isInFile: (resident: Resident) => boolean;
  /** Whether the file's encoding has these characters. */
  readonly fits: (text: string) => boolean;
  /** How many people of the population have been looked at: all of the file are among the first so many. */
  readonly looked: () => number;
}

/** Errors need rare people (somebody deceased with two doses, an infant): a small file picks its rows from so many. */
const LEAST_LOOKED_AT = 3000;
/** Rows that a person gives on average, rather too low, so that a file is full before the people are at an end. */
const ROWS_EACH = { records: 1.2, subjects: 0.9, flags: 0.75, ledger: 0.5 } as const;
/** Where there is nobody behind that part, more of it is taken: chance must not leave a small file short. */
const LEAST_MARGIN = 3;
/** Without another wish: the file ends before. */
export const MOST_PEOPLE = 4_000_000;

export function peopleFor(population: Population, wanted: BatchFileWanted): People {
  const { rows, seed = '', encoding } = wanted;
  const people = wanted.people ?? MOST_PEOPLE;
  const fits = encoding === 'cp932' ? hasCp932 : (): boolean => true;
  const looked = Math.min(people, Math.max(LEAST_LOOKED_AT, rows));
  const margin = looked < people ? 1 : LEAST_MARGIN;
  const share = (margin * rows) / (looked * ROWS_EACH[wanted.kind]);
  let last = 0;
  const seen = (index: number): void => {
    last = index + 1;
  };
  return {
    fits,
    looked: () => last,
    sound: suitable(population, people, fits, seen),
    isInFile: ({ index }) =>
      // Behind the part that was to be enough, everybody is.
      share >= 1 || index >= looked || new Random(seed, 'in the file', index).chance(share),
  };
}

function* suitable(
  population: Population,
  people: number,
  fits: (text: string) => boolean,
  seen: (index: number) => void,
): Generator<Resident, void> {
  for (const resident of soundResidents(population, people)) {
    seen(resident.index);
    if (fits(resident.name + resident.kana)) yield resident;
  }
}

export function isUnvaccinatedAdult(resident: Resident): boolean {
  return (
    resident.doses.length === 0 &&
    isGrownUp(resident) &&
    resident.flag.kind === 'none' &&
    goodTicket(resident) !== ''
  );
}
