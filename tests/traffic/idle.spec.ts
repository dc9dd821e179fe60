import { test } from '../e2e/fixture.ts';

const recorded = process.env['TRAFFIC_FOLDER'] !== undefined;
/** Seconds. A minute in the whole run; in every run as long as the other specs take. */
const idle = process.env['TRAFFIC_WHOLE'] === undefined ? 40 : 60;

test.skip(!recorded, `no packets are recorded here: ${process.env['TRAFFIC_REFUSED'] ?? 'npm run traffic'}`);

test('an app that was started and is left alone asks nobody', async ({ window }) => {
  test.setTimeout(120_000);
  // What it sent is told by the verdict at the end.
  await window.waitForTimeout(idle * 1_000);
});
