/**
 * chromium-host [--windowed] [--packaged] [--user-data-dir=DIR] [--inspect=0] [--remote-debugging-port=N] APP [ARGUMENTS]
 *
 * Runs an app's built main process in this Node process, with `electron` resolved to the stand-in.
 */
import { mkdirSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findApp, type AppPackage } from './app-package.ts';
import { incognitoFlag } from './chromium/app-window.ts';
import { browserVersion, findBrowser, searchHere } from './chromium/find-browser.ts';
import { launchChromium, type Chromium } from './chromium/process.ts';
import { removeFolder, sweepAbandoned, temporaryFolder } from './chromium/profile.ts';
import { expectedVersions, versionWarning, type ExpectedVersions } from './chromium/versions.ts';
import { ChromiumTargets } from './chromium-targets.ts';
import { parseCommandLine } from './command-line.ts';
import { createElectron, type HostElectron } from './electron-exports.ts';
import { guardAppFolder } from './guards/app-folder.ts';
import { guardNodeChildren } from './guards/node-children.ts';
import { Host } from './host.ts';
import { PageRequests } from './session/page-requests.ts';
import { installTestHandle } from './test-handle.ts';

/** An entry that awaits `app.whenReady()` at its top level never ends: Electron waits for the entry, as this does. */
const entryTimeout = 5000;
/** How long a test runner may take to attach before the app is made ready without it. */
const attachTimeout = 15_000;
/** How long an app may take to quit after a signal; Electron would wait for ever. */
const signalTimeout = 4000;
const exitCodes = { noApp: 64, chromiumGone: 70, entryUnsettled: 71, noBrowser: 69 } as const;

const print = (line: string): void => void process.stderr.write(line);

const set = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
};

/** Electron's own marks on the process. */
function markProcess(
  app: AppPackage,
  versions: ExpectedVersions,
  appArgv: readonly string[],
  packaged: boolean,
): void {
  set(process.versions, 'electron', versions.electron);
  set(process.versions, 'chrome', versions.chromium ?? '0');
  set(process.versions, 'chromiumHost', '0.1.0');
  set(process, 'type', 'browser');
  set(process, 'resourcesPath', packaged ? resolve(app.appPath, '..') : app.appPath);
  if (!packaged) set(process, 'defaultApp', true);
  process.argv = [process.execPath, ...appArgv];
}

function resolveElectron(exports: Readonly<Record<string, unknown>>): void {
  Object.defineProperty(globalThis, '__chromiumHostElectron', { value: exports });
  const shim = pathToFileURL(join(import.meta.dirname, '..', 'shim', 'electron.cjs')).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/common') {
        return { url: shim, shortCircuit: true };
      }
      if (specifier === 'electron/renderer')
        throw new Error("chromium-host: 'electron/renderer' in the main process");
      return next(specifier, context);
    },
  });
}

/** Opens the inspector for Playwright, and gives the moment at which it lets the app go on. */
function waitForTestRunner(port: number): Promise<void> {
  const attached = Promise.withResolvers<void>();
  Object.defineProperty(globalThis, '__playwright_run', { value: attached.resolve });
  setTimeout(attached.resolve, attachTimeout).unref();
  inspector.open(port, '127.0.0.1');
  return attached.promise;
}

async function loadEntry(app: AppPackage): Promise<void> {
  if (!app.isModule) {
    createRequire(pathToFileURL(app.entry).href)(app.entry);
    return;
  }
  const timer = setTimeout(() => {
    print(
      '[chromium-host] the entry has not settled after 5 s: a top-level await on app.whenReady() deadlocks in Electron too\n',
    );
    process.exit(exitCodes.entryUnsettled);
  }, entryTimeout);
  await import(pathToFileURL(app.entry).href);
  clearTimeout(timer);
}

function endOnSignals(host: Host, electron: HostElectron): void {
  let signalled = false;
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => {
      const code = 128 + number;
      if (signalled) void host.end(code);
      signalled = true;
      electron.app.quit();
      setTimeout(() => void host.end(code), signalTimeout).unref();
    });
  }
}

