import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { findApp } from '../../../tools/chromium-host/src/app-package.ts';
import { browserCandidates, findBrowser } from '../../../tools/chromium-host/src/chromium/find-browser.ts';
import { chromiumEnvironment, chromiumFlags } from '../../../tools/chromium-host/src/chromium/flags.ts';
import { versionWarning } from '../../../tools/chromium-host/src/chromium/versions.ts';
import { parseCommandLine } from '../../../tools/chromium-host/src/command-line.ts';

describe('the command line', () => {
  it('of Playwright is understood, and the app sees its own part', () => {
    const line = [
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      'out/main.js',
      '--data=/x',
      '--user-data-dir=/y',
    ];
    const parsed = parseCommandLine(line, {});
    expect(parsed).toMatchObject({
      app: 'out/main.js',
      inspect: true,
      debugPort: 0,
      userData: '/y',
      windowed: false,
    });
    expect(parsed.appArgv).toEqual(['out/main.js', '--data=/x', '--user-data-dir=/y']);
    expect(parsed.switches.get('remote-debugging-port')).toBe('0');
    expect(parsed.inspectPort).toBe(0);
    expect(parseCommandLine(['--inspect=40123', 'app'], {}).inspectPort).toBe(40_123);
  });

  it('leaves the app what comes after it, even in the host’s own words', () => {
    expect(parseCommandLine(['app', '--windowed', '--inspect'], {}).appArgv).toEqual([
      'app',
      '--windowed',
      '--inspect',
    ]);
  });

  it('is completed by the environment', () => {
    const environment = {
      CHROMIUM_HOST_WINDOWED: '1',
      CHROMIUM_HOST_PACKAGED: '0',
      CHROMIUM_HOST_USER_DATA: '/data',
    };
    expect(parseCommandLine(['app'], environment)).toMatchObject({
      windowed: true,
      packaged: false,
      userData: '/data',
    });
    expect(parseCommandLine(['--version'], {}).showVersion).toBe(true);
    expect(parseCommandLine(['app', '--version'], {}).showVersion).toBe(false);
  });
});

const options = {
  windowed: false,
  incognitoFlag: '--incognito',
  profile: '/profile',
  debugPort: undefined,
  isRoot: false,
  appSwitches: [],
};

describe('Chromium’s flags', () => {
  it('never switch off what is to be tested', () => {
    for (const windowed of [true, false]) {
      const flags = chromiumFlags({ ...options, windowed, debugPort: 0 }).join(' ');
      expect(flags).not.toMatch(
        /disable-web-security|single-process|site-isolation|popup-blocking|ignore-certificate|no-sandbox/,
      );
    }
  });

  it('leave the network nowhere to go', () => {
    expect(chromiumFlags(options)).toEqual(
      expect.arrayContaining([
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--proxy-server=http://127.0.0.1:9',
        '--proxy-bypass-list=<-loopback>',
      ]),
    );
  });

  it('open a port only for a test runner, and drop the sandbox only for root', () => {
    expect(chromiumFlags(options).filter((flag) => /debugging-port|no-sandbox/.test(flag))).toEqual([]);
    expect(chromiumFlags({ ...options, debugPort: 0, isRoot: true })).toEqual(
      expect.arrayContaining(['--remote-debugging-port=0', '--no-sandbox']),
    );
  });

  it('show no window unless one is wanted', () => {
    expect(chromiumFlags(options)).toContain('--headless');
    expect(chromiumFlags({ ...options, windowed: true })).not.toContain('--headless');
  });

  it('merge the app’s disabled features with the host’s, as Chromium reads only the last list', () => {
    const flags = chromiumFlags({ ...options, appSwitches: ['--disable-features=A,B', '--lang=ja'] });
    const lists = flags.filter((flag) => flag.startsWith('--disable-features='));
    expect(lists).toHaveLength(1);
    expect(lists[0]).toMatch(/MediaRouter.*,A,B$/);
    expect(flags.at(-3)).toBe('--lang=ja');
  });

  it('come with a Japanese environment that reaches no desktop bus', () => {
    const environment = chromiumEnvironment(
      { PATH: '/bin', LD_LIBRARY_PATH: '/own' },
      '/profile',
      '/libraries',
    );
    expect(environment).toMatchObject({
      PATH: '/bin',
      LANGUAGE: 'ja',
      TZ: 'Asia/Tokyo',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    });
    expect(environment['LD_LIBRARY_PATH']).toBe('/libraries:/own');
    expect(chromiumEnvironment({ TZ: 'UTC' }, '/profile', undefined)['TZ']).toBe('UTC');
  });
});

