import type { MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import type { RowsContext } from '../../../src-shared/domain/rows/check-ticket-rows.ts';
import type { CrossFinding, RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import type { RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { Layout } from '../../../src-shared/domain/rules/layout.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { SortedKeys } from '../../cache/staging/row-keys.ts';
import type { VenueFacts } from '../rows/venue-columns.ts';
import type { AskDirectly } from './asked-holders.ts';
import { FlagsTogether } from './flags-together.ts';
import { LedgerTogether } from './logical-rows.ts';
import { RecordsTogether } from './records-together.ts';
import { SubjectsTogether } from './subjects-together.ts';
import { type AskHolders, type AskResidents, ticketOf } from './ticket-questions.ts';

/** Where findings say whose row they are about. */
export function subjectOf(values: RowValues): string {
  const { addresseeNumber = '', municipalityCode = '', ticketNumber = '' } = values;
  if (addresseeNumber !== '') return addresseeNumber;
  return ticketOf(municipalityCode, ticketNumber) ? `${municipalityCode}/${ticketNumber}` : '';
}

/** The rows of a file beside each other and beside what stands. */
export interface RowsTogether {
  /**
   * `storable`: nothing in the row is 取込不可. Another one is only known to be there. `isExplained`: something was found in it after which
   * nothing more is to be said of its lot and day (`explainsLot`).
   */
  add(line: number, values: RowValues, storable: boolean, isExplained?: boolean): void;
  /**
   * True where a finding of a cell is told later, because what stands says more of it: a ticket that a spreadsheet cut zeros from may have
   * been issued.
   */
  defers?(line: number, values: RowValues, found: RowFinding, subject: string): boolean;
  /** Works off what has come together and can be decided now. */
  settle(): Promise<Outcome<void>>;
  /** The rest, when the last row has come; `onStep` is told which share of it is done. */
  finish(onStep: (share: number) => void): Promise<Outcome<SortedRows | undefined>>;
}

/** The rows by their keys, as far as looking at them has sorted them: by their places among the rows that took part. */
export interface SortedRows {
  readonly tickets: SortedKeys | undefined;
  readonly people: SortedKeys | undefined;
  /** Of a place. */
  readonly lineAt: (place: number) => number;
  /** What `lot-carried-over` sees of the rows, so that it can be looked for again after an edit; absent where it looks at none. */
  readonly venues?: VenueFacts;
}

export interface RowsTogetherParts {
  readonly municipalityCode: MunicipalityCode;
  readonly context: RowsContext;
  readonly layout: Layout;
  readonly addCross: AddCross;
  readonly ask: AskHolders;
  /** The same without the main thread in between, where there is a line to the local copy or nobody to ask. */
  readonly askDirectly?: AskDirectly | undefined;
  /** How many rows a whole file may have; without it these are some rows of a file, which say nothing of all the others. */
  readonly expectedRows?: number | undefined;
  /** In a ledger; without it as many as keys have room for. */
  readonly mostDoses?: number | undefined;
  /** The cell of a row for what no number says. */
  readonly cellOf?: RowTexts['cellOf'] | undefined;
  /** Without it nothing is known of people by their 宛名番号. */
  readonly askResidents?: AskResidents | undefined;
}

export type AddCross = (found: CrossFinding, subject: string, texts: RowTexts) => void;

export function rowsTogether(parts: RowsTogetherParts): RowsTogether {
  const { layout, addCross } = parts;
  if (layout.kind === 'records') return new RecordsTogether(parts);
  if (layout.kind === 'subjects') return new SubjectsTogether(parts);
  if (layout.kind === 'flags') return new FlagsTogether(parts);
  const rows = (ofRecord: AddCross): RowsTogether => new RecordsTogether({ ...parts, addCross: ofRecord });
  return new LedgerTogether(layout, { addCross, rows, mostDoses: parts.mostDoses });
}
