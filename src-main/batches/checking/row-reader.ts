import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { fileEncodingNames } from '../../../src-shared/contract/batches.ts';
import { type CheckContext, type CheckedRow, checkRow } from '../../../src-shared/domain/rules/check-row.ts';
import { finding, type RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { rowPlans, type RowPlan } from '../../../src-shared/domain/layouts/row-plans.ts';
import { RememberedCells } from '../../../src-shared/domain/rules/remembered-cells.ts';
import { isBlank } from '../../../src-shared/domain/rules/cell-readers.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
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

/** A record as it was checked: its own row, or in a ledger a row for each dose. */
export interface CheckedRecord extends CheckedRow {
  /** The rows that it holds for VRS; `block` is 0 where the record is the row. */
  readonly rows: readonly { readonly block: number; readonly values: RowValues }[];
}

/** Reads one record of the file as a row: its form, its characters, its cells. */
export class RowReader {
  readonly #plans: readonly RowPlan[];
  /** Cells of a whole row. */
  readonly width: number;
  readonly #cells: CellReader;
  readonly #encoding: FileEncoding;
  readonly #context: CheckContext;
  readonly #remembered = new RememberedCells();

  constructor({ layout, columns, encoding, context }: RowReaderParts) {
    this.#plans = rowPlans(layout, columns, context.municipalityCode);
    this.width = columns.length;
    this.#cells = cellReader(encoding);
    this.#encoding = encoding;
    this.#context = context;
  }

  /**
   * `edited`: cells that say something else by now, by their places. Undefined for a line with nothing on it. Root causes first: a row that can't
   * be told into cells has that one finding.
   */
  read(record: RawRecord, edited?: ReadonlyMap<number, string>): CheckedRecord | undefined {
    if (record.blank) return undefined;
    if (record.fault === 'quote')
      return unreadable(finding('row-quote', null, '', { openedOn: record.line }));
    if (record.fault === undefined && isEmpty(record) && !edited) return undefined;
    if (record.fault === undefined && record.cells === this.width) return this.#readCells(record, edited);
    return unreadable(finding('row-cell-count', null, '', { found: record.cells, expected: this.width }));
  }

  #readCells(record: RawRecord, edited: ReadonlyMap<number, string> | undefined): CheckedRecord {
    const present = this.#plans.filter(({ deciding }) => this.#isPresent(record, deciding, edited));
    const checked = present.map((plan) => ({ plan, row: this.#readRow(record, plan, edited) }));
    const [first] = checked;
    const rows = checked.map(({ plan, row }) => ({ block: plan.block, values: row.values }));
    if (checked.length === 1 && first) return { ...first.row, rows };
    // A column that the doses share is found wrong in each of them, and told once.
    const seen = new Set<string>();
    const findings = checked
      .flatMap(({ row }) => row.findings)
      .filter(({ column, code }) => {
        const key = `${column ?? ''}/${code}`;
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      });
    const isStorable = checked.every(({ row }) => row.row !== undefined);
    const values = first?.row.values ?? {};
    return { row: isStorable ? (first?.row.row ?? [record.line]) : undefined, values, findings, rows };
  }

  #isPresent(
    record: RawRecord,
    deciding: readonly number[],
    edited: ReadonlyMap<number, string> | undefined,
  ): boolean {
    if (deciding.length === 0) return true;
    return deciding.some((cell) => {
      if (edited?.has(cell) !== true && record.starts[cell] === record.ends[cell]) return false;
      const text = edited?.get(cell) ?? this.#cells.text(record, cell);
      return text === undefined || !isBlank(text);
    });
  }

  #readRow(record: RawRecord, plan: RowPlan, edited: ReadonlyMap<number, string> | undefined): CheckedRow {
    const cells: Record<string, string> = { ...plan.given };
    const wrong: RowFinding[] = [];
    for (const { column, cell } of plan.places) {
      const text = edited?.get(cell) ?? this.#cells.text(record, cell);
      if (text === undefined) wrong.push(this.#undecodable(record, cell, column));
      else cells[column.id] = text;
    }
    const checked = checkRow(plan.layout, record.line, cells, this.#context, this.#remembered.check);
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

function unreadable(found: RowFinding): CheckedRecord {
  return { row: undefined, values: {}, findings: [found], rows: [] };
}
