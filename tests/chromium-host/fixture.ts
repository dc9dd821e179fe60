import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { _electron, test as base, expect, type ElectronApplication, type Page } from '@playwright/test';

import type { TestHandle } from '../../tools/chromium-host/src/test-handle.ts';

export { expect };

export type Target = 'chromium-host' | 'electron';

const root = path.resolve(import.meta.dirname, '..', '..');
export const apps = path.join(root, 'tests', 'fixtures', 'chromium-host-app');
export const hostBinary = path.join(
  root,
  'tools',
  'chromium-host',
  'bin',
  process.platform === 'win32' ? 'chromium-host.cmd' : 'chromium-host',
);

/** Electron's binary where it is installed; found without requiring the package, which would begin a download. */
export function electronBinary(): string | undefined {
  const folder = path.join(root, 'node_modules', 'electron');
  const named = path.join(folder, 'path.txt');
  const platformName = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const name = existsSync(named) ? readFileSync(named, 'utf8') : platformName;
  const binary = path.join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

export interface LaunchOptions {
  readonly target: Target;
  readonly userData: string;
  /** Folder or script; by default the fixture app. */
  readonly app?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** On Electron without a path, so that Playwright's own loader holds `ready` until it is attached. */
export function launchApp(options: LaunchOptions): Promise<ElectronApplication> {
  return _electron.launch({
    ...(options.target === 'electron' ? {} : { executablePath: hostBinary }),
    args: [
      options.app ?? path.join(apps, 'app'),
      `--user-data-dir=${options.userData}`,
      ...(options.args ?? []),
    ],
    env: { ...inheritedEnvironment(), ...options.env },
  });
}

export function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export interface HostOptions {
  readonly target: Target;
  /** Kinds of violations that the test provokes on purpose. */
  readonly allowedViolations: readonly string[];
  readonly appFolder: string;
  readonly appEnv: Readonly<Record<string, string>>;
}

interface Fixtures {
  readonly userData: string;
  readonly electronApp: ElectronApplication;
  readonly page: Page;
}

/** What the fixture app keeps for the specs. */
declare global {
  var appLog: string[];
  var senders: { isMainFrame: boolean; isSender: boolean; origin: string; url: string; hasParent: boolean }[];
  var secondInstances: unknown[];
  var createWindow: (url?: string) => Electron.BrowserWindow;
  interface Window {
    vrs: Bridge;
    atScriptStart: Record<string, string>;
    cspReports: string[];
    mark: unknown;
  }
}

export interface Bridge {
  version: number;
  nested: { deep: { answer: number } };
  lookUp(query: string): Promise<{ hits: string[]; from: string }>;
  echo(...values: unknown[]): Promise<unknown[]>;
  types(value: unknown): Promise<string>;
  badReply(): Promise<unknown>;
  notHere(): Promise<unknown>;
  nothing(value: unknown): Promise<undefined>;
  start(count: number): Promise<string>;
  pdf(): Promise<Uint8Array>;
  open(): Promise<string[] | null>;
  who(): Promise<string>;
  mainOnly(): Promise<string>;
  note(text: string): void;
  secondWindow(): Promise<void>;
  onProgress(callback: (progress: { i: number; count: number; at: Date }) => void): () => boolean;
  addSync(a: number, b: number): number;
  throwSync(): void;
  tryRequire(id: string): string;
  leak(): unknown;
}

export const test = base.extend<HostOptions & Fixtures>({
  target: ['chromium-host', { option: true }],
  allowedViolations: [[], { option: true }],
  appFolder: [path.join(apps, 'app'), { option: true }],
  appEnv: [{}, { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  userData: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'host-spec-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  },
  electronApp: async ({ target, userData, appFolder, appEnv, allowedViolations }, use) => {
    const app = await launchApp({ target, userData, app: appFolder, env: appEnv });
    let stderr = '';
    app.process().stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await use(app);
    const violations = await violationsOf(app);
    await app.close().catch(() => undefined);
    expect(
      violations.filter((violation) => !allowedViolations.includes(violation.kind)),
      stderr,
    ).toEqual([]);
  },
  page: async ({ electronApp }, use) => {
    const page = await electronApp.firstWindow();
    await page.getByRole('heading').waitFor();
    await use(page);
  },
});

/** Empty on Electron, which has no such list, and after the app has ended. */
export async function violationsOf(app: ElectronApplication): Promise<TestHandle['violations']> {
  return app.evaluate(() => [...(globalThis.__chromiumHost?.violations ?? [])]).catch(() => []);
}

export const logOf = (app: ElectronApplication): Promise<string[]> => app.evaluate(() => globalThis.appLog);
