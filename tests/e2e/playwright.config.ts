import { defineConfig } from '@playwright/test';

import { electronBinary } from '../../tools/prepare/electron-binary.ts';

const here = import.meta.dirname;
const onElectron =
  electronBinary() === undefined ? [] : [{ name: 'electron', metadata: { target: 'electron' } }];

/** The same specs on the Chromium host and, where its binary is installed, on Electron. */
export default defineConfig({
  testDir: here,
  outputDir: '../../test-results/e2e',
  // Limits are for what hangs: a loaded machine may take five times as long as a quiet one.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // Two cores: one app, one browser and one VRS a worker are enough.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: 'line',
  projects: [{ name: 'chromium-host', metadata: { target: 'chromium-host' } }, ...onElectron],
});
