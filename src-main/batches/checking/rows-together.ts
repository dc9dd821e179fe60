import type { MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { checkTicketRows, type RowsContext } from '../../../src-shared/domain/rows/check-ticket-rows.ts';
import { type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import type { CrossFinding, RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import { RecordRowStore } from '../../../src-shared/domain/rows/record-row-store.ts';
import { ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import { checkSubjectTicket, SubjectRows } from '../../../src-shared/domain/rows/subject-rows.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { LayoutKind } from '../../../src-shared/domain/rules/layout.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { TicketKey } from '../../cache/repositories.ts';
import { type AskHolders, knowledgeOf, ticketOf, TICKETS_A_QUESTION } from './ticket-questions.ts';

/** Where findings say whose row they are about. */
export function subjectOf(values: RowValues): string {
  const { addresseeNumber = '', municipalityCode = '', ticketNumber = '' } = values;
  if (addresseeNumber !== '') return addresseeNumber;
  return ticketOf(municipalityCode, ticketNumber) ? `${municipalityCode}/${ticketNumber}` : '';
}

/** The rows of a file beside each other and beside what stands. */
export interface RowsTogether {
  /** `storable`: nothing in the row is 取込不可. Another one is only known to be there. */
  add(line: number, values: RowValues, storable: boolean): void;
  /** Works off what has come together and can be decided now. */
  settle(): Promise<Outcome<void>>;
  /** The rest, when the last row has come; `onStep` is told which share of it is done. */
  finish(onStep: (share: number) => void): Promise<Outcome<void>>;
}

export interface RowsTogetherParts {
  readonly municipalityCode: MunicipalityCode;
  readonly context: RowsContext;
  readonly nameOf: RowTexts['nameOf'];
  readonly addCross: (found: CrossFinding, subject: string, texts: RowTexts) => void;
  readonly ask: AskHolders;
}

export function rowsTogether(kind: LayoutKind, parts: RowsTogetherParts): RowsTogether {
  return kind === 'records' ? new RecordsTogether(parts) : new SubjectsTogether(parts);
}

/** 接種記録 are looked at ticket by ticket, when all of a ticket's rows are known. */
class RecordsTogether implements RowsTogether {
  readonly #parts: RowsTogetherParts;
  readonly #rows = new RecordRowStore();
  /** By digest: a file has few lots. */
  readonly #lots = new Map<number, string>();

  constructor(parts: RowsTogetherParts) {
    this.#parts = parts;
  }

  add(line: number, values: RowValues, storable: boolean): void {
    const row = recordRowOf(line, this.#rows.count, values, storable);
    if (!row) return;
    this.#rows.add(row);
    if (!this.#lots.has(row.lot)) this.#lots.set(row.lot, values['lotNumber'] ?? '');
  }

  settle(): Promise<Outcome<void>> {
    return Promise.resolve(ok(undefined));
  }

  async finish(onStep: (share: number) => void): Promise<Outcome<void>> {
    let done = 0;
    let tickets: (readonly RecordRow[])[] = [];
    for (const rows of this.#rows.tickets()) {
      tickets.push(rows);
      done += rows.length;
      if (tickets.length < TICKETS_A_QUESTION) continue;
      const checked = await this.#check(tickets);
      if (!checked.ok) return checked;
      tickets = [];
      onStep(done / this.#rows.count);
    }
    return this.#check(tickets);
  }

  async #check(tickets: readonly (readonly RecordRow[])[]): Promise<Outcome<void>> {
    const { municipalityCode, ask, addCross, context } = this.#parts;
    const keys = tickets.map(([row]) => this.#ticketOf(row));
    const known = await knowledgeOf(keys, municipalityCode, ask);
    if (!known.ok) return known;
    for (const [index, rows] of tickets.entries()) {
      const knowledge = known.value[index] ?? 'unknown';
      const key = keys[index];
      const subject = key ? `${key.municipalityCode}/${key.ticketNumber}` : '';
      const texts = this.#textsOf(rows);
      for (const found of checkTicketRows(rows, knowledge, context)) addCross(found, subject, texts);
    }
    return ok(undefined);
  }

  #textsOf(rows: readonly RecordRow[]): RowTexts {
    return {
      nameOf: this.#parts.nameOf,
      cellOf: (line, column) => {
        const row = rows.find((each) => each.line === line);
        if (!row) return '';
        if (column === 'ticketNumber') return ticketNumberOf(row.ticket);
        return column === 'lotNumber' ? (this.#lots.get(row.lot) ?? '') : '';
      },
    };
  }

  /** Undefined for another municipality's: its check digit is not in the key, and nobody is asked about it. */
  #ticketOf(row: RecordRow | undefined): TicketKey | undefined {
    const { municipalityCode } = this.#parts;
    if (!row || String(Math.floor(row.ticket / 1e10)).padStart(5, '0') !== municipalityCode.slice(0, 5))
      return undefined;
    return ticketOf(municipalityCode, ticketNumberOf(row.ticket));
  }
}

/** 接種対象者 are looked at in the order of the file. */
class SubjectsTogether implements RowsTogether {
  readonly #parts: RowsTogetherParts;
  readonly #rows = new SubjectRows();
  #waiting: { readonly line: number; readonly values: RowValues }[] = [];

  constructor(parts: RowsTogetherParts) {
    this.#parts = parts;
  }

  add(line: number, values: RowValues, storable: boolean): void {
    if (!storable) return;
    const subject = subjectOf(values);
    const texts = { nameOf: this.#parts.nameOf, cellOf: () => '' };
    for (const found of this.#rows.add(line, values)) this.#parts.addCross(found, subject, texts);
    this.#waiting.push({ line, values });
  }

  async settle(): Promise<Outcome<void>> {
    const { municipalityCode, ask, addCross } = this.#parts;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += TICKETS_A_QUESTION) {
      const rows = waiting.slice(from, from + TICKETS_A_QUESTION);
      const keys = rows.map(({ values }) =>
        ticketOf(values['municipalityCode'] ?? '', values['ticketNumber'] ?? ''),
      );
      const known = await knowledgeOf(keys, municipalityCode, ask);
      if (!known.ok) return known;
      for (const [index, { line, values }] of rows.entries()) {
        const cross = checkSubjectTicket(line, values, known.value[index] ?? 'unknown');
        const texts = {
          nameOf: this.#parts.nameOf,
          cellOf: (_: number, column: string) => values[column] ?? '',
        };
        for (const found of cross) addCross(found, subjectOf(values), texts);
      }
    }
    return ok(undefined);
  }

  finish(): Promise<Outcome<void>> {
    return this.settle();
  }
}
