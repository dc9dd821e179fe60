import { createHash } from 'node:crypto';

import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { isFindingsColumn } from '../../../src-shared/domain/layouts/findings-columns.ts';
import { layoutOfProfile } from '../../../src-shared/domain/layouts/layout-of-profile.ts';
import { rowPlans } from '../../../src-shared/domain/layouts/row-plans.ts';
import { dayNumber } from '../../../src-shared/domain/dates/calendar.ts';
import type { CrossFinding, RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import type { CheckRules } from '../../../src-shared/domain/rules/check-rules.ts';
import { finding, type RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import type { Layout } from '../../../src-shared/domain/rules/layout.ts';
import { RowLines } from '../../../src-shared/domain/rows/row-lines.ts';
import { NO_ROW } from '../../cache/staging/staged-findings.ts';
import type { StagedWhole } from '../../cache/staging/staging-writer.ts';
import { cellReader } from '../reading/cells.ts';
import { fileFailure, FilePieces } from '../reading/file-pieces.ts';
import { type RawRecord, RecordSplitter } from '../reading/record-splitter.ts';
import { textPieces } from '../reading/text-pieces.ts';
import { VenueColumns } from '../rows/venue-columns.ts';
import type { FileCheckParts, FileCheckRequest, FileChecked } from './check-request.ts';
import { Findings } from './findings.ts';
import { FlagsTogether } from './flags-together.ts';
import { addRows } from './logical-rows.ts';
import { type ProvenRows, provenRows } from './proven-rows.ts';
import { RecordsTogether } from './records-together.ts';
import { type CheckedRecord, RowReader } from './row-reader.ts';
import { RowStates } from './row-states.ts';
import { type RowsTogether, rowsTogether, type SortedRows, subjectOf } from './rows-together.ts';
import { RowsByKeys } from './rows-by-keys.ts';
import { rulesOf } from './rules-of-layout.ts';
import type { StagedFacts } from './staged-facts.ts';
import { SubjectsTogether } from './subjects-together.ts';
import { numberSet } from './staged-rows.ts';

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
  readonly #states: RowStates;
  readonly #lines = new RowLines();
  readonly #keys: RowsByKeys;
  readonly #findings: Findings;
  readonly #layout: Layout;
  readonly #rules: CheckRules;
  readonly #together: RowsTogether;
  #reader: RowReader | undefined;
  #proven: ProvenRows | undefined;
  #header: Outcome<undefined> | undefined;
  #headerBytes: Uint8Array = new Uint8Array(0);
  #facts: StagedFacts | undefined;
  /** Place of the 個人番号 among the cells; -1 where there is none. */
  #numberCell = -1;
  #numberColumn: string | undefined;

  constructor(request: FileCheckRequest, parts: FileCheckParts) {
    this.#request = request;
    this.#parts = parts;
    const { municipalityCode, lines } = request;
    this.#states = new RowStates(lines);
    this.#keys = new RowsByKeys(lines);
    this.#findings = new Findings(parts.writer, this.#states);
    const { ask, askDirectly, askResidents } = parts;
    const rowOf = (line: number): number => this.#lines.rowOf(line) ?? NO_ROW;
    const addCross = (found: CrossFinding, subject: string, texts: RowTexts): void =>
      this.#findings.addCross(rowOf(found.line), found, subject, texts);
    this.#layout = layoutOfProfile(request.profile);
    this.#rules = rulesOf(request.profile);
    const context = { today: dayNumber(request.today), rules: this.#rules };
    this.#together = rowsTogether({
      layout: this.#layout,
      municipalityCode,
      context,
      addCross,
      ask,
      askDirectly,
      askResidents,
      expectedRows: lines,
    });
  }

  async run(file: FilePieces): Promise<Outcome<FileChecked>> {
    const read = await this.#readAll(file);
    if (!read.ok) return read;
    if (read.value !== this.#request.sha256) return failed('file-changed');
    this.#proven?.end();
    const { rows } = this.#states;
    const finished = await this.#together.finish((share) =>
      this.#tell(rows * (READING_SHARE + (1 - READING_SHARE) * share), rows),
    );
    if (!finished.ok) return finished;
    if (this.#parts.stopped()) return failed('job-cancelled');
    const onPart = (): void => this.#tell(rows - 1, rows);
    onPart();
    const rowAt = (place: number): number => this.#lines.rowOf(finished.value?.lineAt(place) ?? 0) ?? 0;
    const keys = this.#keys.sorted(finished.value, rowAt);
    onPart();
    this.#parts.writer.finish({
      facts: JSON.stringify(this.#facts),
      header: this.#headerBytes,
      lines: this.#lines,
      states: this.#states.all(),
      rules: this.#findings.rules,
      keys,
      ...this.#venuesBeside(finished.value, rows, rowAt),
      onPart,
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
    for (const { raw, text } of textPieces(file, this.#request.encoding)) {
      digest.update(raw);
      splitter.push(text);
      const settled = await this.#settle();
      if (!settled.ok) return settled;
    }
    splitter.end();
    const settled = await this.#settle();
    if (!settled.ok) return settled;
    await this.#parts.writer.endRows();
    return ok(digest.digest('hex'));
  }

  async #settle(): Promise<Outcome<void>> {
    if (this.#parts.stopped()) return failed('job-cancelled');
    if (this.#header && !this.#header.ok) return this.#header;
    const { lines } = this.#request;
    this.#tell(this.#states.rows * READING_SHARE, Math.max(lines - 1, this.#states.rows));
    await this.#parts.writer.settle();
    return this.#together.settle();
  }

  #take(record: RawRecord): void {
    if (!this.#header) {
      if (!record.blank) this.#takeHeader(record);
      return;
    }
    if (this.#proven?.take(record)) {
      this.#begin(record);
      return;
    }
    const checked = this.#reader?.read(record);
    if (!checked) return;
    const { line } = record;
    const row = this.#begin(record);
    const { values, findings } = checked;
    const takesPart = this.#takesPart(checked);
    if (!takesPart) for (const each of checked.rows) this.#keys.add(row, each.values);
    const subject = findings.length === 0 ? '' : subjectOf(values);
    for (const found of findings) {
      if (!this.#together.defers?.(line, values, found, subject))
        this.#findings.add(row, line, found, subject);
      if (found.column !== null && found.column === this.#numberColumn) this.#markNumber(row, found);
    }
    addRows(this.#together, line, checked);
  }

  /** The next row. Gives its number. */
  #begin(record: RawRecord): number {
    this.#states.addRow();
    this.#stage(record);
    return this.#lines.add(record.line);
  }

  /** So that the first edit need not read every row again. */
  #venuesBeside(
    sorted: SortedRows | undefined,
    rows: number,
    rowAt: (place: number) => number,
  ): Pick<StagedWhole, 'beside'> {
    const venues = sorted?.venues;
    return venues === undefined
      ? {}
      : { beside: (database, onPart) => VenueColumns.write(database, venues, rows, rowAt, onPart) };
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

  /** Whether the row is sorted by its keys when it is held against the others. */
  #takesPart({ row, values }: CheckedRecord): boolean {
    const { municipalityCode = '', ticketNumber = '', doseNumber = '' } = values;
    if (this.#together instanceof SubjectsTogether || this.#together instanceof FlagsTogether)
      return row !== undefined;
    if (!(this.#together instanceof RecordsTogether)) return false;
    return municipalityCode !== '' && ticketNumber !== '' && doseNumber !== '';
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
    const { encoding, profile, columns: ids, municipalityCode, today, seenBefore } = this.#request;
    const cells = cellReader(encoding);
    if (record.cells !== ids.length) {
      this.#header = failed('file-changed');
      return;
    }
    this.#header = ok(undefined);
    const columns = ids.map((id) => this.#layout.columns.find((column) => column.id === id));
    const context = { municipalityCode, today, rules: this.#rules };
    this.#headerBytes = Uint8Array.from(record.bytes.subarray(record.from, record.end));
    this.#numberCell = columns.findIndex((column) => column?.type === 'individual-number');
    this.#numberColumn = columns[this.#numberCell]?.name;
    this.#facts = {
      formatVersion: 1,
      encoding,
      kind: this.#layout.kind,
      profile,
      columns: [...ids],
      municipalityCode,
      today,
      numberFindings: {},
    };
    this.#reader = new RowReader({ layout: this.#layout, columns, encoding, context });
    const [plan] = rowPlans(this.#layout, columns, municipalityCode);
    const together = this.#together;
    this.#proven = provenRows({ plan, width: columns.length, encoding, context, together });
    if (seenBefore)
      this.#findings.add(NO_ROW, record.line, finding('file-seen-before', null, '', seenBefore), '');
    for (const [cell, column] of columns.entries()) {
      const text = cells.text(record, cell) ?? '';
      if (column || text.trim() === '' || isFindingsColumn(text)) continue;
      this.#findings.add(NO_ROW, record.line, finding('column-unknown', text, text, { header: text }), '');
    }
  }

  #tell(done: number, total: number): void {
    this.#parts.onProgress(Math.floor(done), total);
    this.#parts.soFar?.look(this.#findings);
  }
}
