import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { findApp } from '../../../tools/chromium-host/src/app-package.ts';
import { parseCommandLine } from '../../../tools/chromium-host/src/command-line.ts';
import { createElectron } from '../../../tools/chromium-host/src/electron-exports.ts';
import { Host } from '../../../tools/chromium-host/src/host.ts';
import * as manifest from '../../../tools/chromium-host/src/manifest.ts';
import { rendererScript } from '../../../tools/chromium-host/src/renderer/bundle.ts';

const tool = path.resolve(import.meta.dirname, '../../../tools/chromium-host');
const fixture = path.resolve(import.meta.dirname, '../../fixtures/chromium-host-app/app');

function makeElectron() {
  const host = new Host({
    commandLine: parseCommandLine([fixture, '--lang=ja', '--data=/x'], {}),
    app: findApp(fixture, '45.0.0'),
    print: () => undefined,
  });
  return { host, electron: createElectron(host, '/nowhere/userdata') };
}

describe('the stand-in for the module', () => {
  it('exports every name literally, as Node’s named imports need it', () => {
    const shim = readFileSync(path.join(tool, 'shim', 'electron.cjs'), 'utf8');
    const literal = [...shim.matchAll(/^exports\.(\w+) = electron\.(\w+);$/gm)].map(([, name, of]) => [
      name,
      of,
    ]);
    expect(new Set(literal.map(([name]) => name))).toEqual(
      new Set(Object.keys(makeElectron().electron.exports)),
    );
    expect(literal.filter(([name, of]) => name !== of)).toEqual([]);
  });

  it('has everything that the manifest promises', () => {
    const { exports, windows } = makeElectron().electron;
    const session = (exports['session'] as typeof Electron.session).fromPartition('test', { cache: false });
    const lists: Record<string, readonly [object, readonly string[]]> = {
      app: [exports['app'] as object, manifest.appMembers],
      commandLine: [(exports['app'] as Electron.App).commandLine, manifest.commandLineMembers],
      session: [session, manifest.sessionMembers],
      protocol: [session.protocol, manifest.protocolMembers],
      webRequest: [session.webRequest, manifest.webRequestMembers],
      dialog: [exports['dialog'] as object, manifest.dialogMembers],
      powerMonitor: [exports['powerMonitor'] as object, manifest.powerMonitorMembers],
      ipcMain: [exports['ipcMain'] as object, manifest.ipcMembers],
    };
    const missing = Object.entries(lists).flatMap(([name, [face, members]]) =>
      members
        .filter((member) => Reflect.get(face, member) === undefined)
        .map((member) => `${name}.${member}`),
    );
    expect(missing).toEqual([]);
    expect(windows.all).toEqual([]);
  });

  it('gives a session of a name once, and none that would be written to disk', () => {
    const { session } = makeElectron().electron.exports as unknown as { session: typeof Electron.session };
    expect(session.fromPartition('ui', { cache: false })).toBe(session.fromPartition('ui'));
    expect(session.fromPartition('ui')).not.toBe(session.fromPartition('vrs'));
    expect(session.fromPartition('ui').isPersistent()).toBe(false);
    expect(session.defaultSession.isPersistent()).toBe(true);
    expect(() => session.fromPartition('persist:ui')).toThrow('in memory only');
  });

  it('announces each session to the app', () => {
    const { exports } = makeElectron().electron;
    const { app, session } = exports as unknown as { app: Electron.App; session: typeof Electron.session };
    const created: Electron.Session[] = [];
    app.on('session-created', (each) => created.push(each));
    const ui = session.fromPartition('ui');
    session.fromPartition('ui');
    expect(created).toEqual([ui]);
  });
});

const appOf = () => {
  const { host, electron } = makeElectron();
  return { host, inner: electron.app, app: electron.exports['app'] as Electron.App };
};

describe('app', () => {
  it('knows its paths, and takes others that are absolute', () => {
    const { app } = appOf();
    expect([app.getPath('userData'), app.getPath('sessionData'), app.getPath('appData')]).toEqual([
      '/nowhere/userdata',
      '/nowhere/userdata',
      '/nowhere',
    ]);
    app.setPath('userData', '/other/data');
    expect([app.getPath('userData'), app.getPath('logs'), app.getPath('crashDumps')]).toEqual([
      '/other/data',
      '/other/data/logs',
      '/other/data/Crashpad',
    ]);
    expect(app.getPath('documents')).toMatch(/Documents$/);
    expect(() => app.setPath('userData', 'relative')).toThrow('Path must be absolute');
    expect(() => app.setPath('nothing', '/x')).toThrow('Failed to set path');
    expect(() => Reflect.apply(app.getPath.bind(app), undefined, ['nothing'])).toThrow(
      "Failed to get 'nothing' path",
    );
  });

  it('reports folders that are moved when it is too late', () => {
    const { host, inner, app } = appOf();
    inner.becomeReady();
    app.setPath('userData', '/other/data');
    app.setPath('logs', '/other/logs');
    expect(host.violations.entries.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['setPath-after-ready', 'userData'],
    ]);
  });

  it('becomes ready once, and forbids then what must come before', async () => {
    const { inner, app } = appOf();
    expect(app.isReady()).toBe(false);
    expect(() => app.configureHostResolver({})).toThrow('before the app is ready');
    app.enableSandbox();
    inner.becomeReady();
    await app.whenReady();
    expect(app.isReady()).toBe(true);
    expect(() => app.enableSandbox()).toThrow('before app is ready');
    expect(() => app.commandLine.appendSwitch('lang', 'ja')).toThrow('after ready');
  });

  it('knows the switches it was started with, and takes harmless ones', () => {
    const { host, inner, app } = appOf();
    expect([app.commandLine.hasSwitch('data'), app.commandLine.getSwitchValue('lang')]).toEqual([true, 'ja']);
    app.commandLine.appendSwitch('disable-features', 'A');
    app.commandLine.appendSwitch('no-pings');
    app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
    app.commandLine.removeSwitch('no-pings');
    expect(inner.switches.appended).toEqual(['--disable-features=A']);
    expect(host.recorded.map(({ api }) => api)).toContain('app.commandLine.appendSwitch');
    for (const harmful of [
      'no-sandbox',
      'disable-web-security',
      'remote-debugging-port',
      'proxy-server',
      'enable-features',
    ]) {
      expect(() => app.commandLine.appendSwitch(harmful)).toThrow(`appendSwitch('${harmful}')`);
    }
  });

  it('has the name and version of its folder', () => {
    const { app } = appOf();
    expect([app.getName(), app.name, app.getVersion(), app.isPackaged]).toEqual([
      '試験用アプリ',
      '試験用アプリ',
      '1.2.3',
      false,
    ]);
    app.setName('別の名前');
    expect(app.getName()).toBe('別の名前');
  });
});

describe('the renderer’s scripts', () => {
  it.each([
    ['main-world.ts', 'startMainWorld'],
    ['preload-world.ts', 'startPreloadWorld'],
  ])('%s is one script without imports, types or a trace of Node', (file, result) => {
    const script = rendererScript(file, result);
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/^\s*(?:import|export) /m);
    expect(script).not.toContain("from 'node:");
  });
});
