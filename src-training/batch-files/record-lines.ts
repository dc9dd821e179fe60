import type { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { Resident } from '../residents/resident.ts';
import { withAlone } from './alone.ts';
import { newDoses } from './new-doses.ts';
import { Planting } from './planting.ts';
import { isUnvaccinatedAdult, type People } from './people.ts';
import { recordPlants } from './record-plants/record-plants.ts';
import { canBeGuest, carriedOverSession, type Guest, SESSION_SIZE } from './record-plants/session.ts';
import { type RecordSoil, rightPiece } from './record-plants/soil.ts';
import type { BatchFileWanted, ErrorMix, Line, Piece } from './wanted.ts';

/** People whose rows are sorted together: a district, as offices work them off. More would only take more memory. */
const DISTRICT = 3000;
const CARRIED_OVER = 'lot-carried-over';

/** The lines of a file of 接種記録, district by district, each in the order of days and venues. */
export function* recordLines(
  population: Population,
  people: People,
  wanted: BatchFileWanted,
): Generator<Line, void> {
  const file = new RecordFile(population, people, wanted);
  let waiting: Piece[] = [];
  let inDistrict = 0;
  for (const resident of people.sound) {
    waiting.push(...file.piecesOf(resident));
    inDistrict += 1;
    if (inDistrict < DISTRICT && !file.isFull) continue;
    yield* inOrder(waiting);
    waiting = [];
    inDistrict = 0;
    if (file.isFull) return;
  }
  yield* inOrder(waiting);
  file.mustBeFull();
}

function* inOrder(pieces: readonly Piece[]): Generator<Line, void> {
  for (const { lines } of pieces.toSorted((one, other) => one.order - other.order)) yield* lines;
}

class RecordFile {
  readonly #population: Population;
  readonly #people: People;
  readonly #rows: number;
  readonly #planting: Planting<RecordSoil>;
  readonly #sessions: number;
  readonly #strangers: Resident[] = [];
  #guests: Guest[] = [];
  #heldSessions = 0;
  #lines = 0;

  constructor(population: Population, people: People, { rows, errors = {} }: BatchFileWanted) {
    this.#population = population;
    this.#people = people;
    this.#rows = rows;
    const { [CARRIED_OVER]: sessions = 0, ...others }: ErrorMix = errors;
    this.#sessions = sessions;
    this.#planting = new Planting(recordPlants, others, rows);
  }

  get isFull(): boolean {
    return this.#lines >= this.#rows && this.#planting.left.length === 0 && this.#sessionsLeft === 0;
  }

  mustBeFull(): void {
    if (this.isFull) return;
    const codes = [...this.#planting.left, ...(this.#sessionsLeft > 0 ? [CARRIED_OVER] : [])];
    throw new RangeError(
      codes.length > 0
        ? `nobody for ${codes.join(', ')} in a file of ${this.#rows} rows`
        : 'the population has not so many doses',
    );
  }

  piecesOf(resident: Resident): readonly Piece[] {
    const pieces = this.#made(resident);
    for (const { lines } of pieces) this.#lines += lines.length;
    return pieces;
  }

  get #sessionsLeft(): number {
    return this.#sessions - this.#heldSessions;
  }

  #made(resident: Resident): readonly Piece[] {
    const doses = newDoses(this.#population, resident);
    const guests = this.#session({ resident, doses });
    if (guests) return guests;
    const soilOf = (): RecordSoil => ({
      population: this.#population,
      resident,
      doses,
      random: new Random(this.#population.seed, 'error', resident.index),
      takeStranger: () => this.#strangers.shift(),
      fits: this.#people.fits,
    });
    const planted = this.#planting.plant(soilOf, this.#lines);
    if (planted) return withAlone(planted);
    // Somebody whose ticket somebody else's row will carry is not in the file.
    if (
      this.#planting.has('ticket-person-mismatch') &&
      this.#strangers.length < 20 &&
      isUnvaccinatedAdult(resident)
    ) {
      this.#strangers.push(resident);
      return [];
    }
    if (!this.#people.isInFile(resident)) return [];
    const room = this.#rows - this.#lines - this.#planting.reserved - this.#sessionsLeft * SESSION_SIZE * 2;
    return withAlone(doses.slice(0, Math.max(0, room)).map((dose) => rightPiece(resident, dose)));
  }

  /** Collects people for the next session, and holds it when enough have come. */
  #session(guest: Guest): readonly Piece[] | undefined {
    const due = this.#sessions * Math.min(1, (this.#lines + 1) / this.#rows) - this.#heldSessions;
    if (this.#sessionsLeft === 0 || due < 0.5 || !canBeGuest(guest)) return undefined;
    this.#guests.push(guest);
    if (this.#guests.length < SESSION_SIZE) return [];
    const held = carriedOverSession(this.#population, this.#heldSessions, this.#guests);
    this.#guests = [];
    this.#heldSessions += 1;
    return held;
  }
}