const search = (present: readonly string[], environment: NodeJS.ProcessEnv = {}, windowed = false) =>
  findBrowser({ windowed, platform: 'linux', environment, exists: (file) => present.includes(file) });

describe('the browser', () => {
  const shell = '/usr/lib/chromium/chromium-headless-shell';
  const full = '/usr/lib/chromium/chromium';

  it('is the one that is named, and none other', async () => {
    expect(await search(['/mine', shell], { CHROMIUM_HOST_BROWSER: '/mine' })).toEqual({ path: '/mine' });
    await expect(search([shell], { CHROMIUM_HOST_BROWSER: '/gone' })).rejects.toThrow('/gone');
  });

  it('is the headless shell, or the full one where a window is wanted', async () => {
    expect(await search([full, shell])).toEqual({ path: shell });
    expect(await search([full, shell], {}, true)).toEqual({ path: full });
    expect(await search(['/usr/bin/google-chrome', full])).toEqual({ path: full });
  });

  it('is looked for where Windows and macOS have it', () => {
    const windows = browserCandidates({
      windowed: true,
      platform: 'win32',
      environment: { ProgramFiles: 'C:\\Program Files' },
    });
    expect(windows).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    expect(browserCandidates({ windowed: true, platform: 'darwin', environment: {} })).toContain(
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    );
  });

  it('that is nowhere is named with every place that was looked at', async () => {
    await expect(search([], {}, true)).rejects.toThrow(full);
  });
});

describe('the version', () => {
  it('is remarked on when the engines differ by a major', () => {
    const expected = { electron: '45.3.4', chromium: '156.0.8078.100' };
    expect(versionWarning('HeadlessChrome/156.0.1.2', expected)).toBeUndefined();
    expect(versionWarning('HeadlessChrome/150.0.1.2', expected)).toContain('150.0.1.2');
    expect(
      versionWarning('HeadlessChrome/150.0.1.2', { electron: '45.3.4', chromium: undefined }),
    ).toBeUndefined();
  });
});

describe('the app', () => {
  const apps = path.resolve(import.meta.dirname, '../../fixtures/chromium-host-app');

  it('in a folder has name and version, and its built files are read-only', () => {
    const app = findApp(path.join(apps, 'app'), '45.0.0');
    expect(app).toMatchObject({
      name: '試験用アプリ',
      version: '1.2.3',
      isModule: false,
      appPath: path.join(apps, 'app'),
    });
    expect(app.readOnly).toEqual([path.join(apps, 'app')]);
    const product = findApp(path.resolve(import.meta.dirname, '../../..'), '45.0.0');
    expect(product.readOnly.map((file) => path.basename(file))).toEqual([
      'out',
      'node_modules',
      'package.json',
    ]);
  });

  it('as a bare script is called Electron and has its version', () => {
    const app = findApp(path.join(apps, 'app-esm', 'main.js'), '45.0.0');
    expect(app).toMatchObject({ name: 'Electron', version: '45.0.0', isModule: true });
    expect(findApp(path.join(apps, 'app-deadlock', 'main.mjs'), '45.0.0').isModule).toBe(true);
  });

  it('that is not there is named', () => {
    expect(() => findApp('/nowhere', '45.0.0')).toThrow('/nowhere');
  });
});
