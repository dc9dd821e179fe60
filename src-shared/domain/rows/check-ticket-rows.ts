import type { CheckRules } from '../rules/check-rules.ts';
import { underRules } from '../rules/finding.ts';
import { checkHeldRows } from './check-held-rows.ts';
import { checkRowsTogether } from './check-rows-together.ts';
import { checkSeriesRows } from './check-series-rows.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import type { RecordRow } from './record-rows.ts';
import { ticketNumberOf } from './row-keys.ts';
import type { TicketHolder, TicketKnowledge } from './ticket-holder.ts';

/** What the checks of rows together go by. */
export interface RowsContext {
  /** Today in Japan as a day number. */
  readonly today: number;
  readonly rules: CheckRules;
}

/** The rows of one ticket, sorted by dose and line, and what is known of it. */
export interface TicketRows {
  readonly rows: readonly RecordRow[];
  readonly known: TicketKnowledge;
}

/**
 * Checks the rows of one ticket, sorted by dose and line, beside each other and beside what stands. Where the person holds other tickets
 * that are in the file too, `checkPersonRows` has to see all of them at once.
 */
export function checkTicketRows(
  rows: readonly RecordRow[],
  known: TicketKnowledge,
  context: RowsContext,
): readonly CrossFinding[] {
  const findings: CrossFinding[] = [];
  const { left, fallen } = checkRowsTogether(rows, findings);
  switch (known) {
    case 'unknown':
    case 'elsewhere': {
      const isComplete = known === 'unknown';
      checkSeriesRows({ rows: left, standing: [], fallen, isComplete }, context, findings);
      break;
    }
    case 'not-issued':
      // The root cause: series and records of a misread ticket are somebody else's.
      for (const row of left) findings.push(notIssued(row));
      break;
    default:
      checkHeldRows([{ rows: left, holder: known }], fallen, context, findings);
  }
  return underRules(findings, context.rules);
}

/** Checks all rows of one person, ticket by ticket and then as the one series that they are. */
export function checkPersonRows(
  tickets: readonly { readonly rows: readonly RecordRow[]; readonly holder: TicketHolder }[],
  context: RowsContext,
): readonly CrossFinding[] {
  const findings: CrossFinding[] = [];
  let allFallen = 0;
  const held = tickets.map(({ rows, holder }) => {
    const { left, fallen } = checkRowsTogether(rows, findings);
    allFallen |= fallen;
    return { rows: left, holder };
  });
  checkHeldRows(held, allFallen, context, findings);
  return underRules(findings, context.rules);
}

function notIssued({ line, ticket }: RecordRow): CrossFinding {
  const about = { ticketNumber: ticketNumberOf(ticket) };
  return crossFinding(line, 'ticketNumber', 'ticket-not-issued', about);
}
