import { expect, test } from '@playwright/test';

import { verdictsIn } from '../../tools/traffic/verdicts.ts';

const folder = process.env['TRAFFIC_FOLDER'];

test.skip(
  folder === undefined,
  `no packets are recorded here: ${process.env['TRAFFIC_REFUSED'] ?? 'npm run traffic'}`,
);

test('every packet of every start of the app went to the VRS origin of its profile, and no name was asked for', async () => {
  const starts = await verdictsIn(folder ?? '');
  expect(starts.length).toBeGreaterThan(0);
  // A recording that saw nothing proves nothing.
  expect(starts.flatMap(({ verdict }) => verdict?.vrs ?? []).length).toBeGreaterThan(0);
  expect(starts.filter(({ verdict }) => verdict === undefined)).toEqual([]);
  expect(starts.flatMap(({ verdict }) => verdict?.strays ?? [])).toEqual([]);
});
