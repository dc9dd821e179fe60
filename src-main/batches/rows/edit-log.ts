import type { EditState } from '../../../src-shared/contract/batch-rows.ts';
import type { IsoTimestamp, UserId } from '../../../src-shared/domain/identifiers.ts';
import type { PreparedStatement, SqlDatabase } from '../../cache/encrypted-database.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import type { EditedCells, Edits } from '../checking/staged-rows.ts';

/** A cell as it was and as it is to be. */
export interface CellChange {
  readonly row: number;
  readonly cell: number;
  /** As the file says; undefined where its bytes are no text. */
  readonly original: string | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface EditStep {
  readonly label: string;
  readonly at: IsoTimestamp;
  readonly by: UserId;
}

const schema = `
  CREATE TABLE IF NOT EXISTS edit_step (
    step INTEGER PRIMARY KEY, label TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS edit (
    step INTEGER NOT NULL, row INTEGER NOT NULL, cell INTEGER NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY (step, row, cell)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS edited_cell (
    row INTEGER NOT NULL, cell INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (row, cell)
  ) WITHOUT ROWID;
`;

const PAGE_ROWS = 128;

interface Page {
  readonly from: number;
  /** By row. */
  readonly cells: Map<number, EditedCells>;
}

interface StepRow {
  readonly step: number;
  readonly label: string;
}

/**
 * What people changed in the rows of a draft, step by step, beside the rows themselves, which stay as the file has them. `edit_step` and
 * `edit` are the history; `edited_cell` is what follows from it: the cells that differ from the file now. SECURITY: P4 — lies in the
 * encrypted staging file; cells of 個人番号 are never among them.
 */
export class EditLog implements Edits {
  readonly #database: Pick<SqlDatabase, 'prepare' | 'execute'>;
  readonly #findPage: PreparedStatement<[number, number], EditedCell>;
  readonly #findOne: PreparedStatement<[number], unknown>;
  readonly #addChange: PreparedStatement<[number, number, number, string | null, string | null], unknown>;
  readonly #putCell: PreparedStatement<[number, number, string], unknown>;
  readonly #dropCell: PreparedStatement<[number, number], unknown>;
  #editedRows: RowSet | undefined;
  /** The cells of some rows: rows are looked at one after another. */
  #page: Page | undefined;

  constructor(database: Pick<SqlDatabase, 'prepare' | 'execute'>) {
    this.#database = database;
    database.execute(schema);
    // Prepared once: to prepare one takes ten times as long as to run it, and a fix of a column runs them for every row.
    this.#findPage = database.prepare('SELECT row, cell, text FROM edited_cell WHERE row BETWEEN ? AND ?');
    this.#findOne = database.prepare('SELECT 1 FROM edited_cell WHERE row = ? LIMIT 1');
    this.#addChange = database.prepare('INSERT INTO edit VALUES (?, ?, ?, ?, ?)');
    this.#putCell = database.prepare('INSERT OR REPLACE INTO edited_cell VALUES (?, ?, ?)');
    this.#dropCell = database.prepare('DELETE FROM edited_cell WHERE row = ? AND cell = ?');
  }

  cellsOf(row: number): EditedCells | undefined {
    if (!this.editedRows().has(row)) return undefined;
    if (this.#page === undefined || row < this.#page.from || row >= this.#page.from + PAGE_ROWS)
      this.#page = this.#pageAt(row);
    return this.#page.cells.get(row);
  }

  #pageAt(row: number): Page {
    const from = row - (row % PAGE_ROWS);
    const cells = new Map<number, Map<number, string>>();
    for (const { row: of, cell, text } of this.#findPage.all(from, from + PAGE_ROWS - 1)) {
      const ofRow = cells.get(of);
      if (ofRow) ofRow.set(cell, text);
      else cells.set(of, new Map([[cell, text]]));
    }
    return { from, cells };
  }

