import { describe, expect, it } from 'vitest';

import { checkWindowOptions } from '../../../tools/chromium-host/src/window/window-options.ts';

const session = {} as Electron.Session;
const secure = { session, sandbox: true, contextIsolation: true, nodeIntegration: false } as const;
const check = (webPreferences: object, options: object = {}) =>
  checkWindowOptions({ ...options, webPreferences });

describe('a window’s options', () => {
  it('may write out every safe value', () => {
    const preferences = {
      ...secure,
      preload: '/app/preload.cjs',
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
      images: true,
      navigateOnDragDrop: false,
      devTools: false,
      spellcheck: false,
      safeDialogs: true,
    };
    const checked = check(Object.freeze(preferences), {
      width: 1280,
      height: 720,
      minWidth: 960,
      minHeight: 600,
      show: false,
      title: 'T',
      backgroundColor: '#fff',
    });
    expect(checked).toEqual({
      width: 1280,
      height: 720,
      show: false,
      title: 'T',
      preload: '/app/preload.cjs',
      session,
      disableDialogs: true,
    });
  });

  it.each([
    ['sandbox', false],
    ['contextIsolation', false],
    ['nodeIntegration', true],
    ['nodeIntegrationInWorker', true],
    ['nodeIntegrationInSubFrames', true],
    ['webSecurity', false],
    ['allowRunningInsecureContent', true],
    ['experimentalFeatures', true],
    ['webviewTag', true],
    ['plugins', true],
    ['webgl', true],
    ['spellcheck', true],
    ['images', false],
    ['javascript', false],
    ['navigateOnDragDrop', true],
    ['autoplayPolicy', 'no-user-gesture-required'],
  ])('are refused with %s = %s', (name, value) => {
    expect(() => check({ ...secure, [name]: value })).toThrow(/refused as insecure/);
  });

  it.each(['enableBlinkFeatures', 'partition', 'additionalArguments', 'offscreen', 'zoomFactor', 'madeUp'])(
    'throw the name of a preference that nobody uses: %s',
    (name) => {
      expect(() => check({ ...secure, [name]: 'x' })).toThrow(`webPreferences.${name} is not implemented`);
    },
  );

  it.each(['sandbox', 'contextIsolation', 'nodeIntegration'])('must have %s written out', (left) => {
    const rest = Object.fromEntries(Object.entries(secure).filter(([name]) => name !== left));
    expect(() => check(rest)).toThrow(`webPreferences.${left} must be written`);
  });

  it('must have a session, an absolute preload path, and no option of the window that nobody uses', () => {
    const { session: _session, ...without } = secure;
    expect(() => check(without)).toThrow('webPreferences.session must be given');
    expect(() => check({ ...secure, preload: 'preload.js' })).toThrow('absolute path');
    expect(() => check(secure, { kiosk: true })).toThrow("BrowserWindow: option 'kiosk'");
  });
});
