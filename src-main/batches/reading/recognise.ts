import type { FileKind } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { type HeaderColumn, headerKey, readHeaders } from '../../../src-shared/domain/rules/headers.ts';
import type { Layout } from '../../../src-shared/domain/rules/layout.ts';
import { layouts } from '../../../src-shared/domain/rules/layouts.ts';
import { withinUnits } from './presentable.ts';

export interface Recognised {
  readonly layout: Layout;
  /** In the order of the file. */
  readonly columns: readonly HeaderColumn[];
}

const SHOWN_HEADERS = 5;

/** Which layout a header line is. Problems: `layout-unknown`, `layout-other-kind`, `column-missing`, `column-twice`. */
export function recognise(headers: readonly string[], kind: FileKind | null): Outcome<Recognised> {
  const reading = readHeaders(headers, kind ?? undefined);
  if (reading.problem === undefined) return ok(reading);
  if (reading.problem === 'layout-unknown')
    return failed('layout-unknown', { headers: headersInWords(headers) });
  if (reading.problem === 'layout-other-kind')
    return failed('layout-other-kind', { chosen: reading.chosen.name, found: reading.found.name });
  if (reading.problem === 'column-twice')
    return failed('column-twice', { column: reading.twice.join('」「') });
  return failed('column-missing', {
    column: reading.missing.map(({ column }) => column).join('」「'),
    nearest: withinUnits(reading.missing[0]?.nearest ?? '', 60),
  });
}

/**
 * What was read, as far as it is a header at all. SECURITY: P3 — where the header line is missing, the first line is somebody's
 * data: only words that some layout knows are repeated.
 */
function headersInWords(headers: readonly string[]): string {
  const known = new Set(
    layouts.flatMap(({ columns }) =>
      columns.flatMap(({ name, aliases }) => [name, ...aliases].map(headerKey)),
    ),
  );
  const words = headers.filter((header) => known.has(headerKey(header)));
  if (words.length === 0) return `${headers.length}列。知っている列名はありません`;
  const shown = words.slice(0, SHOWN_HEADERS);
  const rest = headers.length - shown.length;
  return `${shown.join('、')}${rest > 0 ? `、ほか${rest}列` : ''}`;
}
