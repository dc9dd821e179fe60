import type { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { Resident } from '../residents/resident.ts';
import { goodTicket } from './new-doses.ts';
import { MOST_PEOPLE, type People } from './people.ts';
import { Planting } from './planting.ts';
import { newcomers, subjectCells } from './rows.ts';
import { subjectPlants, type SubjectSoil } from './subject-plants.ts';
import type { BatchFileWanted, Line } from './wanted.ts';

/** Three of four are known already; the register gives its whole extract. */
const NEW_SHARE = 0.25;

/** The lines of a file of 接種対象者: people of VRS, and among them such as moved in or were born since. */
export function* subjectLines(
  population: Population,
  people: People,
  wanted: BatchFileWanted,
): Generator<Line, void> {
  const { rows, errors = {}, people: most = MOST_PEOPLE } = wanted;
  const planting = new Planting<SubjectSoil>(subjectPlants, errors, rows);
  const coming = newcomers(population, most);
  let lines = 0;
  let ticketBefore: string | undefined;
  for (const { resident, isKnown } of mixed(people, coming, new Random(population.seed, 'moved in', rows))) {
    const cells = subjectCells(resident);
    const random = new Random(population.seed, 'error', resident.index);
    const soil = { resident, cells, random, fits: people.fits, isKnown, ticketBefore };
    const planted = planting.plant(() => soil, lines);
    const right = people.isInFile(resident) && lines + planting.reserved < rows;
    const made = planted ?? (right ? [{ lines: [{ cells, wrong: [] }] }] : []);
    for (const piece of made) {
      yield* piece.lines;
      lines += piece.lines.length;
    }
    // Only a row that is right keeps its ticket for itself.
    if (!planted && right) ticketBefore = cells.ticketNumber;
    if (lines >= rows && planting.left.length === 0) return;
  }
  throw new RangeError(
    planting.left.length > 0
      ? `nobody for ${planting.left.join(', ')} in a file of ${rows} rows`
      : 'the population has not so many people',
  );
}

function* mixed(
  { sound, fits }: People,
  coming: Iterator<Resident>,
  random: Random,
): Generator<{ readonly resident: Resident; readonly isKnown: boolean }, void> {
  for (const resident of sound) {
    if (goodTicket(resident) !== '') yield { resident, isKnown: true };
    while (random.chance(NEW_SHARE)) {
      const next = coming.next();
      if (next.done !== true && fits(next.value.name + next.value.kana)) {
        yield { resident: next.value, isKnown: false };
      }
    }
  }
}
