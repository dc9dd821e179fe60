import { type Finding } from '../../../src-shared/contract/batches.ts';
import { findingsColumns } from '../../../src-shared/domain/layouts/findings-columns.ts';
import { isRuleCode, rules } from '../../../src-shared/domain/rules/table.ts';
import type { RawRecord } from '../reading/record-splitter.ts';
import type { DraftRows } from './draft-rows.ts';
import { type EncodeText, encoderOf } from './encode-text.ts';
import { findingsOf } from './row-window.ts';

const QUOTE = Buffer.from('"');
const COMMA = Buffer.from(',');
const SEPARATOR = ' / ';
/** Stands in an added column for a character that the file's encoding has none for. */
const NO_CHARACTER = '〓';

/** The lines of a list of findings, in the encoding, with the quotes and the line ends of the file. */
export class FindingsListRow {
  readonly #rows: DraftRows;
  readonly #encode: EncodeText;
  readonly #lineEnd: Buffer;
  /** The file has quotes around every cell. */
  readonly #quotes: boolean;

  constructor(rows: DraftRows, lineEnd: string) {
    this.#rows = rows;
    this.#encode = encoderOf(rows.staged.facts.encoding);
    this.#lineEnd = Buffer.from(lineEnd);
    this.#quotes = rows.store.header[0] === QUOTE[0];
  }

  header(): Buffer {
    return this.#line(this.#rows.store.header, Object.values(findingsColumns));
  }

  row(row: number): Buffer {
    const unwritten: string[] = [];
    const record = this.#rows.isEditable(row) ? this.#rows.staged.record(row) : undefined;
    const own = record ? this.#cellsOf(row, record, unwritten) : this.#unreadable(row);
    return this.#line(own, this.#told(row, unwritten));
  }

  /** The record as the file has it, its 個人番号 among it, with the edits in their places. */
  #cellsOf(row: number, record: RawRecord, unwritten: string[]): Buffer {
    const { store, edits, numberCell, columnNames } = this.#rows;
    const edited = edits.cellsOf(row);
    const pieces: Buffer[] = [];
    let from = record.from;
    for (let cell = 0; cell < record.cells; cell += 1) {
      const start = record.starts[cell] ?? 0;
      const end = record.ends[cell] ?? 0;
      const text = edited?.get(cell);
      if (cell === numberCell && store.hasIndividualNumber(row)) {
        pieces.push(record.bytes.subarray(from, start), store.individualNumber(row));
        from = start;
      } else if (text !== undefined) {
        const bytes = this.#encode(text);
        if (bytes === undefined) {
          unwritten.push(columnNames[cell] ?? '');
          continue;
        }
        const isQuoted = record.bytes[start - 1] === QUOTE[0] && start > record.from;
        const inside = isQuoted || needsQuotes(text) ? this.#encode(text.replaceAll('"', '""')) : bytes;
        const around = !isQuoted && needsQuotes(text) ? QUOTE : Buffer.alloc(0);
        pieces.push(record.bytes.subarray(from, start), around, inside ?? bytes, around);
        from = end;
      }
    }
    pieces.push(record.bytes.subarray(from, record.end));
    return Buffer.concat(pieces);
  }

  /**
   * A line that can't be told into the cells of the header comes as one cell, so that the columns behind it and the lines under it stay
   * where they are. Of an endless line nothing was kept.
   */
  #unreadable(row: number): Buffer {
    const { store, columnNames } = this.#rows;
    const { bytes, withheld } = store.record(row);
    const line = (withheld ? store.individualNumber(row) : bytes).toString('latin1');
    const cell = Buffer.from(`"${line.replaceAll('"', '""')}"`, 'latin1');
    return Buffer.concat([cell, Buffer.alloc(columnNames.length - 1, COMMA)]);
  }

  #told(row: number, unwritten: readonly string[]): readonly string[] {
    const findings = findingsOf(this.#rows, row).filter(({ severity }) => severity !== 'note');
    const sentences = findings.map(({ sentence }) => sentence);
    const notWritten = unwritten.map(
      (column) =>
        `${column}の修正は、このファイルの文字コードにない文字があるため、この一覧ではもとの値のままです。`,
    );
    return [
      String(this.#rows.store.lineOf(row)),
      joined(findings.map(({ column }) => column ?? '行全体')),
      joined(findings.map(titleOf)),
      joined([...sentences, ...notWritten]),
      joined(
        findings.flatMap(({ column, proposal }) => (proposal === null ? [] : `${column ?? ''}：${proposal}`)),
      ),
    ];
  }

  #line(own: Buffer, added: readonly string[]): Buffer {
    const pieces = added.flatMap((text) => [COMMA, this.#added(text)]);
    return Buffer.concat([own, ...pieces, this.#lineEnd]);
  }

  #added(text: string): Buffer {
    const safe = withoutFormula(text);
    const quoted = this.#quotes || needsQuotes(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    return this.#encode(quoted) ?? Buffer.concat(Array.from(quoted, (each) => this.#encodeOne(each)));
  }

  #encodeOne(character: string): Buffer {
    return this.#encode(character) ?? this.#encode(NO_CHARACTER) ?? Buffer.from('?');
  }
}

const titleOf = ({ code }: Finding): string => (isRuleCode(code) ? rules[code].title : code);
const joined = (texts: readonly string[]): string => [...new Set(texts)].join(SEPARATOR);
const needsQuotes = (text: string): boolean => /[",\r\n]/.test(text);

/** SECURITY: H62 — a text that a spreadsheet would take for a formula is one no more. */
const withoutFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
