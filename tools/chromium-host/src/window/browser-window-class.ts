/** The class `BrowserWindow` as the app has it: constructing it gives a strict face, and only the known statics exist. */
import { browserWindowStatics } from '../manifest.ts';
import { facade } from '../strict.ts';
import { HostBrowserWindow, type WindowParts } from './browser-window.ts';

const faceOf = (window: HostBrowserWindow | undefined): Electron.BrowserWindow | null => window?.face ?? null;

export function browserWindowConstructor(parts: WindowParts): typeof Electron.BrowserWindow {
  const { windows } = parts;
  const members = {
    fromId: (id: number) => faceOf(windows.all.find((window) => window.id === id)),
    fromWebContents: (contents: Electron.WebContents) =>
      faceOf(windows.all.find((window) => window.webContents === contents)),
    getAllWindows: () => windows.all.map((window) => window.face),
    getFocusedWindow: () => faceOf(windows.focused),
  };
  const strict = facade<typeof Electron.BrowserWindow>(
    { name: 'BrowserWindow', members: browserWindowStatics },
    members,
  );
  return new Proxy(HostBrowserWindow, {
    construct: (_target, [options = {}]: [Electron.BrowserWindowConstructorOptions?]) =>
      new HostBrowserWindow(options, parts).face,
    get: (target, key) =>
      key === 'prototype' || typeof key === 'symbol' ? Reflect.get(target, key) : Reflect.get(strict, key),
  }) as unknown as typeof Electron.BrowserWindow;
}
