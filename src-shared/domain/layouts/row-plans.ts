import type { Column, Layout } from '../rules/layout.ts';
import { recordsLayout } from '../rules/layouts.ts';
import type { MunicipalityCode } from '../identifiers.ts';
import { givenInBlocks } from './layout-profile.ts';

/** A column of the file and the cell in which it stands. */
export interface Place {
  readonly column: Column;
  readonly cell: number;
}

/**
 * How a record of the file is read as a row for VRS. A plain layout has one plan; a ledger has one for each dose, and a record gives as
 * many rows as it has doses.
 */
export interface RowPlan {
  /** The dose's block, from 1; 0 where the record is one row. */
  readonly block: number;
  /** What the row is checked by: the ids are those of the wire, the names those of the file. */
  readonly layout: Layout;
  readonly places: readonly Place[];
  /** What no cell says, by the id of the column. */
  readonly given: Readonly<Record<string, string>>;
  /** Of a block: the record has this row where one of these cells is not blank. Empty where every record has it. */
  readonly deciding: readonly number[];
}

/** The plans of a file, from its header line: which column stands in which cell. */
export function rowPlans(
  layout: Layout,
  columns: readonly (Column | undefined)[],
  own: MunicipalityCode,
): readonly RowPlan[] {
  const places = columns.flatMap((column, cell) => (column ? [{ column, cell }] : []));
  if (layout.blocks === 0) return [{ block: 0, layout, places, given: {}, deciding: [] }];
  const shared = places.filter(({ column }) => column.block === undefined);
  const numbers = Array.from({ length: layout.blocks }, (_, index) => index + 1);
  return numbers.flatMap((number) => {
    const inBlock = places
      .filter(({ column }) => column.block?.number === number)
      .map(({ column, cell }): Place => ({ column: inRow(column), cell }));
    if (inBlock.length === 0) return [];
    return [
      {
        block: number,
        layout: layoutOfBlock(layout, number),
        places: [...shared, ...inBlock],
        given: { municipalityCode: own, doseNumber: String(number), ticketKind: INJECTION },
        deciding: inBlock.map(({ cell }) => cell),
      },
    ];
  });
}

/** 券種 1: a ledger has vaccinations only. */
const INJECTION = '1';

/** The column under the id that its row has for it; the name stays the one in the file. */
function inRow({ block, ...column }: Column): Column {
  return block ? { ...column, id: block.id } : column;
}

/** What the rows of one block are checked by: 接種記録, with the names of the block's columns. */
export function layoutOfBlock(layout: Layout, number: number): Layout<'records'> {
  const own = layout.columns.filter(({ block }) => block === undefined || block.number === number).map(inRow);
  const given = recordsLayout.columns.filter(({ id }) => givenInBlocks.has(id));
  // The schema has made sure that together they are the columns of 接種記録.
  return { ...layout, kind: 'records', columns: [...given, ...own] as Layout<'records'>['columns'] };
}
