import { type Layout, rowKinds } from '../../../src-shared/domain/rules/layout.ts';
import { rowPlans } from '../../../src-shared/domain/layouts/row-plans.ts';
import { IndividualNumber } from '../../../src-shared/domain/individual-number.ts';
import { layoutOfProfile } from '../../../src-shared/domain/layouts/layout-of-profile.ts';
import { isLeftOut } from '../../cache/staging/row-states.ts';
import type { StagingStore } from '../../cache/staging/staging-store.ts';
import { type CellReader, cellReader } from '../reading/cells.ts';
import { type RawRecord, RecordSplitter } from '../reading/record-splitter.ts';
import { ProvenWire } from '../sending/proven-wire.ts';
import { wireRow } from '../sending/wire-row.ts';
import { type CheckedRecord, RowReader } from './row-reader.ts';
import { rulesOf } from './rules-of-layout.ts';
import { StagedFacts } from './staged-facts.ts';

/** Cells that were edited, by their places in the header line, as they are now. */
export type EditedCells = ReadonlyMap<number, string>;

/** The edits of a draft: the one place where they lie over what the file says. */
export interface Edits {
  /** Undefined for a row that nobody edited. */
  cellsOf(row: number): EditedCells | undefined;
}

export const noEdits: Edits = { cellsOf: () => undefined };

/** The rows of a staging file as rows of its layout: what the file says, and with the edits laid over it. */
export class StagedRows {
  readonly #store: StagingStore;
  readonly #edits: Edits;
  readonly #reader: RowReader;
  readonly #cells: CellReader;
  readonly #splitter: RecordSplitter;
  readonly #wire: ProvenWire | undefined;
  #split: RawRecord | undefined;
  readonly facts: StagedFacts;
  readonly layout: Layout;
  /** Place of the 個人番号 in the header line; -1 where there is none. */
  readonly numberCell: number;

  /** Throws on a store whose facts another version wrote. */
  constructor(store: StagingStore, edits: Edits = noEdits) {
    this.#store = store;
    this.#edits = edits;
    const facts = StagedFacts.parse(JSON.parse(store.facts));
    const { encoding, municipalityCode, today } = facts;
    this.facts = facts;
    this.layout = layoutOfProfile(facts.profile);
    const columns = facts.columns.map((id) => this.layout.columns.find((column) => column.id === id));
    this.numberCell = columns.findIndex((column) => column?.type === 'individual-number');
    this.#reader = new RowReader({
      layout: this.layout,
      columns,
      encoding,
      context: { municipalityCode, today, rules: rulesOf(facts.profile) },
    });
    this.#cells = cellReader(encoding);
    this.#wire = ProvenWire.of(rowPlans(this.layout, columns, municipalityCode), columns.length, encoding);
    this.#splitter = new RecordSplitter((record) => {
      this.#split = record;
    });
  }

  /** Undefined for one of which nothing can be shown: an endless line, or one that may hold a 個人番号 anywhere. */
  record(row: number): RawRecord | undefined {
    const { bytes, line, withheld, tooLong } = this.#store.record(row);
    if (withheld || tooLong) return undefined;
    this.#split = undefined;
    this.#splitter.push(bytes);
    this.#splitter.end();
    const record: RawRecord | undefined = this.#split;
    return record && Object.assign(record, { line });
  }

  /** As the file says; undefined where some bytes have no character. The cell of a 個人番号 is empty. No cells for a faulty record. */
  cells(row: number): readonly (string | undefined)[] {
    const record = this.record(row);
    if (!record || record.fault !== undefined) return [];
    return Array.from({ length: record.cells }, (_, cell) => this.#cells.text(record, cell));
  }

  /** One of them. */
  cell(row: number, cell: number): string | undefined {
    const record = this.record(row);
    if (!record || record.fault !== undefined || cell >= record.cells) return undefined;
    return this.#cells.text(record, cell);
  }

  /** The same with the edits over it. */
  effectiveCell(row: number, cell: number): string | undefined {
    return this.#edits.cellsOf(row)?.get(cell) ?? this.cell(row, cell);
  }

  /** All of them with the edits over them. */
  effectiveCells(row: number): readonly (string | undefined)[] {
    const edited = this.#edits.cellsOf(row);
    const cells = this.cells(row);
    return edited ? cells.map((text, cell) => edited.get(cell) ?? text) : cells;
  }

  /**
   * Checks the row as it is now, by itself, without its 個人番号: what was found in that is found again. Undefined for a record that can't
   * be read at all; what was found there stays.
   */
  check(row: number): CheckedRecord | undefined {
    const record = this.record(row);
    const checked = record && this.#reader.read(record, this.#edits.cellsOf(row));
    if (!checked) return undefined;
    const ofNumber = Object.values(this.facts.numberFindings).filter(({ code }) =>
      this.#store.isMarked(numberSet(code), row),
    );
    if (ofNumber.length === 0) return checked;
    const isRejected = ofNumber.some(({ severity }) => severity === 'reject');
    const findings = [...checked.findings, ...ofNumber];
    return { ...checked, row: isRejected ? undefined : checked.row, findings };
  }

  /**
   * Every row that goes to VRS, in order (a record of a ledger gives several): its line in the file and the JSON array that a chunk
   * carries. The store must have been opened with the 個人番号.
   */
  *wireRows(): Generator<{ readonly line: number; readonly text: string }> {
    for (let row = 0; row < this.#store.rowCount; row += 1) {
      if (isLeftOut(this.#store.stateOf(row))) continue;
      const record = this.record(row);
      if (!record) continue;
      const { line } = record;
      const proven = this.#provenWire(record, row);
      if (proven !== undefined) {
        yield { line, text: proven };
        continue;
      }
      const checked = this.#reader.read(record, this.#cellsToSend(row));
      for (const { values } of checked?.rows ?? [])
        yield { line, text: JSON.stringify(wireRow(rowKinds[this.layout.kind], line, values)) };
    }
  }

  /** Most rows go as they stand: no text is made of their cells but the one that is sent. */
  #provenWire(record: RawRecord, row: number): string | undefined {
    if (this.#edits.cellsOf(row)) return undefined;
    if (!this.#store.hasIndividualNumber(row)) return this.#wire?.textOf(record, '');
    const number = this.#store.individualNumber(row).toString('latin1');
    return IndividualNumber.parse(number) ? this.#wire?.textOf(record, number) : undefined;
  }

  /** SECURITY: P4 — with `#provenWire` the only place where a 個人番号 comes back to its row. */
  #cellsToSend(row: number): EditedCells | undefined {
    const edited = this.#edits.cellsOf(row);
    if (!this.#store.hasIndividualNumber(row)) return edited;
    const bytes = this.#store.individualNumber(row);
    const number = this.#cells.textOf(bytes, 0, bytes.length, true) ?? '';
    return new Map([...(edited ?? []), [this.numberCell, number]]);
  }
}

/** The set of rows in whose 個人番号 that rule found something. */
export const numberSet = (code: string): string => `number:${code}`;
