import type { batchColumns } from '../../vrs-api/batches.ts';

/** The kinds of file that this version can check. */
export type LayoutKind = 'subjects' | 'records';

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

/** A value of a code list: what the file has, what it means in words, and what goes to VRS. */
export interface CodeValue {
  readonly given: string;
  readonly meaning: string;
  readonly sent: string;
}

export interface Column<Id extends string = string> {
  /** The column of the wire, or of the checks where it does not go to VRS. */
  readonly id: Id;
  /** As findings and the screens call it, and as the header has it. */
  readonly name: string;
  /** Other headers for it. Width, blanks and case need no alias. */
  readonly aliases: readonly string[];
  readonly type: CellType;
  readonly required: boolean;
  /** Part of what a record is known by. */
  readonly key: boolean;
  /** The most that VRS takes. */
  readonly width: number;
  readonly codes?: readonly CodeValue[];
  /** What an empty cell stands for; without it, for nothing. */
  readonly whenEmpty?: string;
}

type WireColumn<Kind extends LayoutKind> = Exclude<(typeof batchColumns)[Kind][number], 'line'>;
/** Columns that only cross-check the ticket's holder and stay here. */
type HolderColumn = 'addresseeNumber' | 'birthDate';

export type ColumnId<Kind extends LayoutKind> =
  WireColumn<Kind> | (Kind extends 'records' ? HolderColumn : never);

/** A layout of a file, as data. A municipality that has another one gets a copy with other names. */
export interface Layout<Kind extends LayoutKind = LayoutKind> {
  readonly id: string;
  readonly kind: Kind;
  /** What the screens call the kind. */
  readonly name: string;
  readonly columns: readonly Column<ColumnId<Kind>>[];
}
