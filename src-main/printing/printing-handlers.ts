import { type printingOperations, sheetNames } from '../../src-shared/contract/printing.ts';
import { failed, ok } from '../../src-shared/contract/problem.ts';
import type { Clock } from '../../src-shared/domain/clock.ts';
import type { HandlersOf } from '../gateway/handler.ts';

/** What stands in the margins of each page, whatever the page itself says. */
export interface PaperMargins {
  readonly header: string;
  readonly footer: string;
}

/**
 * Puts the sheet that the window has laid out on paper: the system's dialog, then the printer. The only way to paper there is.
 * SECURITY: H61.
 */
export type PrintPaper = (margins: PaperMargins) => Promise<'printed' | 'cancelled' | 'failed'>;

export interface PrintingParts {
  readonly municipalityName: string;
  readonly workstation: string;
  readonly print: PrintPaper;
  readonly clock: Clock;
}

const moment = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/**
 * Printing. SECURITY: H61 — the gateway has written who prints what before anything goes to the printer, and who, where and when comes
 * on the paper from here, not from the page.
 */
export function printingHandlers(parts: PrintingParts): HandlersOf<typeof printingOperations> {
  return {
    'printing.print': async ({ sheet, about }, caller) => {
      const outcome = await parts.print({
        header: `${parts.municipalityName}　接種記録ワークステーション　${sheetNames[sheet]}`,
        footer: `${caller.userId}　${parts.workstation}　${moment.format(parts.clock.now())}　${about}`,
      });
      if (outcome === 'cancelled') return failed('print-cancelled');
      if (outcome === 'failed') return failed('print-failed');
      return ok({ result: {}, subjects: [], detail: { sheet, about } });
    },
  };
}
