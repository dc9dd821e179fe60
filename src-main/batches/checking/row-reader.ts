import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { fileEncodingNames } from '../../../src-shared/contract/batches.ts';
import { type CheckContext, type CheckedRow, checkRow } from '../../../src-shared/domain/rules/check-row.ts';
import { finding, type RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import type { Column, Layout } from '../../../src-shared/domain/rules/layout.ts';
import { type CellReader, cellReader } from '../reading/cells.ts';
import type { RawRecord } from '../reading/record-splitter.ts';

export interface RowReaderParts {
  readonly layout: Layout;
  /** In the order of the file. */
  readonly columns: readonly (Column | undefined)[];
  readonly encoding: FileEncoding;
  readonly context: CheckContext;
}

interface Place {
  readonly column: Column;
  readonly cell: number;
}

/** Reads one record of the file as a row: its form, its characters, its cells. */
export class RowReader {
  readonly #layout: Layout;
  readonly #places: readonly Place[];
  /** Cells of a whole row. */
  readonly width: number;
  readonly #cells: CellReader;
  readonly #encoding: FileEncoding;
  readonly #context: CheckContext;

  constructor({ layout, columns, encoding, context }: RowReaderParts) {
    this.#layout = layout;
    this.#places = columns.flatMap((column, cell) => (column ? [{ column, cell }] : []));
    this.width = columns.length;
    this.#cells = cellReader(encoding);
    this.#encoding = encoding;
    this.#context = context;
  }

  /**
   * `edited`: cells that say something else by now, by their places. Undefined for a line with nothing on it. Root causes first: a row that can't
   * be told into cells has that one finding.
   */
  read(record: RawRecord, edited?: ReadonlyMap<number, string>): CheckedRow | undefined {
    if (record.blank) return undefined;
    if (record.fault === 'quote')
      return unreadable(finding('row-quote', null, '', { openedOn: record.line }));
    if (record.fault === undefined && isEmpty(record) && !edited) return undefined;
    if (record.fault === undefined && record.cells === this.width) return this.#readCells(record, edited);
    return unreadable(finding('row-cell-count', null, '', { found: record.cells, expected: this.width }));
  }

  #readCells(record: RawRecord, edited: ReadonlyMap<number, string> | undefined): CheckedRow {
    const cells: Record<string, string> = {};
    const wrong: RowFinding[] = [];
    for (const { column, cell } of this.#places) {
      const text = edited?.get(cell) ?? this.#cells.text(record, cell);
      if (text === undefined) wrong.push(this.#undecodable(record, cell, column));
      else cells[column.id] = text;
    }
    const checked = checkRow(this.#layout, record.line, cells, this.#context);
    if (wrong.length === 0) return checked;
    // Such a cell is not empty: what the rules say of it as an empty one is not what is wrong with it.
    const columns = new Set(wrong.map(({ column }) => column));
    const others = checked.findings.filter(({ column }) => !columns.has(column));
    return { row: undefined, values: checked.values, findings: [...wrong, ...others] };
  }

  #undecodable(record: RawRecord, cell: number, { name }: Column): RowFinding {
    const bytes = this.#cells.badBytes(record, cell);
    return finding('file-undecodable-bytes', name, bytes, {
      bytes,
      encoding: fileEncodingNames[this.#encoding],
    });
  }
}

/** Rows of a spreadsheet that were cleared come as commas alone. */
function isEmpty(record: RawRecord): boolean {
  for (let cell = 0; cell < Math.min(record.cells, record.starts.length); cell += 1)
    if ((record.starts[cell] ?? 0) < (record.ends[cell] ?? 0)) return false;
  return true;
}

function unreadable(found: RowFinding): CheckedRow {
  return { row: undefined, values: {}, findings: [found] };
}
