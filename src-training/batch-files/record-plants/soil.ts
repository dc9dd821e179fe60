import type { ColumnId } from '../../../src-shared/domain/rules/layout.ts';
import type { RuleCode } from '../../../src-shared/domain/rules/table.ts';
import { venues } from '../../residents/municipalities.ts';
import type { Population } from '../../residents/population.ts';
import type { Random } from '../../residents/random.ts';
import type { MadeDose, Resident } from '../../residents/resident.ts';
import { type RecordCells, recordCells } from '../rows.ts';
import type { Line, Piece, Spoilt, Wrong } from '../wanted.ts';

/** What errors of 接種記録 grow from: one sound person, and the doses of theirs that nobody has registered yet. */
export interface RecordSoil {
  readonly population: Population;
  readonly resident: Resident;
  readonly doses: readonly MadeDose[];
  readonly random: Random;
  /** Somebody who is not in the file and has no dose at all; each of them once. */
  readonly takeStranger: () => Resident | undefined;
  /** Whether the file's encoding has these characters. */
  readonly fits: (text: string) => boolean;
}

/** The lines that show an error, with whatever is right around them; undefined where this person is no soil for it. */
export type RecordPlant = (soil: RecordSoil) => readonly Piece[] | undefined;
export type RecordPlants = Readonly<Partial<Record<RuleCode, RecordPlant>>>;

export type RecordColumn = ColumnId<'records'>;

const PLACES = 16;

/** By day, then by venue: the order in which a municipality gets its 予診票. */
export function orderOf({ vaccinatedOn, venue }: Pick<MadeDose, 'vaccinatedOn' | 'venue'>): number {
  return vaccinatedOn * PLACES + venues.findIndex(({ name }) => name === venue) + 1;
}

export function rightPiece(resident: Resident, dose: MadeDose): Piece {
  return { order: orderOf(dose), lines: [{ cells: recordCells(resident, dose), wrong: [] }] };
}

export function pieceOf(dose: Pick<MadeDose, 'vaccinatedOn' | 'venue'>, ...lines: readonly Line[]): Piece {
  return { order: orderOf(dose), lines };
}

export const wrong = (code: RuleCode, column: RecordColumn | null = null): Wrong => ({ code, column });
/** What shows only beside what stands in VRS. */
export const wrongBesideStanding = (code: RuleCode, column: RecordColumn | null = null): Wrong => ({
  code,
  column,
  standing: true,
});

export interface Change {
  readonly cells?: Partial<RecordCells>;
  readonly spoilt?: Spoilt;
  readonly wrong: readonly Wrong[];
}

/**
 * The last of the person's new doses with a change, the others as they are: an error in the last one has nothing behind it that it
 * could make wrong as well.
 */
export function lastChanged(
  change: (cells: RecordCells, soil: RecordSoil, dose: MadeDose) => Change | undefined,
): RecordPlant {
  return (soil) => {
    const last = soil.doses.at(-1);
    if (!last) return undefined;
    const right = recordCells(soil.resident, last);
    const changed = change(right, soil, last);
    if (!changed) return undefined;
    const before = soil.doses.slice(0, -1).map((dose) => rightPiece(soil.resident, dose));
    return [...before, pieceOf(last, lineOf(right, changed))];
  };
}

export function lineOf(cells: RecordCells, { cells: changed, spoilt, wrong: found }: Change): Line {
  const line = { cells: { ...cells, ...changed }, wrong: found };
  return spoilt ? { ...line, spoilt } : line;
}