  /** Rows with at least one cell that differs from the file. */
  editedRows(): RowSet {
    if (this.#editedRows) return this.#editedRows;
    const edited = new RowSet();
    const rows = this.#database.prepare<[], { readonly row: number }>('SELECT row FROM edited_cell');
    for (const { row } of rows.iterate()) edited.add(row);
    this.#editedRows = edited;
    return edited;
  }

  state(): EditState {
    return {
      editedRows: this.editedRows().count,
      undo: this.undoable()?.label ?? null,
      redo: this.redoable()?.label ?? null,
    };
  }

  undoable(): StepRow | undefined {
    return this.#step('SELECT step, label FROM edit_step WHERE undone = 0 ORDER BY step DESC LIMIT 1');
  }

  redoable(): StepRow | undefined {
    return this.#step('SELECT step, label FROM edit_step WHERE undone = 1 ORDER BY step LIMIT 1');
  }

  /** The cells of a step in the order of the file, a piece at a time. */
  changesOf(
    step: number,
    after: { readonly row: number; readonly cell: number },
    limit: number,
  ): StepChange[] {
    return this.#database
      .prepare<[number, number, number, number], StepChange>(
        `SELECT row, cell, before, after FROM edit
         WHERE step = ? AND (row, cell) > (?, ?) ORDER BY row, cell LIMIT ?`,
      )
      .all(step, after.row, after.cell, limit);
  }

  countOf(step: number): number {
    const counted = this.#database
      .prepare<[number], { readonly cells: number }>('SELECT count(*) AS cells FROM edit WHERE step = ?')
      .get(step);
    return counted?.cells ?? 0;
  }

  /** Inside a transaction of the caller: a new step. What was taken back before can't be done again behind it. */
  begin({ label, at, by }: EditStep): number {
    this.#database.execute(
      'DELETE FROM edit WHERE step IN (SELECT step FROM edit_step WHERE undone = 1); DELETE FROM edit_step WHERE undone = 1',
    );
    const added = this.#database
      .prepare<[string, string, string]>('INSERT INTO edit_step (label, at, by) VALUES (?, ?, ?)')
      .run(label, at, by);
    return Number(added.lastInsertRowid);
  }

  /** Inside a transaction of the caller: one change of a step. */
  add(step: number, change: CellChange): void {
    this.#addChange.run(step, change.row, change.cell, change.before ?? null, change.after ?? null);
  }

  /** Inside a transaction of the caller: the cell is now so. */
  put({ row, cell, original, after }: Pick<CellChange, 'row' | 'cell' | 'original' | 'after'>): void {
    const edited = this.editedRows();
    this.#putInPage(row, cell, after === original ? undefined : after);
    if (after === undefined || after === original) {
      this.#dropCell.run(row, cell);
      if (edited.has(row) && this.#findOne.get(row) === undefined) edited.delete(row);
    } else {
      this.#putCell.run(row, cell, after);
      edited.add(row);
    }
  }

  #putInPage(row: number, cell: number, text: string | undefined): void {
    const page = this.#page;
    if (!page || row < page.from || row >= page.from + PAGE_ROWS) return;
    const cells = new Map(page.cells.get(row));
    if (text === undefined) cells.delete(cell);
    else cells.set(cell, text);
    page.cells.set(row, cells);
  }

  /** Inside a transaction of the caller: says what the step was, when that is known. */
  rename(step: number, label: string): void {
    this.#database
      .prepare<[string, number]>('UPDATE edit_step SET label = ? WHERE step = ?')
      .run(label, step);
  }

  /** Inside a transaction of the caller. */
  mark(step: number, undone: boolean): void {
    this.#database
      .prepare<[number, number]>('UPDATE edit_step SET undone = ? WHERE step = ?')
      .run(undone ? 1 : 0, step);
  }

  /** After a transaction that was taken back: what is known of the tables is read anew. */
  forget(): void {
    this.#editedRows = undefined;
    this.#page = undefined;
  }

  /** Every cell that differs from the file, in the order of the file, a piece at a time. */
  editedCells(after: { readonly row: number; readonly cell: number }, limit: number): EditedCell[] {
    return this.#database
      .prepare<[number, number, number], EditedCell>(
        'SELECT row, cell, text FROM edited_cell WHERE (row, cell) > (?, ?) ORDER BY row, cell LIMIT ?',
      )
      .all(after.row, after.cell, limit);
  }

  #step(sql: string): StepRow | undefined {
    return this.#database.prepare<[], StepRow>(sql).get();
  }
}

export interface StepChange {
  readonly row: number;
  readonly cell: number;
  /** Null: bytes without a character, as the file has them. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface EditedCell {
  readonly row: number;
  readonly cell: number;
  readonly text: string;
}
