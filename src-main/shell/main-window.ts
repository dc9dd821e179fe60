import { app, BrowserWindow, type Session, type WebPreferences } from 'electron';

export const WINDOW_TITLE = '接種記録ワークステーション';

/** Everything written out, the defaults too, so that a change of a default changes nothing here. */
export function webPreferences(ui: Session, preload: string): Readonly<WebPreferences> {
  return Object.freeze({
    session: ui,
    preload,
    sandbox: true, // SECURITY: H01
    contextIsolation: true, // SECURITY: H02
    nodeIntegration: false, // SECURITY: H03
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true, // SECURITY: H04
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    disableBlinkFeatures: 'Auxclick', // SECURITY: H05
    webviewTag: false, // SECURITY: H06
    plugins: false, // SECURITY: H07
    webgl: false,
    disableDialogs: true,
    autoplayPolicy: 'user-gesture-required',
    navigateOnDragDrop: false, // SECURITY: H08
    devTools: !app.isPackaged, // SECURITY: H09
    spellcheck: false, // SECURITY: H15
  });
}

/** The one window. SECURITY: H11. It is shown when its first picture is there, so that nothing flashes. */
export function createMainWindow(ui: Session, preload: string, contentProtection = true): BrowserWindow {
  const window = new BrowserWindow({
    title: WINDOW_TITLE,
    width: 1280,
    height: 720,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: '#ffffff',
    webPreferences: webPreferences(ui, preload),
  });
  // SECURITY: H14 — advisory: it keeps screen recorders out where the system can, unless profile or policy let a help desk look.
  window.setContentProtection(app.isPackaged && contentProtection);
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}
