import { createHash } from 'node:crypto';

import type { CheckSummary, FileEncoding, FileKind } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { dayNumber } from '../../../src-shared/domain/dates/calendar.ts';
import type { CrossFinding, RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import { standardRules } from '../../../src-shared/domain/rules/check-rules.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { IsoDate, MunicipalityCode, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { finding, type RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { layoutOf } from '../../../src-shared/domain/rules/layouts.ts';
import { personKeyOf, ticketKeyOf } from '../../cache/staging/key-of-row.ts';
import { RowKeys } from '../../cache/staging/row-keys.ts';
import { RowLines } from '../../cache/staging/row-lines.ts';
import { NO_ROW } from '../../cache/staging/staged-findings.ts';
import type { StagingWriter } from '../../cache/staging/staging-writer.ts';
import { cellReader } from '../reading/cells.ts';
import { BYTE_ORDER_MARK } from '../reading/encoding-survey.ts';
import { fileFailure, FilePieces } from '../reading/file-pieces.ts';
import { MAX_CELLS, type RawRecord, RecordSplitter } from '../reading/record-splitter.ts';
import { type Recognised, recognise } from '../reading/recognise.ts';
import { Findings } from './findings.ts';
import { RowReader } from './row-reader.ts';
import { RowStates } from './row-states.ts';
import { type RowsTogether, rowsTogether, subjectOf } from './rows-together.ts';
import type { StagedFacts } from './staged-facts.ts';
import { numberSet } from './staged-rows.ts';
import type { AskHolders } from './ticket-questions.ts';

export interface FileCheckRequest {
  readonly path: string;
  readonly sha256: Sha256;
  readonly encoding: FileEncoding;
  readonly kind: FileKind;
  readonly municipalityCode: MunicipalityCode;
  readonly today: IsoDate;
  /** Of the rules and of what the profile makes of them. */
  readonly rulesVersion: string;
  /** Lines of the file, for the progress. */
  readonly lines: number;
  /** Another batch of the same file, in words. */
  readonly seenBefore: { readonly on: string; readonly result: string } | null;
}

export interface FileCheckParts {
  readonly writer: StagingWriter;
  readonly ask: AskHolders;
  readonly stopped: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
}

export interface FileChecked {
  readonly summary: CheckSummary;
  /** Whose rows the examples are: 宛名番号, or 市町村コード/券番号. */
  readonly exampleSubjects: readonly string[];
}

/** Reading is most of the work; the rest is looking at rows together. */
const READING_SHARE = 0.8;

/**
 * Checks a file by all rules, in one pass over its bytes, and stages what can be sent. Problems: those of opening a file,
 * `file-changed`, `job-cancelled`, and what asking the local copy may give. Throws what the staging file throws.
 */
export async function checkFile(
  request: FileCheckRequest,
  parts: FileCheckParts,
): Promise<Outcome<FileChecked>> {
  const opened = FilePieces.open(request.path);
  if (!opened.ok) return opened;
  const file = opened.value;
  try {
    return await new FileCheck(request, parts).run(file);
  } catch (thrown) {
    return fileFailure(thrown);
  } finally {
    file.close();
  }
}

class FileCheck {
  readonly #request: FileCheckRequest;
  readonly #parts: FileCheckParts;
  readonly #states = new RowStates();
  readonly #lines = new RowLines();
  readonly #tickets = new RowKeys();
  readonly #people = new RowKeys();
  readonly #findings: Findings;
  readonly #together: RowsTogether;
  #reader: RowReader | undefined;
  #header: Outcome<Recognised> | undefined;
  #headerBytes: Uint8Array = new Uint8Array(0);
  #facts: StagedFacts | undefined;
  /** Place of the 個人番号 among the cells; -1 where there is none. */
  #numberCell = -1;
  #numberColumn: string | undefined;

  constructor(request: FileCheckRequest, parts: FileCheckParts) {
    this.#request = request;
    this.#parts = parts;
    this.#findings = new Findings(parts.writer, this.#states);
    const { municipalityCode } = request;
    const { ask } = parts;
    const rowOf = (line: number): number => this.#lines.rowOf(line) ?? NO_ROW;
    const addCross = (found: CrossFinding, subject: string, texts: RowTexts): void =>
      this.#findings.addCross(rowOf(found.line), found, subject, texts);
    const context = { today: dayNumber(request.today), rules: standardRules };
    const { columns } = layoutOf(request.kind);
    const nameOf = (column: string): string => columns.find(({ id }) => id === column)?.name ?? column;
    this.#together = rowsTogether(request.kind, { municipalityCode, context, nameOf, addCross, ask });
  }

  async run(file: FilePieces): Promise<Outcome<FileChecked>> {
    const read = await this.#readAll(file);
    if (!read.ok) return read;
    if (read.value !== this.#request.sha256) return failed('file-changed');
    const { rows } = this.#states;
    const finished = await this.#together.finish((share) =>
      this.#tell(rows * (READING_SHARE + (1 - READING_SHARE) * share), rows),
    );
    if (!finished.ok) return finished;
    if (this.#parts.stopped()) return failed('job-cancelled');
    this.#parts.writer.finish({
      facts: JSON.stringify(this.#facts),
      header: this.#headerBytes,
      lines: this.#lines,
      states: this.#states.all(),
      rules: this.#findings.rules,
      keys: new Map([
        ['ticket', this.#tickets.sorted()],
        ['person', this.#people.sorted()],
      ]),
    });
    this.#parts.onProgress(rows, rows);
    const { rulesVersion } = this.#request;
    return ok({
      summary: { ...this.#states.counts(), rules: [...this.#findings.counts()], rulesVersion },
      exampleSubjects: this.#findings.exampleSubjects(),
    });
  }

  /** Gives the digest of what was read. */
  async #readAll(file: FilePieces): Promise<Outcome<string>> {
    const digest = createHash('sha256');
    const splitter = new RecordSplitter((record) => this.#take(record));
    const end = file.bytesOfText();
    let position = 0;
    for (const piece of file.pieces()) {
      digest.update(piece);
      const skipped = position === 0 ? this.#markLength(piece) : 0;
      splitter.push(piece.subarray(skipped, Math.max(skipped, Math.min(piece.length, end - position))));
      position += piece.length;
      const settled = await this.#settle();
      if (!settled.ok) return settled;
    }
    splitter.end();
    const settled = await this.#settle();
    return settled.ok ? ok(digest.digest('hex')) : settled;
  }

  #markLength(piece: Buffer): number {
    const marked = piece.subarray(0, 3).equals(BYTE_ORDER_MARK);
    return marked && this.#request.encoding !== 'cp932' ? BYTE_ORDER_MARK.length : 0;
  }

  async #settle(): Promise<Outcome<void>> {
    if (this.#parts.stopped()) return failed('job-cancelled');
    if (this.#header && !this.#header.ok) return this.#header;
    const { lines } = this.#request;
    this.#tell(this.#states.rows * READING_SHARE, Math.max(lines - 1, this.#states.rows));
    return this.#together.settle();
  }

  #take(record: RawRecord): void {
    if (!this.#header) {
      if (!record.blank) this.#takeHeader(record);
      return;
    }
    const { line } = record;
    const checked = this.#reader?.read(record);
    if (!checked) return;
    this.#states.addRow();
    const row = this.#lines.add(line);
    this.#stage(record);
    const { values, findings } = checked;
    this.#addKeys(row, values);
    const subject = findings.length === 0 ? '' : subjectOf(values);
    for (const found of findings) {
      this.#findings.add(row, line, found, subject);
      if (found.column !== null && found.column === this.#numberColumn) this.#markNumber(row, found);
    }
    this.#together.add(line, values, checked.row !== undefined);
  }

  #stage(record: RawRecord): void {
    const { bytes, from, end, fault, cells, starts, ends } = record;
    const hasNumbers = this.#numberCell >= 0;
    const isWhole = fault === undefined && cells === this.#reader?.width;
    const start = starts[this.#numberCell] ?? 0;
    this.#parts.writer.addRecord({
      bytes,
      start: from,
      end,
      individualNumber: hasNumbers && isWhole ? { start, end: ends[this.#numberCell] ?? 0 } : null,
      withheld: hasNumbers && !isWhole,
      tooLong: fault === 'too-long',
    });
  }

  #addKeys(row: number, values: RowValues): void {
    const { municipalityCode = '', ticketNumber = '', addresseeNumber = '' } = values;
    if (municipalityCode === '') return;
    if (ticketNumber !== '') this.#tickets.add(ticketKeyOf(municipalityCode, ticketNumber), row);
    if (addresseeNumber !== '') this.#people.add(personKeyOf(municipalityCode, addresseeNumber), row);
  }

  /** So that the row can be checked again without its 個人番号. */
  #markNumber(row: number, found: RowFinding): void {
    this.#parts.writer.mark(numberSet(found.code), row);
    if (!this.#facts || this.#facts.numberFindings[found.code]) return;
    const kept = { ...found, about: { ...found.about } };
    const numberFindings = { ...this.#facts.numberFindings, [found.code]: kept };
    this.#facts = { ...this.#facts, numberFindings };
  }

  /** The header is the one that was chosen, unless the file changed since: then the digest says so too. */
  #takeHeader(record: RawRecord): void {
    const { encoding, kind, municipalityCode, today, seenBefore } = this.#request;
    const cells = cellReader(encoding);
    const headers = Array.from(
      { length: Math.min(record.cells, MAX_CELLS) },
      (_, cell) => cells.text(record, cell) ?? '',
    );
    const header = recognise(headers, kind);
    this.#header = header.ok ? header : failed('file-changed');
    if (!header.ok) return;
    const { layout, columns } = header.value;
    const context = { municipalityCode, today };
    this.#headerBytes = Uint8Array.from(record.bytes.subarray(record.from, record.end));
    this.#numberCell = columns.findIndex(({ column }) => column?.type === 'individual-number');
    this.#numberColumn = columns[this.#numberCell]?.column?.name;
    this.#facts = {
      formatVersion: 1,
      encoding,
      kind,
      layoutId: layout.id,
      columns: columns.map(({ column }) => column?.id ?? null),
      municipalityCode,
      today,
      numberFindings: {},
    };
    this.#reader = new RowReader({ layout, columns: columns.map(({ column }) => column), encoding, context });
    if (seenBefore)
      this.#findings.add(NO_ROW, record.line, finding('file-seen-before', null, '', seenBefore), '');
    for (const { header: text, column } of columns) {
      if (column || text.trim() === '') continue;
      this.#findings.add(NO_ROW, record.line, finding('column-unknown', text, text, { header: text }), '');
    }
  }

  #tell(done: number, total: number): void {
    this.#parts.onProgress(Math.floor(done), total);
  }
}
