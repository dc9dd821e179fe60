import { defineConfig } from '@playwright/test';

import { electronBinary, type HostOptions } from './fixture.ts';

/**
 * One tree of specs, two targets. `electron` exists only where Electron's binary does; REQUIRE_ELECTRON turns its absence
 * into an error. Nothing here may require('electron'): since version 42 that begins a download.
 */
const binary = electronBinary();
if (process.env['REQUIRE_ELECTRON'] !== undefined && binary === undefined) {
  throw new Error('REQUIRE_ELECTRON is set, but there is no Electron binary.');
}

/** Specs about the host itself: its strictness, its process, its levers. */
const aboutTheHost = /(?:strict|process|levers|network)\.spec\.ts$/;

export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: '../../test-results/chromium-host',
  workers: Number(process.env['CHROMIUM_HOST_WORKERS'] ?? 1),
  timeout: 120_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  projects: [
    { name: 'chromium-host', use: { target: 'chromium-host' } },
    ...(binary === undefined
      ? []
      : [{ name: 'electron', use: { target: 'electron' as const }, testIgnore: aboutTheHost }]),
  ],
});
