import type { RowFilter } from '../../../src-shared/contract/batch-rows.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { EncryptedFile, StagingPlaces } from '../../cache/staging/staging-database.ts';
import { changeRows } from './changing.ts';
import { checkAsItStands } from './check-as-it-stands.ts';
import { DraftRows } from './draft-rows.ts';
import { editCells } from './editing.ts';
import { writeFindingsList } from './findings-list.ts';
import { FilteredSelection } from './row-filter.ts';
import type { AskWhatStands } from './rows-beside.ts';
import type { RowsAsTheyStand, RowTasks, ShownRows } from './row-tasks.ts';
import { shownRow } from './row-window.ts';

export interface RowDeskParts extends AskWhatStands {
  readonly stopped: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** A text is looked for so long before what was found so far is told, in milliseconds. */
const SEARCH_TURN = 250;
const MAX_RANGES = 50;

/**
 * Where the worker looks at the rows of one draft and edits them: the staging file stays open in between, with what is known of it by heart
 * and the rows that the last filter left. The 個人番号 are opened for one edit and closed behind it.
 */
export class RowDesk {
  readonly #parts: RowDeskParts;
  /** Rows that an edit works on: whoever lets go of them leaves closing them to it. */
  readonly #edited = new Set<DraftRows>();
  #open: { readonly file: string; readonly rows: DraftRows } | undefined;
  #filtered: FilteredSelection | undefined;
  readonly tasks: RowTasks;

  constructor(parts: RowDeskParts) {
    this.#parts = parts;
    this.tasks = {
      shownRows: ({ staging, filter, offset, limit }) =>
        this.#looking(staging, (rows) => ok(this.#shownRows(rows, filter, offset, limit))),
      placeOfLine: ({ staging, filter, line }) =>
        this.#looking(staging, (rows) => ok(this.#placeOfLine(rows, filter, line))),
      rowRanges: ({ staging, code }) => this.#looking(staging, (rows) => ok(rangesOf(rows, code))),
      asTheyStand: ({ staging }) => this.#looking(staging, (rows) => ok(asTheyStand(rows))),
      editCells: ({ staging, edits, editing }) =>
        this.#editing(staging, async (rows) => {
          // Without a way to be stopped: what takes long is done as a job.
          const { ask, askResidents } = this.#parts;
          const edited = await editCells(rows, edits, editing, { ask, askResidents });
          if (!edited.ok) return edited;
          return ok(edited.value ? asTheyStand(rows) : undefined);
        }),
      exportFindings: ({ staging, ...request }) =>
        this.#withNumbers(staging, (rows) => Promise.resolve(writeFindingsList(rows, request, this.#parts))),
      changeRows: ({ staging, change, editing }) =>
        this.#withNumbers(staging, async (rows) => {
          const changed = await changeRows(rows, change, editing, this.#parts);
          return changed.ok ? ok(asTheyStand(rows)) : changed;
        }),
    };
  }

  /** Lets go of the file, so that it can be written or removed. */
  close(): void {
    this.#filtered = undefined;
    const rows = this.#open?.rows;
    this.#open = undefined;
    if (rows && !this.#edited.has(rows)) rows.close();
  }

  #rowsOf(staging: EncryptedFile): DraftRows | undefined {
    if (this.#open?.file !== staging.file) {
      this.close();
      const rows = DraftRows.open(staging);
      this.#open = rows && { file: staging.file, rows };
    }
    staging.key.fill(0); // SECURITY: H57 — also where the file was open already.
    return this.#open?.rows;
  }

  #looking<Value>(staging: EncryptedFile, look: (rows: DraftRows) => Outcome<Value>): Outcome<Value> {
    const rows = this.#rowsOf(staging);
    return rows ? look(rows) : failed('draft-missing');
  }

  /** Who looks meanwhile sees the rows as they were: an edit is one transaction at its end. */
  async #editing<Value>(
    { rows: place, individualNumbers }: StagingPlaces,
    edit: (rows: DraftRows) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    const rows = this.#rowsOf(place);
    if (!rows) return failed('draft-missing');
    this.#edited.add(rows);
    let edited: Outcome<Value> = failed('draft-missing');
    let isSound = false;
    try {
      await rows.store.withIndividualNumbers(individualNumbers, async () => {
        edited = await edit(rows);
      });
      isSound = true;
      return edited;
    } finally {
      this.#edited.delete(rows);
      this.#filtered = undefined;
      if (this.#open?.rows !== rows) rows.close();
      else if (!isSound) this.close();
    }
  }

  /** A file of its own for what takes long, open with the 個人番号. */
  async #withNumbers<Value>(
    { rows: place, individualNumbers }: StagingPlaces,
    edit: (rows: DraftRows) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    this.close();
    const rows = DraftRows.open(place, individualNumbers);
    if (!rows) return failed('draft-missing');
    try {
      return await edit(rows);
    } finally {
      rows.close();
      // Somebody may have looked in between: what they know by heart is old now.
      this.close();
    }
  }

  #shownRows(rows: DraftRows, filter: RowFilter, offset: number, limit: number): ShownRows {
    const filtered = this.#filteredBy(rows, filter);
    filtered.searchFor(SEARCH_TURN);
    const { selection, searched } = filtered;
    const shown: number[] = [];
    for (let place = offset; place < offset + limit; place += 1) {
      const row = selection.rowAt(place);
      if (row === undefined) break;
      shown.push(row);
    }
    return {
      total: selection.count,
      searched,
      rows: shown.map((row) => shownRow(rows, row)),
      subjects: shown.map((row) => rows.subjectOf(row)),
    };
  }

  #placeOfLine(rows: DraftRows, filter: RowFilter, line: number): number {
    const filtered = this.#filteredBy(rows, filter);
    filtered.searchAll();
    return filtered.selection.placeOf(rows.rowFromLine(line));
  }

  #filteredBy(rows: DraftRows, filter: RowFilter): FilteredSelection {
    if (this.#filtered?.isFor(filter) !== true) this.#filtered = new FilteredSelection(rows, filter);
    return this.#filtered;
  }
}

function rangesOf(rows: DraftRows, code: string): { ranges: { from: number; to: number }[]; more: boolean } {
  const found = rows.linesWith(code, MAX_RANGES + 1);
  return { ranges: found.slice(0, MAX_RANGES), more: found.length > MAX_RANGES };
}

function asTheyStand(rows: DraftRows): RowsAsTheyStand {
  return { ...checkAsItStands(rows), edits: rows.edits.state() };
}
