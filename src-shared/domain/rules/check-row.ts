import type { IsoDate, MunicipalityCode } from '../identifiers.ts';
import { batchColumns } from '../../vrs-api/batches.ts';
import { isBlank, putRight, readCell } from './cell-readers.ts';
import { type CheckRules, standardRules } from './check-rules.ts';
import {
  checkFlagRow,
  checkRecordRow,
  checkSubjectRow,
  idleFlagDay,
  type RowValues,
  type ValuesContext,
} from './check-values.ts';
import { finding, HIDDEN_NUMBER, type RowFinding, underRules } from './finding.ts';
import { type Column, type ColumnId, type Layout, type LayoutKind, mayBeEmpty, rowKinds } from './layout.ts';
import { unmappableCharacters } from './unmappable.ts';

/** The cells of a row by column; a column that the file does not have is missing. */
export type RowCells<Kind extends LayoutKind> = Readonly<Partial<Record<ColumnId<Kind>, string>>>;

/** What the checks of a row have to know besides the row. */
export interface CheckContext {
  readonly municipalityCode: MunicipalityCode;
  readonly today: IsoDate;
  /** What the profile makes of the rules; without it they are as shipped. */
  readonly rules?: CheckRules;
}

export interface CheckedRow {
  /** The row as a chunk carries it (`batchColumns`), the line first; undefined where something is 取込不可. */
  readonly row: readonly [line: number, ...cells: string[]] | undefined;
  /** Every cell that could be read, put right, by column; '' for an empty one. */
  readonly values: RowValues;
  readonly findings: readonly RowFinding[];
}

/**
 * Checks one row by itself: every cell, then what its cells say together. A cell that can't be read has one finding and takes no part in
 * anything else.
 */
export function checkRow<Kind extends LayoutKind>(
  layout: Layout<Kind>,
  line: number,
  cells: RowCells<Kind>,
  context: CheckContext,
): CheckedRow {
  const checked = layout.columns.map((column) => checkedCell(column, cells[column.id] ?? ''));
  return checkCells(layout, line, checked, valuesContextOf(layout, context));
}

/** For all rows of a layout: names of its columns are asked for by the million. */
export function valuesContextOf({ columns }: Layout, context: CheckContext): ValuesContext {
  const names = new Map<string, string>(columns.map(({ id, name }) => [id, name]));
  return { ...context, rules: context.rules ?? standardRules, nameOf: (id) => names.get(id) ?? id };
}

/** `checkRow` of cells that were checked before; `cells` in the order of the layout's columns. */
export function checkCells<Kind extends LayoutKind>(
  layout: Layout<Kind>,
  line: number,
  cells: readonly CheckedCell[],
  context: ValuesContext,
): CheckedRow {
  const values: Record<string, string> = {};
  const found: RowFinding[] = [];
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index];
    const column = layout.columns[index];
    if (!cell || !column) continue;
    if (cell.value !== undefined) values[column.id] = cell.value;
    for (const each of cell.findings) found.push(each);
  }
  const idle = idleFlagDay(values, context.nameOf);
  if (idle) {
    found.push(idle);
    values['flagOn'] = '';
  }
  checkValues[layout.kind](values, context, found);
  const findings = underRules(found, context.rules);
  const rejected = findings.some(({ severity }) => severity === 'reject');
  return { row: rejected ? undefined : wireRow(layout.kind, line, values), values, findings };
}

const checkValues = {
  records: checkRecordRow,
  ledger: checkRecordRow,
  flags: checkFlagRow,
  subjects: checkSubjectRow,
} as const satisfies Readonly<Record<LayoutKind, unknown>>;

/** What one cell says by itself, in the severities of the table (`underRules` makes them the profile's). */
export interface CheckedCell {
  /** Undefined where it can't be read or must not be empty. */
  readonly value: string | undefined;
  readonly findings: readonly RowFinding[];
}

export function checkedCell(column: Column, text: string): CheckedCell {
  const { name, type } = column;
  if (isBlank(text)) {
    if (mayBeEmpty(column)) return { value: column.whenEmpty ?? '', findings: nothing };
    return { value: undefined, findings: [finding('value-missing', name, '', { column: name, type })] };
  }
  const reading = readCell(text, column);
  if ('wrong' in reading) return { value: undefined, findings: [reading.wrong] };
  const { value } = reading;
  const findings: RowFinding[] = [];
  const after = putRight(text, value, type);
  if (after !== undefined) findings.push(normalised(column, text, after));
  const characters = unmappableCharacters(value);
  if (characters !== undefined)
    findings.push(finding('file-unmappable-character', name, value, { column: name, characters }));
  return { value, findings: findings.length === 0 ? nothing : findings };
}

const nothing: readonly RowFinding[] = [];

function normalised({ name, type }: Column, text: string, after: string): RowFinding {
  const about =
    type === 'individual-number'
      ? { column: name, before: HIDDEN_NUMBER, after: HIDDEN_NUMBER }
      : { column: name, before: text, after };
  return finding('value-normalised', name, about.before, about);
}

/** The row as a chunk carries it, whatever was found in it. */
export function wireRow(kind: LayoutKind, line: number, values: RowValues): [number, ...string[]] {
  const [, ...columns] = batchColumns[rowKinds[kind]];
  return [line, ...columns.map((column) => values[column] ?? '')];
}
