import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect } from './fixture.ts';

/** WCAG 2.2 AA of what is on the screen now, as far as a program can tell. */
export async function expectAccessible(window: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page: window })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // Legacy mode stays in this page: the default opens another one, and this app has no other.
    .setLegacyMode()
    .analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => target) }))).toEqual([]);
}
