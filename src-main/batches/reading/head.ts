import { createHash } from 'node:crypto';

import type { Draft, FileEncoding, FileKind } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome, type Problem } from '../../../src-shared/contract/problem.ts';
import { tidyIdentifier } from '../../../src-shared/domain/identifier-text.ts';
import { type MunicipalityCode, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { isFindingsColumn } from '../../../src-shared/domain/layouts/findings-columns.ts';
import { otherMunicipalityOf } from '../../../src-shared/domain/layouts/first-lines.ts';
import { headerKey } from '../../../src-shared/domain/rules/header-key.ts';
import type { Column, Layout } from '../../../src-shared/domain/rules/layout.ts';
import { type CellReader, cellReader } from './cells.ts';
import { BYTE_ORDER_MARK } from './encoding-survey.ts';
import { fileFailure, FilePieces } from './file-pieces.ts';
import { presentable } from './presentable.ts';
import { type Mapping, recogniseFile } from './recognise.ts';
import { MAX_CELLS, type RawRecord, RecordSplitter } from './record-splitter.ts';
import { textPieces } from './text-pieces.ts';

export const PREVIEW_ROWS = 5;
/** So many rows say whose file it is. */
const SAMPLE_ROWS = 1_000;
/** Longer cells hold no code. */
const SAMPLE_CELL = 20;
const MAX_COLUMNS = 200;
const MAX_TEXT = 100;

export interface HeadRequest {
  readonly path: string;
  readonly encoding: FileEncoding;
  /** As the person said, or null to find it out. */
  readonly kind: FileKind | null;
  readonly layouts: readonly Layout[];
  readonly mapping: Mapping | null;
  /** The own one. */
  readonly municipalityCode: MunicipalityCode;
}

/** What the first lines of a file say. */
export interface Head {
  readonly kind: FileKind;
  readonly layoutId: string;
  readonly encoding: FileEncoding;
  readonly columns: Draft['columns'];
  readonly preview: Draft['preview'];
  readonly readingProblem: Problem | null;
  readonly isFindingsList: boolean;
  /** SHA-256 over the header cells, each as headers are compared: what a mapping is remembered by. */
  readonly headerSha256: Sha256;
  /** Whose rows the preview shows: 宛名番号, or 市町村コード/券番号; as written, to be looked up. */
  readonly subjects: readonly string[];
}

/**
 * Reads the header line and the first rows under it.
 * Problems: those of opening a file, of `recogniseFile`, `file-encoding-undecided` (a header that this encoding can't read), `no-rows`,
 * `file-other-municipality`.
 */
export function readHead(request: HeadRequest): Outcome<Head> {
  const opened = FilePieces.open(request.path);
  if (!opened.ok) return opened;
  const file = opened.value;
  try {
    const lines = firstLines(file, request.encoding);
    return lines.ok ? headOf(lines.value, request) : lines;
  } catch (thrown) {
    return fileFailure(thrown);
  } finally {
    file.close();
  }
}

interface FirstLines {
  readonly encoding: FileEncoding;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The cells of many more rows, the short ones. */
  readonly sample: readonly (readonly string[])[];
}

/** The header and the first rows with something on them. Rows with a wrong quote are the check's business and not shown. */
function firstLines(file: FilePieces, encoding: FileEncoding): Outcome<FirstLines> {
  let reader = cellReader(encoding);
  let header: readonly string[] | undefined;
  let bad: { readonly line: number; readonly bytes: string } | undefined;
  const rows: string[][] = [];
  const sample: string[][] = [];
  const splitter = new RecordSplitter((record) => {
    if (record.blank || record.fault !== undefined) return;
    const places = Array.from({ length: Math.min(record.cells, MAX_CELLS) }, (_, cell) => cell);
    if (header) {
      const cells = places.map((cell) => textOrBytes(reader, record, cell));
      if (sample.length === SAMPLE_ROWS || cells.every((cell) => cell.trim() === '')) return;
      if (rows.length < PREVIEW_ROWS) rows.push(cells);
      sample.push(cells.map((cell) => (cell.length > SAMPLE_CELL ? '' : cell)));
      return;
    }
    const wrong = places.find((cell) => reader.text(record, cell) === undefined);
    if (wrong !== undefined) bad = { line: record.line, bytes: reader.badBytes(record, wrong) };
    header = places.map((cell) => reader.text(record, cell) ?? '');
  });
  let actual = encoding;
  let first = true;
  for (const { raw, text } of textPieces(file, encoding)) {
    if (first && (encoding === 'utf-8' || encoding === 'utf-8-bom')) {
      actual = raw.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 'utf-8-bom' : 'utf-8';
      reader = cellReader(actual);
    }
    splitter.push(text);
    first = false;
    if (bad || sample.length === SAMPLE_ROWS) break;
  }
  if (!bad && sample.length < SAMPLE_ROWS) splitter.end();
  if (bad) return failed('file-encoding-undecided', bad);
  if (!header) return failed('no-rows');
  return ok({ encoding: actual, header, rows, sample });
}

/** The bytes stand for themselves where they are no text: nothing is replaced. */
function textOrBytes(reader: CellReader, record: RawRecord, cell: number): string {
  return reader.text(record, cell) ?? `〔${reader.badBytes(record, cell)}〕`;
}

function headOf({ encoding, header, rows, sample }: FirstLines, request: HeadRequest): Outcome<Head> {
  if (header.length > MAX_COLUMNS) return failed('layout-unknown', { headers: `${header.length}列` });
  const recognised = recogniseFile({ ...request, headers: header, rows });
  if (!recognised.ok) return recognised;
  if (rows.length === 0) return failed('no-rows');
  const { layout, columns, problem } = recognised.value;
  const cellOf = (row: readonly string[], id: string): string =>
    row[columns.findIndex(({ column }) => column?.id === id)] ?? '';
  const { municipalityCode: own } = request;
  const other = otherMunicipalityOf(
    sample.map((row) => cellOf(row, 'municipalityCode')),
    own,
  );
  if (other !== undefined) return failed('file-other-municipality', { code: other, own });
  const shownAs = columns.map(({ column }) => shownColumn(column));
  return ok({
    kind: layout.kind,
    layoutId: layout.id,
    encoding,
    columns: columns.map(({ header: text, column }) => ({
      header: presentable(text, null, MAX_TEXT),
      id: column?.id ?? null,
      column: column?.name ?? null,
    })),
    preview: rows.map((row) =>
      row.slice(0, MAX_COLUMNS).map((cell, index) => presentable(cell, shownAs[index] ?? null, MAX_TEXT)),
    ),
    readingProblem: problem,
    isFindingsList: header.some(isFindingsColumn),
    headerSha256: digestOf(header),
    subjects: rows.map((row) => subjectIn((id) => cellOf(row, id), layout, own)),
  });
}

/** A ledger is the own municipality's, and says whose a line is by any ticket of it where 宛名番号 is left empty. */
function subjectIn(cell: (id: string) => string, layout: Layout, own: MunicipalityCode): string {
  const addresseeNumber = cell('addresseeNumber');
  if (addresseeNumber !== '') return tidyIdentifier(addresseeNumber);
  if (layout.blocks === 0) return tidyIdentifier(`${cell('municipalityCode')}/${cell('ticketNumber')}`);
  const tickets = layout.columns
    .filter(({ block }) => block?.id === 'ticketNumber')
    .map(({ id }) => cell(id));
  return tidyIdentifier(`${own}/${tickets.find((ticket) => ticket !== '') ?? ''}`);
}

/** SECURITY: P4 — a municipality may call 個人番号 as it likes; what a column is, its type says. */
function shownColumn(column: Column | undefined): string | null {
  if (column?.type === 'individual-number') return '個人番号';
  return column?.type === 'addressee-number' ? '宛名番号' : null;
}

function digestOf(header: readonly string[]): Sha256 {
  return Sha256.parse(createHash('sha256').update(header.map(headerKey).join('\u001f')).digest('hex'));
}
