import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { productFiles } from '../../../tools/security-report/marks.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const text = (name: string): string => readFileSync(path.join(root, name), 'utf8');
/** Without comments: they may say what is not done. */
const code = (name: string): string => text(name).replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
const main = productFiles(root).filter((name) => name.startsWith('src-main'));
const screens = productFiles(root).filter((name) => name.startsWith('src-renderer'));
const having = (files: readonly string[], words: RegExp): readonly string[] =>
  files.filter((name) => words.test(code(name))).map((name) => name.replaceAll('\\', '/'));

const neverInMain = [
  // A weaker window.
  'sandbox: false',
  'nodeIntegration\\w*: true',
  'contextIsolation: false',
  'webSecurity: false',
  'webviewTag: true',
  'experimentalFeatures: true',
  'enableBlinkFeatures',
  'bypassCSP',
  'allowServiceWorkers',
  'supportFetchAPI',
  'corsEnabled',
  'allowExtensions',
  // More ways in and out than the one channel.
  '\\bipcMain\\b',
  'sendSync',
  'event\\.returnValue',
  'registerPreloadScript',
  'loadExtension',
  'openExternal',
  'openPath',
  'shell\\.(?:open|beep|trash|write|show)',
  'setAsDefaultProtocolClient',
  'executeJavaScript',
  'insertCSS',
  'openDevTools',
  'setPromptAPIHandler',
  // What would write down or send what the app holds.
  'crashReporter',
  'netLog',
  'contentTracing',
  'takeHeapSnapshot',
  'writeHeapSnapshot',
  'startLogging',
  'autoUpdater',
  '\\bclipboard\\b',
  'addRecentDocument',
  'new Notification',
  // A way around the check of certificates.
  'rejectUnauthorized',
  'decide\\(true\\)',
  'node:vm',
] as const;

const neverOnScreens = [
  'dangerouslySetInnerHTML',
  'innerHTML',
  'document\\.write',
  'document\\.cookie',
  'localStorage|sessionStorage|indexedDB',
  'serviceWorker|new Worker|SharedWorker',
  'new WebSocket|EventSource|sendBeacon|(?<!#)\\bfetch\\(|XMLHttpRequest',
  'window\\.open|target="_blank"|href="http',
  'navigator\\.clipboard|execCommand',
  'console\\.',
] as const;

describe('the sources of the main process', () => {
  it.each(neverInMain)('never say %s', (words) => {
    expect(having(main, new RegExp(words))).toEqual([]);
  });
});

describe('the sources of the screens', () => {
  it.each(neverOnScreens)('never say %s', (words) => {
    expect(having(screens, new RegExp(words))).toEqual([]);
  });

  it('has its fields in three places', () => {
    expect(having(screens, /<(?:input|textarea|Input|TextArea)\b/)).toEqual([
      'src-renderer/components/choice.tsx',
      'src-renderer/components/text-field.tsx',
      'src-renderer/screens/batches/rows/cell-input.tsx',
    ]);
    // Of these the first has nothing to type in.
    expect(
      [...code('src-renderer/components/choice.tsx').matchAll(/type="(\w+)"/g)].map(([, type]) => type),
    ).toEqual(['radio', 'checkbox']);
  });

  it('never print by themselves', () => {
    expect(having(screens, /(?<![.\w])print\(|window\.print/)).toEqual([]);
    expect(having(screens, /'printing\.print'/)).toEqual(['src-renderer/components/print-page.tsx']);
    expect(having(main, /\.print\(/)).toEqual([
      'src-main/printing/printing-handlers.ts',
      'src-main/shell/printing.ts',
    ]);
  });
});

describe('the window', () => {
  it('is made in one place', () => {
    expect(having(main, /new (?:BrowserWindow|WebContentsView|BaseWindow)\b/)).toEqual([
      'src-main/shell/main-window.ts',
    ]);
  });

  it('gives our scheme no privilege but to be standard and secure', () => {
    const given = /privileges: \{([^}]*)\}/.exec(code('src-main/shell/start-app.ts'))?.[1];
    expect(given?.trim()).toBe('standard: true, secure: true');
  });

  it('leaves names to the system', () => {
    expect(code('src-main/shell/start-app.ts')).toMatch(
      /configureHostResolver\(\{\s*enableBuiltInResolver: false,\s*secureDnsMode: 'off',\s*secureDnsServers: \[\],?\s*\}\)/,
    );
  });
});

describe('what is installed', () => {
  it('runs no script of a package that is not named', () => {
    expect(text('.npmrc')).toMatch(/^strict-allow-scripts=true$/m);
    expect(text('.npmrc')).toMatch(/^save-exact=true$/m);
  });

  it('brings no update of its own', () => {
    expect(text('electron-builder.yml')).toMatch(/^publish: null\b/m);
    expect(text('package-lock.json')).not.toContain('node_modules/electron-updater"');
  });
});
