import type { Draft, Finding } from '../../../../src-shared/contract/batches.ts';
import type { GridRow } from '../../../../src-shared/contract/batch-rows.ts';
import { layouts } from '../../../../src-shared/domain/rules/layouts.ts';
import { Severity } from '../../../../src-shared/domain/rules/severity.ts';

/** A column of the file as the grid shows it. */
export interface GridColumn {
  /** Place in the header line, from 0. */
  readonly cell: number;
  /** What this app calls it; the file's own header where the column is ignored. */
  readonly name: string;
  /** Not in the layout: shown, and not checked. */
  readonly isIgnored: boolean;
  readonly canEdit: boolean;
  /** In pixels. */
  readonly width: number;
}

/** SECURITY: P4 — a 個人番号 is neither shown nor edited here. */
const neverEdited: ReadonlySet<string> = new Set(
  layouts.flatMap((layout) =>
    layout.columns.filter(({ type }) => type === 'individual-number').map(({ name }) => name),
  ),
);

const NARROWEST = 104;
const WIDEST = 264;
/** Room for a sign beside the text and the space around both. */
const AROUND = 48;

/** The columns of a file; their width comes from the header and the first lines, so that nothing moves while one reads. */
export function gridColumns({ columns, preview }: Pick<Draft, 'columns' | 'preview'>): readonly GridColumn[] {
  return columns.map(({ header, column }, cell) => {
    const name = column ?? (header === '' ? '（見出しなし）' : header);
    const texts = [name, ...preview.map((line) => line[cell] ?? '')];
    const widest = Math.max(...texts.map(widthOf)) + AROUND;
    return {
      cell,
      name,
      isIgnored: column === null,
      canEdit: column !== null && !neverEdited.has(column),
      width: Math.min(WIDEST, Math.max(NARROWEST, widest)),
    };
  });
}

/** Roughly, in pixels: what is Japanese takes the whole square, the rest a little more than half of it. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0xff ? 16 : 9;
  return width;
}

export const rankOf = (severity: Severity): number => Severity.options.indexOf(severity);

/** What was found in one cell, the worst first. */
export function findingsInCell(row: GridRow, column: GridColumn): readonly Finding[] {
  if (row.findings.length === 0 || column.isIgnored) return [];
  return row.findings
    .filter((finding) => finding.column === column.name)
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity));
}

/** What was found in a row as a whole, or in a column that this file does not have. */
export function findingsBesideCells(row: GridRow, columns: readonly GridColumn[]): readonly Finding[] {
  return row.findings.filter(
    (finding) => !columns.some(({ name, isIgnored }) => !isIgnored && name === finding.column),
  );
}
