/**
 * What of Electron the app uses, and therefore all that exists here. Each list is checked against electron.d.ts by its
 * `satisfies`; the classes implement `Pick<Electron.X, (typeof list)[number]>`; the strict faces let nothing else through.
 * Events marked "never fires" may be listened to, because the app guards against them, but nothing here raises them.
 */
// Brings the global namespace `Electron` into every file; nothing of it is loaded.
import type { app as electronApp } from 'electron';

const eventNames = (...names: string[]): readonly string[] => names;

export const appMembers = [
  'commandLine',
  'configureHostResolver',
  'enableSandbox',
  'exit',
  'getAppPath',
  'getName',
  'getPath',
  'getVersion',
  'hasSingleInstanceLock',
  'importCertificate',
  'isPackaged',
  'isReady',
  'name',
  'quit',
  'releaseSingleInstanceLock',
  'requestSingleInstanceLock',
  'setAppUserModelId',
  'setName',
  'setPath',
  'whenReady',
] as const satisfies readonly (keyof typeof electronApp)[];

export const appEvents = eventNames(
  'before-quit',
  'browser-window-created',
  'quit',
  'ready',
  'render-process-gone',
  'second-instance',
  'select-client-certificate',
  'session-created',
  'web-contents-created',
  'will-quit',
  'window-all-closed',
  // never fires: the network client has no web contents, and pages reach no server
  'certificate-error',
  'child-process-gone',
  'login',
);

export const commandLineMembers = [
  'appendSwitch',
  'getSwitchValue',
  'hasSwitch',
  'removeSwitch',
] as const satisfies readonly (keyof Electron.CommandLine)[];

export const browserWindowMembers = [
  'close',
  'destroy',
  'focus',
  'getBounds',
  'getContentSize',
  'getTitle',
  'hide',
  'id',
  'isContentProtected',
  'isDestroyed',
  'isFocused',
  'isMaximized',
  'isMinimized',
  'isVisible',
  'loadURL',
  'maximize',
  'minimize',
  'restore',
  'setBounds',
  'setContentProtection',
  'setContentSize',
  'setTitle',
  'show',
  'webContents',
] as const satisfies readonly (keyof Electron.BrowserWindow)[];

export const browserWindowStatics = [
  'fromId',
  'fromWebContents',
  'getAllWindows',
  'getFocusedWindow',
] as const satisfies readonly (keyof typeof Electron.BrowserWindow)[];

export const browserWindowEvents = eventNames(
  'blur',
  'close',
  'closed',
  'focus',
  'hide',
  'maximize',
  'minimize',
  'page-title-updated',
  'ready-to-show',
  'resize',
  'restore',
  'show',
);

export const webContentsMembers = [
  'capturePage',
  'close',
  'closeDevTools',
  'forcefullyCrashRenderer',
  'getTitle',
  'getURL',
  'getZoomFactor',
  'getZoomLevel',
  'id',
  'ipc',
  'isCrashed',
  'isDestroyed',
  'isDevToolsOpened',
  'loadURL',
  'mainFrame',
  'print',
  'printToPDF',
  'reload',
  'send',
  'session',
  'setWebRTCIPHandlingPolicy',
  'setWindowOpenHandler',
  'setZoomFactor',
  'setZoomLevel',
] as const satisfies readonly (keyof Electron.WebContents)[];

export const webContentsEvents = eventNames(
  'before-input-event',
  'console-message',
  'context-menu',
  'destroyed',
  'did-fail-load',
  'did-finish-load',
  'did-navigate',
  'did-navigate-in-page',
  'dom-ready',
  'ipc-message',
  'page-title-updated',
  'preload-error',
  'render-process-gone',
  'will-frame-navigate',
  'will-navigate',
  'will-redirect',
  // never fires: there is no webview, no DevTools window, no Bluetooth, no server with a login or certificate
  'certificate-error',
  'devtools-opened',
  'login',
  'select-bluetooth-device',
  'select-client-certificate',
  'will-attach-webview',
);

export const webContentsStatics = [
  'fromDevToolsTargetId',
  'fromId',
  'getAllWebContents',
] as const satisfies readonly (keyof typeof Electron.WebContents)[];

export const webFrameMembers = [
  'detached',
  'frames',
  'framesInSubtree',
  'ipc',
  'isDestroyed',
  'name',
  'origin',
  'parent',
  'send',
  'top',
  'url',
] as const satisfies readonly (keyof Electron.WebFrameMain)[];

export const webFrameEvents = eventNames('dom-ready');

export const ipcMembers = [
  'handle',
  'handleOnce',
  'removeHandler',
] as const satisfies readonly (keyof Electron.IpcMain)[];

export const sessionMembers = [
  'allowNTLMCredentialsForDomains',
  'clearCache',
  'clearStorageData',
  'closeAllConnections',
  'fetch',
  'isPersistent',
  'protocol',
  'setBluetoothPairingHandler',
  'setCertificateVerifyProc',
  'setDevicePermissionHandler',
  'setDisplayMediaRequestHandler',
  'setPermissionCheckHandler',
  'setPermissionRequestHandler',
  'setProxy',
  'setSSLConfig',
  'setSpellCheckerDictionaryDownloadURL',
  'setSpellCheckerEnabled',
  'setSpellCheckerLanguages',
  'setUSBProtectedClassesHandler',
  'webRequest',
] as const satisfies readonly (keyof Electron.Session)[];

export const sessionEvents = eventNames(
  'will-download',
  // never fires: there are no devices, and the file system access API is denied with every other permission
  'file-system-access-restricted',
  'select-hid-device',
  'select-serial-port',
  'select-usb-device',
);

export const sessionStatics = [
  'defaultSession',
  'fromPartition',
] as const satisfies readonly (keyof typeof Electron.Session)[];

export const protocolMembers = [
  'handle',
  'isProtocolHandled',
  'unhandle',
] as const satisfies readonly (keyof Electron.Protocol)[];

export const webRequestMembers = [
  'onBeforeRequest',
] as const satisfies readonly (keyof Electron.WebRequest)[];

export const dialogMembers = [
  'showErrorBox',
  'showMessageBox',
  'showOpenDialog',
  'showSaveDialog',
] as const satisfies readonly (keyof Electron.Dialog)[];

export const powerMonitorMembers = [
  'getSystemIdleState',
  'getSystemIdleTime',
] as const satisfies readonly (keyof Electron.PowerMonitor)[];

export const powerMonitorEvents = eventNames(
  'lock-screen',
  'resume',
  'shutdown',
  'suspend',
  'unlock-screen',
  'user-did-become-active',
  'user-did-resign-active',
);

export const menuStatics = [
  'getApplicationMenu',
  'setApplicationMenu',
] as const satisfies readonly (keyof typeof Electron.Menu)[];

/** Modules of the main process that the app has no business with: requiring them is free, using them throws. */
export const unsupportedModules = [
  'BaseWindow',
  'BrowserView',
  'MenuItem',
  'MessageChannelMain',
  'Notification',
  'ShareMenu',
  'TouchBar',
  'Tray',
  'View',
  'WebContentsView',
  'autoUpdater',
  'clipboard',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'globalShortcut',
  'inAppPurchase',
  'nativeImage',
  'nativeTheme',
  'net',
  'netLog',
  'powerSaveBlocker',
  'pushNotifications',
  'safeStorage',
  'screen',
  'shell',
  'systemPreferences',
  'utilityProcess',
  'webFrameMain',
] as const;
