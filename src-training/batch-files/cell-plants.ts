import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import type { Random } from '../residents/random.ts';
import { spoiltLine } from './spoiling.ts';
import type { Line, Piece } from './wanted.ts';

/** A column, and what its cell becomes; undefined where the row has no use for that slip. */
export type Slip<Cells> = readonly [
  column: keyof Cells & string,
  value: (cells: Cells) => string | undefined,
];

interface CellSoil<Cells> {
  readonly cells: Cells;
  readonly random: Random;
  readonly fits: (text: string) => boolean;
}

/** Lines where the row stood: of files in the order of a register. */
export const inPlace = (...lines: readonly Line[]): readonly Piece[] => [{ order: 0, lines }];

/** One of several ways to get a cell wrong. */
export function oneOf<Cells extends Readonly<Record<string, string>>>(
  code: RuleCode,
  ...slips: readonly Slip<Cells>[]
): (soil: CellSoil<Cells>) => readonly Piece[] | undefined {
  return ({ cells, random, fits }) => {
    const [column, value] = random.pick(slips);
    const text = value(cells);
    if (text === undefined || !fits(text)) return undefined;
    return inPlace({ cells: { ...cells, [column]: text }, wrong: [{ code, column }] });
  };
}

/** The line as such is wrong, in one of these cells where it needs one. */
export function spoilt<Cells extends Readonly<Record<string, string>>>(
  code: Parameters<typeof spoiltLine>[0],
  columns: readonly (keyof Cells & string)[],
): (soil: CellSoil<Cells>) => readonly Piece[] {
  return ({ cells, random }) => inPlace({ cells, ...spoiltLine(code, random, columns) });
}
