import type { Page } from '@playwright/test';

import type { Bridge } from '../../src-shared/contract/bridge.ts';

declare global {
  // What the preload script puts into the page.
  // oxlint-disable-next-line no-var
  var vrs: Bridge;
}

/** Calls an operation as a script in the page would: past every screen, straight at the gateway. */
export function callFromPage(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    ([operation, given]): Promise<unknown> =>
      Reflect.apply(globalThis.vrs.call, undefined, [operation, given]),
    [name, input],
  );
}
