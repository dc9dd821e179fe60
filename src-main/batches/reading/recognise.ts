import type { FileKind } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome, problem, type Problem } from '../../../src-shared/contract/problem.ts';
import { looksLikeOurs, looksLikeValue } from '../../../src-shared/domain/layouts/first-lines.ts';
import {
  type HeaderColumn,
  headerKey,
  type HeaderReading,
  mapHeaders,
  type MissingColumn,
  readHeaders,
} from '../../../src-shared/domain/rules/headers.ts';
import type { Layout } from '../../../src-shared/domain/rules/layout.ts';
import { layouts as shippedLayouts } from '../../../src-shared/domain/rules/layouts.ts';
import { withinUnits } from './presentable.ts';

export interface Recognised {
  readonly layout: Layout;
  /** In the order of the file. */
  readonly columns: readonly HeaderColumn[];
}

/** A header line that may be read, as soon as somebody says which column is which. */
export interface RecognisedFile extends Recognised {
  /** What the columns lack; null where nothing does. */
  readonly problem: Problem | null;
}

/** Which column is which, as a person has said: the ids of the layout's columns in the order of the file. */
export interface Mapping {
  readonly layoutId: string;
  readonly columns: readonly (string | null)[];
}

export interface FileToRecognise {
  readonly headers: readonly string[];
  /** The first rows under them. */
  readonly rows: readonly (readonly string[])[];
  /** As the person said, or null to find it out. */
  readonly kind: FileKind | null;
  readonly layouts: readonly Layout[];
  readonly mapping: Mapping | null;
}

const SHOWN_HEADERS = 5;

/**
 * Which layout a file is of, before any of its rows is checked. What can be put right by saying which column is which comes back with the
 * columns; the rest is a problem: `layout-other-kind`, `header-missing`, and `layout-unknown` where nothing in the file looks like ours.
 */
export function recogniseFile(file: FileToRecognise): Outcome<RecognisedFile> {
  const { headers, rows, kind, layouts, mapping } = file;
  const mapped = mapping && layouts.find(({ id }) => id === mapping.layoutId);
  if (mapping && mapped) {
    const reading = mapHeaders(mapped, headers, mapping.columns);
    return ok({ ...withoutProblem(reading), problem: mappingProblemOf(reading) });
  }
  const reading = readHeaders(headers, { kind: kind ?? undefined, layouts });
  if (reading.problem === 'layout-other-kind')
    return failed('layout-other-kind', { chosen: reading.chosen.name, found: reading.found.name });
  if (reading.problem === 'layout-unknown') {
    const isNamed = headers.some((header) => knownHeaders(layouts).has(headerKey(header)));
    if (!isNamed && headers.some(looksLikeValue)) return failed('header-missing');
    if (!isNamed && !looksLikeOurs(rows)) return unknownLayout(headers, layouts);
  }
  return ok({ ...withoutProblem(reading), problem: headerProblemOf(reading, layouts) });
}

function withoutProblem({ layout, columns }: Recognised): Recognised {
  return { layout, columns };
}

function mappingProblemOf(reading: ReturnType<typeof mapHeaders>): Problem | null {
  if (reading.problem === undefined) return null;
  if (reading.problem === 'column-twice')
    return problem('column-mapped-twice', { column: inWords(reading.twice) });
  return problem('column-not-mapped', missingInWords(reading.missing));
}

function headerProblemOf(
  reading: Exclude<HeaderReading, { problem: 'layout-other-kind' }>,
  layouts: readonly Layout[],
): Problem | null {
  if (reading.problem === undefined) return null;
  if (reading.problem === 'column-missing') return problem('column-missing', missingInWords(reading.missing));
  if (reading.problem === 'column-twice') return problem('column-twice', { column: inWords(reading.twice) });
  const headers = reading.columns.map(({ header }) => header);
  return unknownLayout(headers, layouts).problem;
}

/** As many names as a sentence carries. */
const inWords = (names: readonly string[]): string => withinUnits(names.join('」「'), 200);

function missingInWords(missing: readonly MissingColumn[]): { column: string; nearest: string } {
  const nearest = missing.find((each) => each.nearest !== '')?.nearest ?? '';
  return { column: inWords(missing.map(({ column }) => column)), nearest: withinUnits(nearest, 60) };
}

function unknownLayout(headers: readonly string[], layouts: readonly Layout[]) {
  return failed('layout-unknown', { headers: headersInWords(headers, layouts) });
}

function knownHeaders(layouts: readonly Layout[]): ReadonlySet<string> {
  return new Set(
    layouts.flatMap(({ columns }) =>
      columns.flatMap(({ name, aliases }) => [name, ...aliases].map(headerKey)),
    ),
  );
}

/**
 * What was read, as far as it is a header at all. SECURITY: P3 — where the header line is missing, the first line is somebody's
 * data: only words that some layout knows are repeated.
 */
function headersInWords(headers: readonly string[], layouts: readonly Layout[]): string {
  const known = knownHeaders(layouts);
  const words = headers.filter((header) => known.has(headerKey(header)));
  if (words.length === 0) return `${headers.length}列。知っている列名はありません`;
  const shown = words.slice(0, SHOWN_HEADERS);
  const rest = headers.length - shown.length;
  return `${shown.join('、')}${rest > 0 ? `、ほか${rest}列` : ''}`;
}

/** Which layout a header line is, where nobody has to be asked. Any problem of the header line is the answer. */
export function recognise(
  headers: readonly string[],
  kind: FileKind | null,
  layouts: readonly Layout[] = shippedLayouts,
): Outcome<Recognised> {
  const file = recogniseFile({ headers, rows: [], kind, layouts, mapping: null });
  if (!file.ok) return file;
  return file.value.problem === null ? ok(file.value) : { ok: false, problem: file.value.problem };
}
