import { fitsLostZeros, withLostZeros } from '../../../src-shared/domain/rows/look-alike.ts';
import { NO_DAY, type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import type { RowsContext } from '../../../src-shared/domain/rows/check-ticket-rows.ts';
import { crossFinding, type RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import { ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import type { TicketKnowledge } from '../../../src-shared/domain/rows/ticket-holder.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { AddCross } from './rows-together.ts';
import { TICKETS_A_QUESTION } from './ticket-questions.ts';

/** Lost zeros are put back as long as they are single slips, and not a whole column that a spreadsheet has spoilt. */
const MOST_LOST_ZEROS = 10_000;

/** A finding that waits for what is known of the ticket with its zeros. */
interface Waiting {
  readonly row: RecordRow;
  readonly found: RowFinding;
  readonly subject: string;
}

/** Tickets that a spreadsheet cut zeros from: what stands says whether the one with its zeros was issued to somebody whom the row fits. */
export class LostZeros {
  readonly #waiting: Waiting[] = [];

  /** True where the finding is told later. */
  defers(line: number, values: RowValues, found: RowFinding, subject: string): boolean {
    if (found.code !== 'ticket-number-format' || this.#waiting.length >= MOST_LOST_ZEROS) return false;
    const ticketNumber = withLostZeros(found.value);
    const row = ticketNumber && recordRowOf(line, 0, { ...values, ticketNumber }, true);
    if (!row || row.day === NO_DAY) return false;
    this.#waiting.push({ row, found, subject });
    return true;
  }

  async tell(
    context: RowsContext,
    ask: (tickets: readonly number[]) => Promise<Outcome<readonly TicketKnowledge[]>>,
    texts: RowTexts,
    addCross: AddCross,
  ): Promise<Outcome<void>> {
    for (let from = 0; from < this.#waiting.length; from += TICKETS_A_QUESTION) {
      const waiting = this.#waiting.slice(from, from + TICKETS_A_QUESTION);
      const answered = await ask(waiting.map(({ row }) => row.ticket));
      if (!answered.ok) return answered;
      for (const [index, { row, found, subject }] of waiting.entries()) {
        const known = answered.value[index] ?? 'unknown';
        const isIssued = typeof known !== 'string' && fitsLostZeros(row, known, context);
        const issued = isIssued ? ticketNumberOf(row.ticket) : '';
        const about = { value: found.value, inOcrLine: '', issued };
        const cross = crossFinding(row.line, 'ticketNumber', 'ticket-number-format', about);
        const { nameOf } = texts;
        addCross({ ...cross, severity: found.severity }, subject, { nameOf, cellOf: () => found.value });
      }
    }
    return ok(undefined);
  }
}
