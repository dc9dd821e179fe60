import type { EncryptedDatabase } from '../encrypted-database.ts';
import { CheckRewriting } from './check-rewriting.ts';
import type { RowState } from './row-states.ts';
import { RowKeyIndex } from './row-key-index.ts';
import { RowLines } from '../../../src-shared/domain/rows/row-lines.ts';
import type { RowSet } from './row-set.ts';
import { StagedBlocks } from './staged-blocks.ts';
import { type RuleTally, StagedRules } from './staged-rules.ts';
import { StagedSets } from './staged-sets.ts';
import { StagedStates } from './staged-states.ts';
import { NO_ROW, type StagedFinding, StagedFindings, type StagedPage } from './staged-findings.ts';
import {
  bringUpToDate,
  type EncryptedFile,
  type KeyName,
  marks,
  openFinished,
  ruleSet,
} from './staging-database.ts';
import { personKeyOf, ticketKeyOf } from './key-of-row.ts';

/** One record of the file as it lies in the staging store: its bytes without line end, its 個人番号 cell empty. */
export interface StagedRecord {
  readonly row: number;
  readonly line: number;
  readonly bytes: Buffer;
  /** It can't be told into cells and may hold a 個人番号: nothing of it is here. */
  readonly withheld: boolean;
  /** An endless line, of which nothing was kept. */
  readonly tooLong: boolean;
}

/** A ticket number or a 宛名番号 with its municipality. */
export interface RowKey {
  readonly municipalityCode: string;
  readonly number: string;
}

interface FileRow {
  readonly facts: string;
  readonly header: Uint8Array;
  readonly row_count: number;
  readonly jumps: Uint8Array;
}

/**
 * The finished staging file of one draft. Rows are numbered from 0 in the order of the file; a line is what a spreadsheet shows. What is
 * changed is on disk when `transaction` returns. Every method throws what `databaseFailureOf` understands.
 */
export class StagingStore {
  readonly #rows: EncryptedDatabase;
  #numbers: EncryptedDatabase | undefined;
  readonly #blocks: StagedBlocks;
  #numberBlocks: StagedBlocks | undefined;
  readonly #findings: StagedFindings;
  readonly #keys: Readonly<Record<KeyName, RowKeyIndex>>;
  readonly #lines: RowLines;
  readonly #sets: StagedSets;
  readonly #states: StagedStates;
  readonly #rules: StagedRules;
  /** What is needed to read the rows again; its form belongs to the batches area. */
  readonly facts: string;
  /** The header line as it stands in the file. */
  readonly header: Buffer;

  private constructor(rows: EncryptedDatabase, numbers: EncryptedDatabase | undefined) {
    this.#rows = rows;
    this.#numbers = numbers;
    const file = rows.prepare<[], FileRow>('SELECT facts, header, row_count, jumps FROM file').get();
    if (!file) throw new Error('a finished staging file says what it holds');
    this.facts = file.facts;
    this.header = Buffer.from(file.header);
    this.#lines = new RowLines(file.row_count, new Int32Array(Uint8Array.from(file.jumps).buffer));
    this.#blocks = new StagedBlocks(rows);
    this.#numberBlocks = numbers && new StagedBlocks(numbers);
    this.#findings = new StagedFindings(rows);
    this.#sets = new StagedSets(rows);
    this.#states = new StagedStates(rows, file.row_count);
    this.#rules = new StagedRules(rows);
    this.#keys = { ticket: new RowKeyIndex(rows, 'ticket'), person: new RowKeyIndex(rows, 'person') };
  }

  /**
   * Undefined where there is none, or where its writer did not come to the end. SECURITY: P4 — only who sends gives the place of the
   * 個人番号.
   */
  static open(rows: EncryptedFile, individualNumbers?: EncryptedFile): StagingStore | undefined {
    const opened: EncryptedDatabase[] = [];
    try {
      for (const place of individualNumbers ? [rows, individualNumbers] : [rows]) {
        const database = openFinished(place);
        if (!database) {
          for (const each of opened) each.close();
          return undefined;
        }
        opened.push(database);
      }
      const [one, other] = opened;
      if (!one) return undefined;
      bringUpToDate(one);
      return new StagingStore(one, other);
    } catch (thrown) {
      for (const each of opened) each.close();
      throw thrown;
    }
  }

  get rowCount(): number {
    return this.#lines.count;
  }

  lineOf(row: number): number {
    return this.#lines.lineOf(row);
  }

  /** Undefined for a line without a row. */
  rowOfLine(line: number): number | undefined {
    return this.#lines.rowOf(line);
  }

  /** Its bytes stay as they are whatever is read next. */
  record(row: number): StagedRecord {
    return {
      row,
      line: this.lineOf(row),
      bytes: this.#blocks.bytesOf(row),
      withheld: this.#set(marks.withheld).has(row),
      tooLong: this.#set(marks.tooLong).has(row),
    };
  }

  *records(from: number, count: number): Generator<StagedRecord> {
    const end = Math.min(from + count, this.rowCount);
    for (let row = from; row < end; row += 1) yield this.record(row);
  }

