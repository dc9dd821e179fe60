import type { batchColumns } from '../../vrs-api/batches.ts';

/** The kinds of file that can be checked. */
export type LayoutKind = 'subjects' | 'records' | 'flags' | 'ledger';
/** The kinds of row that go to VRS: a row of a ledger holds several rows of 接種記録. */
export type RowKind = 'subjects' | 'records' | 'flags';

export const rowKinds: Readonly<Record<LayoutKind, RowKind>> = {
  subjects: 'subjects',
  records: 'records',
  flags: 'flags',
  ledger: 'records',
};

/** How a cell is read, see `cell-readers.ts`. */
export type CellType =
  | 'municipality-code'
  | 'addressee-number'
  | 'individual-number'
  | 'ticket-number'
  | 'dose-number'
  | 'date'
  | 'code'
  | 'text'
  | 'maker'
  | 'lot';

/** How a day may be written in a file: 20210601 · 2021-06-01, 2021/6/1, 2021.6.1 · 2021年6月1日 · 令和3年6月1日, R3.6.1, R030601. */
export type DateFormat = 'YYYYMMDD' | 'YYYY-MM-DD' | 'YYYY年M月D日' | '和暦';

/** A value of a code list: what the file has, what it means in words, and what goes to VRS. */
export interface CodeValue {
  readonly given: string;
  readonly meaning: string;
  readonly sent: string;
}

export interface Column<Id extends string = string> {
  /** The column of the wire, or of the checks where it does not go to VRS; in a block, `vaccinatedOn.2`. */
  readonly id: Id;
  /** As findings and the screens call it, and as the header has it. */
  readonly name: string;
  /** Other headers for it. Width, blanks and case need no alias. */
  readonly aliases: readonly string[];
  readonly type: CellType;
  /** The file must have it. Its cells must not be empty either, unless `whenEmpty` says what that stands for. */
  readonly required: boolean;
  /** Part of what a record is known by. */
  readonly key: boolean;
  /** The most that VRS takes. */
  readonly width: number;
  readonly codes?: readonly CodeValue[];
  /** What an empty cell stands for; without it, for nothing. */
  readonly whenEmpty?: string;
  /** Of a day, where the layout does not take all of them. */
  readonly dateFormats?: readonly DateFormat[];
  /** One of a repeated block of columns: which block, from 1, and what the column is in it. */
  readonly block?: { readonly number: number; readonly id: string };
}

type WireColumn<Kind extends RowKind> = Exclude<(typeof batchColumns)[Kind][number], 'line'>;
/** Columns that only cross-check the ticket's holder and stay here. */
type HolderColumn = 'addresseeNumber' | 'birthDate';

export type ColumnId<Kind extends LayoutKind> = Kind extends 'ledger'
  ? string
  : Kind extends RowKind
    ? WireColumn<Kind> | (Kind extends 'records' ? HolderColumn : never)
    : never;

/** A layout of a file, as data: `src-shared/domain/layouts/*.json`. A municipality that has another one gets a copy with other names. */
export interface Layout<Kind extends LayoutKind = LayoutKind> {
  readonly id: string;
  /** Raised with every change of it. */
  readonly version: number;
  readonly kind: Kind;
  /** What the screens call it. */
  readonly name: string;
  /** As a file may have them, those of every block among them. */
  readonly columns: readonly Column<ColumnId<Kind>>[];
  /** How many blocks a row may have; 0 where it is one row for VRS. */
  readonly blocks: number;
}

/** Whether a cell of the column may be empty: what is then missing is the business of the rules. */
export function mayBeEmpty({ required, whenEmpty }: Column): boolean {
  return !required || whenEmpty !== undefined;
}
