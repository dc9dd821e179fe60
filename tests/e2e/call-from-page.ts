import type { Page } from '@playwright/test';

declare global {
  // What the preload script puts into the page.
  // oxlint-disable-next-line no-var
  var vrs: { readonly call: (name: unknown, input: unknown) => Promise<unknown> };
}

/** Calls an operation as a script in the page would: past every screen, straight at the gateway. */
export function callFromPage(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    ([operation, given]): Promise<unknown> => globalThis.vrs.call(operation, given),
    [name, input],
  );
}