  hasIndividualNumber(row: number): boolean {
    return this.#set(marks.individualNumber).has(row);
  }

  /** Whether the check put the row into that set (`StagingWriter.mark`). */
  isMarked(name: string, row: number): boolean {
    return this.#set(name).has(row);
  }

  /** The content of the cell as it stands in the file. SECURITY: P4 — for sending alone. */
  individualNumber(row: number): Buffer {
    if (!this.#numberBlocks) throw new Error('SECURITY P4: opened without the 個人番号');
    return this.#numberBlocks.bytesOf(row);
  }

  stateOf(row: number): number {
    return this.#states.of(row);
  }

  setState(row: number, state: RowState): void {
    this.#states.set(row, state);
  }

  /** How many rows are in each state. */
  stateCounts(): ReadonlyMap<RowState, number> {
    return this.#states.counts();
  }

  /** Every row in which the rule found something: complete, never capped. Not to be changed by the caller. */
  rowsWith(code: string): RowSet {
    return this.#set(ruleSet(code));
  }

  /** By code, how many findings there are, and proposals among them: all of them, kept or not. */
  ruleCounts(): ReadonlyMap<string, RuleTally> {
    return this.#rules.all();
  }

  changeRuleCount(code: string, by: RuleTally): void {
    this.#rules.change(code, by);
  }

  /** In the order of the file; `code` null for all of them. */
  findings(code: string | null, after: number, limit: number): StagedPage {
    return this.#findings.page(code, after, limit);
  }

  findingsOf(row: number): readonly StagedFinding[] {
    return this.#findings.ofRow(row);
  }

  /** One more: kept, and its row is among those of its rule. Counts are the caller's (`changeRuleCount`). */
  addFinding(row: number, finding: StagedFinding): void {
    this.#findings.add(row, finding);
    if (row !== NO_ROW) this.#sets.add(ruleSet(finding.code), row);
  }

  /** What a row's new check found, in place of all that was found in it. Counts and state are the caller's. */
  replaceFindingsOf(row: number, findings: readonly StagedFinding[]): void {
    this.#findings.deleteOfRow(row);
    for (const code of this.ruleCounts().keys()) this.#sets.delete(ruleSet(code), row);
    for (const finding of findings) this.addFinding(row, finding);
  }

  /** Rows with this ticket, edits counted in; some may have another one: the caller compares. */
  rowsOfTicket(municipalityCode: string, ticketNumber: string): readonly number[] {
    return this.#keys.ticket.rowsOf(ticketKeyOf(municipalityCode, ticketNumber));
  }

  /** The same for 宛名番号. */
  rowsOfPerson(municipalityCode: string, addresseeNumber: string): readonly number[] {
    return this.#keys.person.rowsOf(personKeyOf(municipalityCode, addresseeNumber));
  }

  /** An edit gave the row other tickets (a record of a ledger has several) or another person; none that can't be read. */
  move(row: number, to: { readonly tickets: readonly RowKey[]; readonly people: readonly RowKey[] }): void {
    this.#keys.ticket.move(
      row,
      to.tickets.map(({ municipalityCode, number }) => ticketKeyOf(municipalityCode, number)),
    );
    this.#keys.person.move(
      row,
      to.people.map(({ municipalityCode, number }) => personKeyOf(municipalityCode, number)),
    );
  }

  /** For the tables of edits. */
  get database(): Pick<EncryptedDatabase, 'prepare' | 'execute'> {
    return this.#rows;
  }

  /** All changes of it or none; on disk when it returns. */
  transaction<Result>(work: () => Result): Result {
    try {
      return this.#rows.durableTransaction(() => {
        const result = work();
        this.#states.writeChanged();
        this.#sets.writeChanged();
        return result;
      });
    } catch (thrown) {
      this.forget();
      throw thrown;
    }
  }

  /** What is known of the file by heart is read anew: after a transaction of the caller's own, or one that was taken back. */
  forget(): void {
    this.#states.forget();
    this.#sets.forget();
  }

  /** Inside a transaction of the caller's own: what a new check of every row finds, in place of the old; see `CheckRewriting`. */
  rewriteCheck(kept: readonly string[]): CheckRewriting {
    return new CheckRewriting(this.#rows, kept);
  }

  /**
   * Opens the other file for as long as the work takes; false where it is not there or not whole. SECURITY: P4 — whoever looks at rows does not
   * have it, and an edit only while it is checked.
   */
  async withIndividualNumbers(place: EncryptedFile, work: () => Promise<void>): Promise<boolean> {
    const numbers = openFinished(place);
    if (!numbers) return false;
    this.#numbers = numbers;
    this.#numberBlocks = new StagedBlocks(numbers);
    try {
      await work();
    } finally {
      this.#numbers = undefined;
      this.#numberBlocks = undefined;
      numbers.close();
    }
    return true;
  }

  close(): void {
    this.#numbers?.close();
    this.#rows.close();
  }

  #set(name: string): RowSet {
    return this.#sets.named(name);
  }
}
