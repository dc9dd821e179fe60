import { isFindingsColumn } from '../layouts/findings-columns.ts';
import { nearest } from '../text/edit-distance.ts';
import { headerKey } from './header-key.ts';
import type { Column, Layout, LayoutKind } from './layout.ts';
import { layoutOf, layouts as shippedLayouts } from './layouts.ts';

export { headerKey } from './header-key.ts';

/** A header of the file and the column that it is; undefined for one that the layout does not have. */
export interface HeaderColumn {
  readonly header: string;
  readonly column: Column | undefined;
}

export interface MatchedHeaders {
  readonly layout: Layout;
  /** In the order of the file. */
  readonly columns: readonly HeaderColumn[];
}

/** Whether the headers are enough to read rows by. `problem` is the code of the sentence for it (src-shared/contract/problem-sentences.ts). */
export type JudgedHeaders =
  | (MatchedHeaders & { readonly problem: undefined })
  | (MatchedHeaders & { readonly problem: 'column-missing'; readonly missing: readonly MissingColumn[] })
  | (MatchedHeaders & { readonly problem: 'column-twice'; readonly twice: readonly string[] });

/** What a header line is. Of no known layout: the one that is least far from it. */
export type HeaderReading =
  | JudgedHeaders
  | { readonly problem: 'layout-other-kind'; readonly chosen: Layout; readonly found: Layout }
  | (MatchedHeaders & { readonly problem: 'layout-unknown' });

export interface MissingColumn {
  readonly column: string;
  /** The header that may be a slip of it; empty where none is near. */
  readonly nearest: string;
}

/** Less than half of the needed columns: no layout can be told from that. */
const RECOGNISABLE = 0.5;

export interface HeaderQuestion {
  /** As the person said; without it, the layout that fits best. */
  readonly kind?: LayoutKind | undefined;
  /** A municipality's own ones come first, so that they win over the shipped ones that they were copied from. */
  readonly layouts?: readonly Layout[];
}

/**
 * Recognises the header line of a file. With a chosen kind it says whether that fits, and only calls it another kind where the other one
 * fits altogether.
 */
export function readHeaders(headers: readonly string[], question: HeaderQuestion = {}): HeaderReading {
  const { kind, layouts = shippedLayouts } = question;
  const matches = layouts.map((layout) => matchLayout(layout, headers));
  const best = bestOf(matches);
  const wanted = bestOf(matches.filter(({ layout }) => layout.kind === kind));
  if (!best) return { ...matchLayout(layoutOf(kind ?? 'records'), headers), problem: 'layout-unknown' };
  if (wanted && isUsable(wanted, best)) return judgeHeaders(wanted);
  if (fits(best) < RECOGNISABLE) return { ...(wanted ?? best), problem: 'layout-unknown' };
  return kind && best.layout.kind !== kind
    ? { problem: 'layout-other-kind', chosen: wanted?.layout ?? layoutOf(kind), found: best.layout }
    : judgeHeaders(best);
}

/** The headers as a person has told which is which column, by the columns' ids. */
export function mapHeaders(
  layout: Layout,
  headers: readonly string[],
  ids: readonly (string | null)[],
): JudgedHeaders {
  const columns = headers.map((header, index) => ({
    header,
    column: layout.columns.find(({ id }) => id === ids[index]),
  }));
  return judgeHeaders({ layout, columns });
}

function bestOf(matches: readonly MatchedHeaders[]): MatchedHeaders | undefined {
  return matches.reduce<MatchedHeaders | undefined>(
    (one, other) => (one && score(one) >= score(other) ? one : other),
    undefined,
  );
}

function isUsable(wanted: MatchedHeaders, best: MatchedHeaders): boolean {
  if (fits(wanted) === 1) return true;
  return fits(wanted) >= RECOGNISABLE && (best === wanted || fits(best) < 1);
}

function matchLayout(layout: Layout, headers: readonly string[]): MatchedHeaders {
  const byKey = new Map(
    layout.columns.flatMap((column) =>
      [column.name, ...column.aliases].map((name): [string, Column] => [headerKey(name), column]),
    ),
  );
  return {
    layout,
    columns: headers.map((header) => ({ header, column: byKey.get(headerKey(header)) })),
  };
}

/**
 * The columns that the file must have. Of blocks, the first one; a file that begins another block has to have all that is needed in that
 * one too.
 */
function neededColumns({ layout, columns }: MatchedHeaders): readonly Column[] {
  const begun = new Set([1, ...columns.flatMap(({ column }) => column?.block?.number ?? [])]);
  return layout.columns.filter(({ required, block }) => required && (!block || begun.has(block.number)));
}

/** The share of the needed columns that are there: 1 for all. */
function fits(matched: MatchedHeaders): number {
  const found = new Set(matched.columns.map(({ column }) => column));
  const needed = neededColumns(matched);
  return needed.filter((column) => found.has(column)).length / needed.length;
}

/** Two kinds may have all they need: the one that knows more of the headers is meant. */
function score(matched: MatchedHeaders): number {
  const headers = matched.columns.filter(
    ({ header }) => headerKey(header) !== '' && !isFindingsColumn(header),
  );
  const known = headers.filter(({ column }) => column !== undefined);
  return fits(matched) + known.length / Math.max(1, headers.length);
}

/** Whether a column comes twice, or a needed one is missing. */
export function judgeHeaders(matched: MatchedHeaders): JudgedHeaders {
  const { layout, columns } = matched;
  const times = (column: Column): number => columns.filter((each) => each.column === column).length;
  const twice = layout.columns.filter((column) => times(column) > 1).map(({ name }) => name);
  if (twice.length > 0) return { ...matched, problem: 'column-twice', twice };
  const absent = neededColumns(matched).filter((column) => times(column) === 0);
  return absent.length === 0
    ? { ...matched, problem: undefined }
    : { ...matched, problem: 'column-missing', missing: absent.map((column) => missing(column, columns)) };
}

/** A slip is looked for beside the name and every alias: メーカ is one letter from メーカー and five from ワクチンメーカー. */
function missing({ name, aliases }: Column, columns: readonly HeaderColumn[]): MissingColumn {
  const unknown = columns.filter((each) => each.column === undefined && headerKey(each.header) !== '');
  const keys = unknown.map(({ header }) => headerKey(header));
  const near = [name, ...aliases]
    .map((written) => nearest(headerKey(written), keys))
    .find((key) => key !== undefined);
  return { column: name, nearest: unknown[keys.indexOf(near ?? '')]?.header ?? '' };
}
