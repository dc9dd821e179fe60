import { defineConfig } from '@playwright/test';

import endToEnd from '../e2e/playwright.config.ts';

/** A day's work and a hostile page, for every run: under a minute. The whole suite: `npm run traffic -- --whole`. */
const aDay = ['journey', 'operation-log', 'window'].map((name) => `e2e/${name}.spec.ts`);
const ofNoInterest = /every operation is open|second start/;
const whole = process.env['TRAFFIC_WHOLE'] !== undefined;
const recorded = process.env['TRAFFIC_FOLDER'] !== undefined;
const onHost = { metadata: { target: 'chromium-host' } };

/**
 * The end-to-end specs once more, each start of the app in a network namespace that is recorded (tools/traffic). `./start` has a way of its
 * own to start the app, so its spec is not among them.
 */
export default defineConfig({
  ...endToEnd,
  testDir: '..',
  outputDir: '../../test-results/traffic',
  projects: [
    // The longest first, so that it is over when the others are.
    { ...onHost, name: 'idle', testMatch: 'traffic/idle.spec.ts', teardown: 'verdict' },
    ...(recorded
      ? [
          {
            ...onHost,
            name: 'recorded',
            ...(whole
              ? { testMatch: 'e2e/*.spec.ts', testIgnore: 'e2e/start.spec.ts' }
              : { testMatch: aDay, grepInvert: ofNoInterest }),
            teardown: 'verdict',
          },
        ]
      : []),
    { ...onHost, name: 'verdict', testMatch: 'traffic/verdict.spec.ts' },
  ],
});
