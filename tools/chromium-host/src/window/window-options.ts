/** What a BrowserWindow may be made with. Unknown options throw; insecure values throw; the basics must be written out. */
import { isAbsolute } from 'node:path';
import { onlyKeys, UnsupportedElectronApi } from '../strict.ts';

const windowOptions = [
  'alwaysOnTop',
  'autoHideMenuBar',
  'backgroundColor',
  'center',
  'darkTheme',
  'frame',
  'fullscreenable',
  'height',
  'icon',
  'maxHeight',
  'maxWidth',
  'maximizable',
  'minHeight',
  'minWidth',
  'minimizable',
  'paintWhenInitiallyHidden',
  'resizable',
  'show',
  'title',
  'titleBarStyle',
  'useContentSize',
  'webPreferences',
  'width',
  'x',
  'y',
] as const satisfies readonly (keyof Electron.BrowserWindowConstructorOptions)[];

type Preference = keyof Electron.WebPreferences;

/** Each preference with the values that are accepted; `any` where none of them weakens the window. */
const preferences: { readonly [Key in Preference]?: readonly Electron.WebPreferences[Key][] | 'any' } = {
  allowRunningInsecureContent: [false],
  autoplayPolicy: ['user-gesture-required', 'document-user-activation-required'],
  backgroundThrottling: 'any',
  contextIsolation: [true],
  defaultEncoding: 'any',
  defaultFontFamily: 'any',
  devTools: 'any',
  disableBlinkFeatures: 'any',
  disableDialogs: 'any',
  enableWebSQL: [false],
  experimentalFeatures: [false],
  images: [true],
  javascript: [true],
  navigateOnDragDrop: [false],
  nodeIntegration: [false],
  nodeIntegrationInSubFrames: [false],
  nodeIntegrationInWorker: [false],
  plugins: [false],
  preload: 'any',
  safeDialogs: 'any',
  sandbox: [true],
  session: 'any',
  spellcheck: [false],
  v8CacheOptions: 'any',
  webSecurity: [true],
  webgl: [false],
  webviewTag: [false],
};

/** Defaults change between versions of Electron; these three must stand in the app's code. */
const mustBeWritten = { sandbox: true, contextIsolation: true, nodeIntegration: false } as const;

export interface CheckedOptions {
  readonly width: number;
  readonly height: number;
  readonly show: boolean;
  readonly title: string | undefined;
  readonly preload: string | undefined;
  readonly session: Electron.Session;
  readonly disableDialogs: boolean;
}

/** Throws for everything that would make the window less than it must be. */
export function checkWindowOptions(options: Electron.BrowserWindowConstructorOptions): CheckedOptions {
  onlyKeys('BrowserWindow', options, windowOptions);
  const given = options.webPreferences ?? {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(preferences, name)) throw new UnsupportedElectronApi(`webPreferences.${name}`);
    const accepted: readonly unknown[] | 'any' = preferences[name as Preference] ?? 'any';
    if (accepted !== 'any' && !accepted.includes(value)) {
      throw new Error(
        `chromium-host: webPreferences.${name} = ${JSON.stringify(value)} is refused as insecure`,
      );
    }
  }
  for (const [name, value] of Object.entries(mustBeWritten)) {
    if (given[name as Preference] !== value) {
      throw new Error(`chromium-host: webPreferences.${name} must be written as ${value}`);
    }
  }
  if (given.preload !== undefined && !isAbsolute(given.preload)) {
    throw new Error(`preload script must have absolute path: ${given.preload}`);
  }
  if (given.session === undefined) {
    throw new Error('chromium-host: webPreferences.session must be given: the default session is persistent');
  }
  return {
    width: options.width ?? 800,
    height: options.height ?? 600,
    show: options.show ?? true,
    title: options.title,
    preload: given.preload,
    session: given.session,
    disableDialogs: given.disableDialogs ?? false,
  };
}