async function endWithChromium(host: Host, chromium: Chromium): Promise<void> {
  await chromium.gone;
  if (host.quitting) return;
  print('[chromium-host] Chromium has gone\n');
  await host.end(exitCodes.chromiumGone);
}

async function startChromium(host: Host, electron: HostElectron, versions: ExpectedVersions): Promise<void> {
  const { windowed, debugPort } = host.commandLine;
  sweepAbandoned();
  const profile = temporaryFolder('profile');
  const removeProfile = (): void => removeFolder(profile);
  process.once('exit', removeProfile);
  const debug = process.env['CHROMIUM_HOST_DEBUG'] !== undefined;
  const browser = await findBrowser(searchHere(windowed));
  const chromium = await launchChromium({
    browser,
    windowed,
    incognitoFlag: incognitoFlag(browser.path),
    profile,
    debugPort,
    isRoot: process.getuid?.() === 0,
    appSwitches: electron.app.switches.appended,
    onDevTools: (address) => {
      if (debugPort !== undefined) print(`\nDevTools listening on ${address}\n`);
    },
    ...(debug ? { onLog: print } : {}),
  });
  // Before the profile is removed, whatever ends this process.
  process.prependOnceListener('exit', chromium.kill);
  host.endings.push(chromium.kill, () => chromium.gone);
  void endWithChromium(host, chromium);
  Object.assign(process.versions, { chrome: chromium.product.split('/')[1] });
  const warning = versionWarning(chromium.product, versions);
  if (warning !== undefined) print(`[chromium-host] ${warning}\n`);
  if (debug) print(`[chromium-host] ${chromium.product} from ${chromium.browser.path}\n`);
  host.chromium = chromium;
  await new PageRequests(host, electron.windows, () => electron.sessions.all).start();
  await new ChromiumTargets(host, electron.windows).start();
}

async function showVersions(windowed: boolean, versions: ExpectedVersions): Promise<void> {
  const browser = await findBrowser(searchHere(windowed));
  print(
    `chromium-host 0.1.0 on Node ${process.versions.node}\n${browserVersion(browser)} from ${browser.path}\n`,
  );
  print(`stands in for Electron ${versions.electron} with Chromium ${versions.chromium ?? '(unknown)'}\n`);
}

async function run(): Promise<void> {
  const commandLine = parseCommandLine(process.argv.slice(2), process.env);
  const versions = expectedVersions();
  if (commandLine.showVersion) return showVersions(commandLine.windowed, versions);
  if (commandLine.app === undefined) {
    print('usage: chromium-host [--windowed] [--user-data-dir=DIR] APP [ARGUMENTS]\n');
    process.exit(exitCodes.noApp);
  }
  const app = findApp(commandLine.app, versions.electron);
  markProcess(app, versions, commandLine.appArgv, commandLine.packaged);
  const violationsFile = process.env['CHROMIUM_HOST_VIOLATIONS'];
  const host = new Host({ commandLine, app, print, violationsFile });

  const userData = commandLine.userData ?? temporaryFolder('userdata');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  if (commandLine.userData === undefined) process.once('exit', () => removeFolder(userData));

  const electron = createElectron(host, resolve(userData));
  installTestHandle(host, electron);
  resolveElectron(electron.exports);
  guardNodeChildren(host.violate);
  guardAppFolder(app.readOnly, host.violate);
  endOnSignals(host, electron);
  process.on('unhandledRejection', (error) => {
    print(
      `[chromium-host] unhandled rejection in main: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    host.violate('unhandledRejection', error instanceof Error ? error.message : String(error));
  });

  const attached = commandLine.inspect ? waitForTestRunner(commandLine.inspectPort) : Promise.resolve();
  await loadEntry(app);
  if (host.quitting) return;
  try {
    await startChromium(host, electron, versions);
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n`);
    return host.end(exitCodes.noBrowser);
  }
  await attached;
  electron.app.becomeReady();
}

await run();
