import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { fileEncodingNames } from '../../../src-shared/contract/batches.ts';
import {
  type CheckContext,
  type CheckedCell,
  checkCells,
  checkedCell,
  type CheckedRow,
  valuesContextOf,
} from '../../../src-shared/domain/rules/check-row.ts';
import { finding, type RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { rowPlans, type RowPlan } from '../../../src-shared/domain/layouts/row-plans.ts';
import { isBlank } from '../../../src-shared/domain/rules/cell-readers.ts';
import type { RowValues, ValuesContext } from '../../../src-shared/domain/rules/check-values.ts';
import type { Column, Layout } from '../../../src-shared/domain/rules/layout.ts';
import { type CellReader, cellReader } from '../reading/cells.ts';
import type { RawRecord } from '../reading/record-splitter.ts';
import { RememberedCells } from './bytes/remembered-cells.ts';

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

/** A plan, with what each of its layout's columns is read by. */
interface PlannedRow {
  readonly plan: RowPlan;
  readonly cells: readonly PlannedCell[];
  readonly context: ValuesContext;
}

interface PlannedCell {
  readonly column: Column;
  /** Which cell of the record; -1 where the file has no such column. */
  readonly place: number;
  readonly remembered: RememberedCells;
  /** What it is where no cell says it. */
  readonly given: CheckedCell;
}

/** Reads one record of the file as a row: its form, its characters, its cells. */
export class RowReader {
  readonly #plans: readonly PlannedRow[];
  /** Cells of a whole row. */
  readonly width: number;
  readonly #cells: CellReader;
  readonly #encoding: FileEncoding;
  readonly #context: CheckContext;

  constructor({ layout, columns, encoding, context }: RowReaderParts) {
    this.#cells = cellReader(encoding);
    this.width = columns.length;
    this.#encoding = encoding;
    this.#context = context;
    this.#plans = rowPlans(layout, columns, context.municipalityCode).map((plan) => this.#planned(plan));
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
    const [only] = this.#plans;
    if (this.#plans.length === 1 && only?.plan.deciding.length === 0) {
      const row = this.#readRow(record, only, edited);
      return { ...row, rows: [{ block: only.plan.block, values: row.values }] };
    }
    const present = this.#plans.filter(({ plan }) => this.#isPresent(record, plan.deciding, edited));
    const checked = present.map((planned) => ({
      plan: planned.plan,
      row: this.#readRow(record, planned, edited),
    }));
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

  #planned(plan: RowPlan): PlannedRow {
    const cells = plan.layout.columns.map((column): PlannedCell => {
      const place = plan.places.find((each) => each.column.id === column.id)?.cell ?? -1;
      const remembered = new RememberedCells(column, (bytes, start, end) =>
        this.#cells.textOf(bytes, start, end, false),
      );
      return { column, place, remembered, given: checkedCell(column, plan.given[column.id] ?? '') };
    });
    return { plan, cells, context: valuesContextOf(plan.layout, this.#context) };
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

  #readRow(
    record: RawRecord,
    { plan, cells, context }: PlannedRow,
    edited: ReadonlyMap<number, string> | undefined,
  ): CheckedRow {
    const wrong: RowFinding[] = [];
    const checked = cells.map(({ column, place, remembered, given }) => {
      if (place < 0) return given;
      const seen = this.#check(record, place, column, remembered, edited);
      if (seen) return seen;
      wrong.push(this.#undecodable(record, place, column));
      return given;
    });
    const row = checkCells(plan.layout, record.line, checked, context);
    if (wrong.length === 0) return row;
    // Such a cell is not empty: what the rules say of it as an empty one is not what is wrong with it.
    const columns = new Set(wrong.map(({ column }) => column));
    const others = row.findings.filter(({ column }) => !columns.has(column));
    return { row: undefined, values: row.values, findings: [...wrong, ...others] };
  }

  /** Undefined where some of the cell's bytes have no character. */
  #check(
    record: RawRecord,
    place: number,
    column: Column,
    remembered: RememberedCells,
    edited: ReadonlyMap<number, string> | undefined,
  ): CheckedCell | undefined {
    const now = edited?.get(place);
    if (now === undefined && record.doubled[place] !== 1)
      return remembered.check(record.bytes, record.starts[place] ?? 0, record.ends[place] ?? 0);
    const text = now ?? this.#cells.text(record, place);
    return text === undefined ? undefined : checkedCell(column, text);
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
