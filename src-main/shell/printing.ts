import type { WebContents } from 'electron';

import type { PrintPaper } from '../printing/printing-handlers.ts';

/**
 * Prints a window's page: of it, app.css lets nothing but the sheet come on paper. SECURITY: H61 — the system's dialog is opened from
 * here; a page can't open it: its policy has no modals, and Ctrl+P does not reach it.
 * @param contents undefined while there is no window
 */
export function printWith(contents: () => Pick<WebContents, 'print'> | undefined): PrintPaper {
  return ({ header, footer }) => {
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<PrintPaper>>>();
    const page = contents();
    if (!page) resolve('failed');
    page?.print(
      { silent: false, printBackground: true, pageSize: 'A4', header, footer },
      (success, reason) => {
        if (success) resolve('printed');
        else resolve(reason === 'Print job canceled' ? 'cancelled' : 'failed');
      },
    );
    return promise;
  };
}
