import { EventEmitter } from 'node:events';

import type { Session } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';

import { createMainWindow } from '../../../src-main/shell/main-window.ts';

const { made } = vi.hoisted(() => ({ made: [] as unknown[][] }));

vi.mock('electron', () => ({
  app: { isPackaged: true },
  BrowserWindow: class extends EventEmitter {
    constructor(options: unknown) {
      super();
      made.push(['window', options]);
    }
    setContentProtection(on: boolean): void {
      made.push(['protection', on]);
    }
    show(): void {
      made.push(['show']);
    }
  },
}));

const session: unknown = { name: 'ui' };

beforeEach(() => {
  made.length = 0;
});

it('the window of a released app has every preference written out, and none can be changed', () => {
  createMainWindow(session as Session, '/app/preload.cjs');
  const [, options] = made[0] ?? [];
  expect(options).toMatchObject({ show: false });
  const { webPreferences } = options as { webPreferences: object };
  expect(webPreferences).toEqual({
    session,
    preload: '/app/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    disableBlinkFeatures: 'Auxclick',
    webviewTag: false,
    plugins: false,
    webgl: false,
    disableDialogs: true,
    autoplayPolicy: 'user-gesture-required',
    navigateOnDragDrop: false,
    devTools: false,
    spellcheck: false,
  });
  expect(Object.isFrozen(webPreferences)).toBe(true);
});

it('the window is kept out of screen recordings, shown with its first picture, and keeps its title', () => {
  const window = createMainWindow(session as Session, '/app/preload.cjs');
  expect(made.slice(1)).toEqual([['protection', true]]);
  window.emit('ready-to-show');
  expect(made.at(-1)).toEqual(['show']);
  const preventDefault = vi.fn<() => void>();
  window.emit('page-title-updated', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});
