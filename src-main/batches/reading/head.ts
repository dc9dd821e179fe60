import type { Draft, FileEncoding, FileKind } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { tidyIdentifier } from '../../../src-shared/domain/identifier-text.ts';
import { type CellReader, cellReader } from './cells.ts';
import { BYTE_ORDER_MARK } from './encoding-survey.ts';
import { fileFailure, FilePieces } from './file-pieces.ts';
import { presentable } from './presentable.ts';
import { recognise } from './recognise.ts';
import { MAX_CELLS, type RawRecord, RecordSplitter } from './record-splitter.ts';

export const PREVIEW_ROWS = 5;
const MAX_COLUMNS = 200;
const MAX_TEXT = 100;

export interface HeadRequest {
  readonly path: string;
  readonly encoding: FileEncoding;
  /** As the person said, or null to find it out. */
  readonly kind: FileKind | null;
}

/** What the first lines of a file say. */
export interface Head {
  readonly kind: FileKind;
  readonly layoutId: string;
  readonly encoding: FileEncoding;
  readonly columns: Draft['columns'];
  readonly preview: Draft['preview'];
  /** Whose rows the preview shows: 宛名番号, or 市町村コード/券番号; as written, to be looked up. */
  readonly subjects: readonly string[];
}

/**
 * Reads the header line and the first rows under it.
 * Problems: those of opening a file, of `recognise`, `file-encoding-undecided` (a header that this encoding can't read), `no-rows`.
 */
export function readHead({ path, encoding, kind }: HeadRequest): Outcome<Head> {
  const opened = FilePieces.open(path);
  if (!opened.ok) return opened;
  const file = opened.value;
  try {
    const lines = firstLines(file, encoding);
    return lines.ok ? headOf(lines.value, kind) : lines;
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
}

/** The header and the first rows with something on them. Rows with a wrong quote are the check's business and not shown. */
function firstLines(file: FilePieces, encoding: FileEncoding): Outcome<FirstLines> {
  let reader = cellReader(encoding);
  let header: readonly string[] | undefined;
  let bad: { readonly line: number; readonly bytes: string } | undefined;
  const rows: string[][] = [];
  const splitter = new RecordSplitter((record) => {
    if (record.blank || record.fault !== undefined) return;
    const places = Array.from({ length: Math.min(record.cells, MAX_CELLS) }, (_, cell) => cell);
    if (header) {
      const cells = places.map((cell) => textOrBytes(reader, record, cell));
      if (rows.length < PREVIEW_ROWS && cells.some((cell) => cell.trim() !== '')) rows.push(cells);
      return;
    }
    const wrong = places.find((cell) => reader.text(record, cell) === undefined);
    if (wrong !== undefined) bad = { line: record.line, bytes: reader.badBytes(record, wrong) };
    header = places.map((cell) => reader.text(record, cell) ?? '');
  });
  let actual = encoding;
  let first = true;
  for (const piece of file.pieces()) {
    const marked = first && piece.subarray(0, 3).equals(BYTE_ORDER_MARK);
    if (first && encoding !== 'cp932') {
      actual = marked ? 'utf-8-bom' : 'utf-8';
      reader = cellReader(actual);
    }
    splitter.push(marked && encoding !== 'cp932' ? piece.subarray(3) : piece);
    first = false;
    if (bad || rows.length === PREVIEW_ROWS) break;
  }
  if (!bad && rows.length < PREVIEW_ROWS) splitter.end();
  if (bad) return failed('file-encoding-undecided', bad);
  if (!header) return failed('no-rows');
  return ok({ encoding: actual, header, rows });
}

/** The bytes stand for themselves where they are no text: nothing is replaced. */
function textOrBytes(reader: CellReader, record: RawRecord, cell: number): string {
  return reader.text(record, cell) ?? `〔${reader.badBytes(record, cell)}〕`;
}

function headOf({ encoding, header, rows }: FirstLines, kind: FileKind | null): Outcome<Head> {
  if (header.length > MAX_COLUMNS) return failed('layout-unknown', { headers: `${header.length}列` });
  const recognised = recognise(header, kind);
  if (!recognised.ok) return recognised;
  if (rows.length === 0) return failed('no-rows');
  const { layout, columns } = recognised.value;
  const names = columns.map(({ column }) => column?.name ?? null);
  const cellOf = (row: readonly string[], id: string): string =>
    row[columns.findIndex(({ column }) => column?.id === id)] ?? '';
  return ok({
    kind: layout.kind,
    layoutId: layout.id,
    encoding,
    columns: header.map((text, index) => ({
      header: presentable(text, null, MAX_TEXT),
      column: names[index] ?? null,
    })),
    preview: rows.map((row) =>
      row.slice(0, MAX_COLUMNS).map((cell, index) => presentable(cell, names[index] ?? null, MAX_TEXT)),
    ),
    subjects: rows.map((row) => {
      const addresseeNumber = cellOf(row, 'addresseeNumber');
      const ticket = `${cellOf(row, 'municipalityCode')}/${cellOf(row, 'ticketNumber')}`;
      return tidyIdentifier(addresseeNumber === '' ? ticket : addresseeNumber);
    }),
  });
}
