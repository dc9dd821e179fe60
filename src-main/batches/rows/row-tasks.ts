import type {
  CellEdit,
  EditState,
  GridRow,
  LineRange,
  RowFilter,
  RowFix,
} from '../../../src-shared/contract/batch-rows.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { IsoTimestamp, UserId } from '../../../src-shared/domain/identifiers.ts';
import type { EncryptedFile, StagingPlaces } from '../../cache/staging/staging-database.ts';
import type { FindingsListRequest } from './findings-list.ts';
import type { CheckAsItStands } from './check-as-it-stands.ts';

/** A part of the filtered rows, and whose they are, as `peopleOfRows` takes it. */
export interface ShownRows {
  readonly total: number;
  readonly searched: number;
  readonly rows: readonly GridRow[];
  readonly subjects: readonly string[];
}

/** The check and the edits as they stand in the staging file. */
export interface RowsAsTheyStand extends CheckAsItStands {
  readonly edits: EditState;
}

/** Who edits, and when. */
export interface Editing {
  readonly at: IsoTimestamp;
  readonly by: UserId;
}

export type BigChange =
  | { readonly kind: 'fix'; readonly filter: RowFilter; readonly fix: RowFix }
  | { readonly kind: 'cells'; readonly edits: readonly CellEdit[] }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

export interface FindingsList {
  /** Rows that were written. */
  readonly rows: number;
  readonly subjects: readonly string[];
  /** The list as it was written, beside the place where it is to be. */
  readonly file: string;
}

/** What the worker for files is asked about the rows of a checked draft. SECURITY: P4 — who only looks never gives the key of the 個人番号. */
export interface RowTasks {
  readonly shownRows: (request: {
    readonly staging: EncryptedFile;
    readonly filter: RowFilter;
    readonly offset: number;
    readonly limit: number;
  }) => Outcome<ShownRows>;
  readonly placeOfLine: (request: {
    readonly staging: EncryptedFile;
    readonly filter: RowFilter;
    readonly line: number;
  }) => Outcome<number>;
  readonly rowRanges: (request: { readonly staging: EncryptedFile; readonly code: string }) => Outcome<{
    readonly ranges: readonly LineRange[];
    readonly more: boolean;
  }>;
  readonly asTheyStand: (request: { readonly staging: EncryptedFile }) => Outcome<RowsAsTheyStand>;
  /** Undefined where so many rows depend on it that it is to be done as a big change. */
  readonly editCells: (request: {
    readonly staging: StagingPlaces;
    readonly edits: readonly CellEdit[];
    readonly editing: Editing;
  }) => Promise<Outcome<RowsAsTheyStand | undefined>>;
  /** Writes the rows with findings to a file of the person's choice, with their 個人番号 where the chosen file had them. */
  readonly exportFindings: (
    request: FindingsListRequest & { readonly staging: StagingPlaces },
  ) => Promise<Outcome<FindingsList>>;
  /** All of it or nothing; every row is checked again where it has to be. */
  readonly changeRows: (request: {
    readonly staging: StagingPlaces;
    readonly change: BigChange;
    readonly editing: Editing;
  }) => Promise<Outcome<RowsAsTheyStand>>;
}
