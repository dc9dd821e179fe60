import { nearest } from '../text/edit-distance.ts';
import { headerKey } from './header-key.ts';
import type { Column, Layout, LayoutKind } from './layout.ts';
import { layoutOf, layouts } from './layouts.ts';

export { headerKey } from './header-key.ts';

/** A header of the file and the column that it is; undefined for one that the layout does not have. */
export interface HeaderColumn {
  readonly header: string;
  readonly column: Column | undefined;
}

interface Matched {
  readonly layout: Layout;
  /** In the order of the file. */
  readonly columns: readonly HeaderColumn[];
}

/** What a header line is. `problem` is the code of the sentence for it (src-shared/contract/problem-sentences.ts). */
export type HeaderReading =
  | (Matched & { readonly problem: undefined })
  | (Matched & { readonly problem: 'column-missing'; readonly missing: readonly MissingColumn[] })
  | (Matched & { readonly problem: 'column-twice'; readonly twice: readonly string[] })
  | { readonly problem: 'layout-other-kind'; readonly chosen: Layout; readonly found: Layout }
  | { readonly problem: 'layout-unknown' };

export interface MissingColumn {
  readonly column: string;
  /** The header that may be a slip of it; empty where none is near. */
  readonly nearest: string;
}

/** Less than half of the needed columns: no layout can be told from that. */
const RECOGNISABLE = 0.5;

/**
 * Recognises the header line of a file. With `chosen` it says whether that kind fits, and only calls it another kind where the other one
 * fits altogether; without, the layout that fits best.
 */
export function readHeaders(headers: readonly string[], chosen?: LayoutKind): HeaderReading {
  const matches = layouts.map((layout) => matchLayout(layout, headers));
  const best = matches.reduce((one, other) => (fits(other) > fits(one) ? other : one));
  const wanted = chosen && matches.find(({ layout }) => layout.kind === chosen);
  if (wanted && isUsable(wanted, best)) return judged(wanted);
  if (fits(best) < RECOGNISABLE) return { problem: 'layout-unknown' };
  return chosen && best.layout.kind !== chosen
    ? { problem: 'layout-other-kind', chosen: layoutOf(chosen), found: best.layout }
    : judged(best);
}

function isUsable(wanted: Matched, best: Matched): boolean {
  if (fits(wanted) === 1) return true;
  return fits(wanted) >= RECOGNISABLE && (best === wanted || fits(best) < 1);
}

function matchLayout(layout: Layout, headers: readonly string[]): Matched {
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

/** The share of the needed columns that are there: 1 for all. Optional ones break a tie only as long as it is below that. */
function fits({ layout, columns }: Matched): number {
  const found = new Set(columns.map(({ column }) => column));
  const needed = layout.columns.filter(({ required }) => required);
  const there = needed.filter((column) => found.has(column));
  const optional = layout.columns.filter((column) => !column.required && found.has(column));
  const share = there.length / needed.length;
  return share === 1 ? 1 : share + optional.length / 1000;
}

function judged(matched: Matched): HeaderReading {
  const { layout, columns } = matched;
  const times = (column: Column): number => columns.filter((each) => each.column === column).length;
  const twice = layout.columns.filter((column) => times(column) > 1).map(({ name }) => name);
  if (twice.length > 0) return { ...matched, problem: 'column-twice', twice };
  const absent = layout.columns.filter((column) => column.required && times(column) === 0);
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
