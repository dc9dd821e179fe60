import { tidyIdentifier } from '../../../src-shared/domain/identifier-text.ts';
import type { CheckRules } from '../../../src-shared/domain/rules/check-rules.ts';
import type { Severity } from '../../../src-shared/domain/rules/severity.ts';
import { isRuleCode, type RuleCode } from '../../../src-shared/domain/rules/table.ts';
import type { EncryptedFile } from '../../cache/staging/staging-database.ts';
import { StagingStore } from '../../cache/staging/staging-store.ts';
import { rulesOf } from '../checking/rules-of-layout.ts';
import { StagedRows } from '../checking/staged-rows.ts';
import { type CellReader, cellReader } from '../reading/cells.ts';
import { EditLog } from './edit-log.ts';
import type { VenueColumns } from './venue-columns.ts';

/** The rows of a checked draft as they lie in its staging file, what was edited in them, and how their columns are called. */
export class DraftRows {
  readonly store: StagingStore;
  readonly edits: EditLog;
  readonly staged: StagedRows;
  /** As the file has them; forgotten where they no longer are what is stored. */
  venues: VenueColumns | undefined;
  /** In the order of the header line; null for a column that the layout does not have. */
  readonly columnNames: readonly (string | null)[];
  readonly #cells: CellReader;
  readonly #rules: CheckRules;
  #codes: readonly RuleCode[] | undefined;

  private constructor(store: StagingStore) {
    this.store = store;
    this.edits = new EditLog(store.database);
    this.staged = new StagedRows(store, this.edits);
    const { facts, layout } = this.staged;
    const nameOf = (id: string | null): string | null =>
      layout.columns.find((column) => column.id === id)?.name ?? null;
    this.columnNames = facts.columns.map(nameOf);
    this.#cells = cellReader(facts.encoding);
    this.#rules = rulesOf(facts.profile);
  }

  /**
   * Undefined where there is no finished staging file. SECURITY: P4 — the place of the 個人番号 is given only by who checks rows again or
   * sends them.
   */
  static open(rows: EncryptedFile, individualNumbers?: EncryptedFile): DraftRows | undefined {
    const store = StagingStore.open(rows, individualNumbers);
    if (!store) return undefined;
    try {
      return new DraftRows(store);
    } catch (thrown) {
      store.close();
      throw thrown;
    }
  }

  /** As the layout has it. */
  severityOf(code: RuleCode): Severity {
    const severity = this.#rules.severityOf(code);
    return severity === 'off' ? 'note' : severity;
  }

  get numberCell(): number {
    return this.staged.numberCell;
  }

  /** Whether the line can be told into the cells of the header: others have no cell to put right. */
  isEditable(row: number): boolean {
    const record = this.staged.record(row);
    return record?.fault === undefined && record?.cells === this.columnNames.length;
  }

  /** The text of a whole line that can't be told into cells; undefined where none of it may be shown or its bytes have no character. */
  lineText(row: number): string | undefined {
    const { bytes, withheld, tooLong } = this.store.record(row);
    return withheld || tooLong ? undefined : this.#cells.textOf(bytes, 0, bytes.length, false);
  }

  /** The bytes of a cell that have no character, in hexadecimal. */
  badBytes(row: number, cell: number): string {
    const record = this.staged.record(row);
    return record ? this.#cells.badBytes(record, cell) : '';
  }

  /** The first row that does not come before a line; behind the last one where there is none. */
  rowFromLine(line: number): number {
    let low = 0;
    let high = this.store.rowCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.store.lineOf(middle) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first so many ranges of lines in which a rule found something: lines without a row between them do not part them. */
  linesWith(code: string, limit: number): { readonly from: number; readonly to: number }[] {
    return this.store
      .rowsWith(code)
      .ranges(limit)
      .map(({ from, until }) => ({ from: this.store.lineOf(from), to: this.store.lineOf(until) }));
  }

  /** The rules that found something in the row. */
  codesOf(row: number): readonly RuleCode[] {
    this.#codes ??= [...this.store.ruleCounts().keys()].filter(isRuleCode);
    return this.#codes.filter((code) => this.store.rowsWith(code).has(row));
  }

  /** Whose row it is now, as `peopleOfRows` takes it; nothing where that can't be read. */
  subjectOf(row: number): string {
    const cells = this.staged.effectiveCells(row);
    const cellOf = (id: string): string => cells[this.staged.facts.columns.indexOf(id)] ?? '';
    const addresseeNumber = cellOf('addresseeNumber');
    const ticket = `${cellOf('municipalityCode')}/${cellOf('ticketNumber')}`;
    return tidyIdentifier(addresseeNumber === '' ? ticket : addresseeNumber);
  }

  /** After changes that were not stored, or stored by somebody else: what is known of the file by heart is read anew. */
  forget(): void {
    this.edits.forget();
    this.store.forget();
    this.venues = undefined;
  }

  close(): void {
    this.store.close();
  }
}
