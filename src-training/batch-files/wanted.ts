import { isRuleCode, type RuleCode, severityOf } from '../../src-shared/domain/rules/table.ts';
import type { Severity } from '../../src-shared/domain/rules/severity.ts';

export type BatchFileKind = 'subjects' | 'records' | 'flags' | 'ledger';
export type FileEncoding = 'utf-8' | 'utf-8-bom' | 'cp932' | 'utf-16le' | 'utf-16be';

/** How many of each error: by the code of the rule that has to find it. */
export type ErrorMix = Partial<Readonly<Record<RuleCode, number>>>;

export interface BatchFileWanted {
  readonly kind: BatchFileKind;
  /** Lines under the header, wrong ones included. */
  readonly rows: number;
  readonly encoding: FileEncoding;
  readonly errors?: ErrorMix;
  /** The population of the training VRS for which the file is; without `people`, as many of it as the rows need. */
  readonly seed?: string;
  readonly people?: number;
  /** Share of right rows with a cell in an unusual notation, and a column for remarks. 0: every row as VRS itself would write it. */
  readonly mess?: number;
  readonly quoteAll?: boolean;
  readonly lineEnd?: '\r\n' | '\n';
}

/**
 * One thing that the check has to find. The line as a spreadsheet shows it (the header is line 1); the column's name, null where the
 * finding is about the row.
 */
export interface FileTruth {
  readonly line: number;
  readonly column: string | null;
  readonly code: RuleCode;
  readonly severity: Severity;
  /** Whether it can only be found beside what stands in VRS, or only where nothing is known of that. */
  readonly standing: boolean;
  readonly alone: boolean;
}

/** Whether a check finds it: one that knows what stands, or one of the file by itself. */
export const isShown = ({ standing, alone }: FileTruth, knowsStanding: boolean): boolean =>
  knowsStanding ? !alone : !standing;

/** What is wrong with a line, before it has a place in a file. `column` is the layout's ID of it. */
export interface Wrong {
  readonly code: RuleCode;
  readonly column: string | null;
  readonly standing?: true;
  readonly alone?: true;
}

/** What can be done to a whole line that no cell's value can say. */
export type Spoilt =
  | { readonly kind: 'cells'; readonly more: number }
  | { readonly kind: 'quote'; readonly cell: string; readonly how: 'open' | 'inside' | 'behind' }
  | { readonly kind: 'bytes'; readonly cell: string };

/** A line of a file: its cells by column ID, what is wrong with it, and how it is written. */
export interface Line {
  readonly cells: Readonly<Record<string, string>>;
  readonly wrong: readonly Wrong[];
  readonly spoilt?: Spoilt;
  /** Part of an error that another notation would make another one: a row that stands twice. */
  readonly asItIs?: true;
}

/** Lines that stay together, and where they stand among the others: days, then venues. */
export interface Piece {
  readonly order: number;
  readonly lines: readonly Line[];
}

export function truthOf(
  { code, column, standing, alone }: Wrong,
  line: number,
  columnName: string | null,
): FileTruth {
  return {
    line,
    column: column === null ? null : columnName,
    code,
    severity: severityOf(code),
    standing: standing === true,
    alone: alone === true,
  };
}

/** One row in so many has an error where the mix is `all`. */
const ALL_SHARE = 0.02;

/**
 * `none`, `all`, `all:0.05` (share of the rows), or `code=n,code=n`. Undefined where it is none of them or names an error that can't be
 * planted.
 */
export function readMix(text: string, rows: number, plantable: readonly RuleCode[]): ErrorMix | undefined {
  if (text === 'none') return {};
  const share = /^all(?::(0?\.[0-9]+|1))?$/.exec(text);
  if (share) return allOf(plantable, rows * Number(share[1] ?? ALL_SHARE));
  const wanted: [RuleCode, number][] = [];
  for (const part of text.split(',')) {
    const [, code = '', count = ''] = /^([a-z-]+)=([0-9]{1,7})$/.exec(part) ?? [];
    if (!isRuleCode(code) || !plantable.includes(code)) return undefined;
    wanted.push([code, Number(count)]);
  }
  return Object.fromEntries(wanted);
}

/** Each error as often as the others, at least once. */
function allOf(plantable: readonly RuleCode[], total: number): ErrorMix {
  const each = Math.max(1, Math.round(total / plantable.length));
  return Object.fromEntries(plantable.map((code) => [code, each]));
}
