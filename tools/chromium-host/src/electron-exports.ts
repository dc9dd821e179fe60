/** The object that `require('electron')` gives in the main process. */
import { HostApp } from './app/app.ts';
import { cancelable } from './events.ts';
import type { Host } from './host.ts';
import { appEvents, appMembers, sessionStatics, unsupportedModules, webContentsStatics } from './manifest.ts';
import { createDialog } from './modules/dialog.ts';
import { createMenu } from './modules/menu.ts';
import { createPowerMonitor } from './modules/power-monitor.ts';
import { ClientCertificates } from './network/client-certificates.ts';
import { registerSchemes } from './session/protocol.ts';
import { Sessions } from './session/sessions.ts';
import { facade, unsupportedModule } from './strict.ts';
import { browserWindowConstructor } from './window/browser-window-class.ts';
import { IpcMainChannels } from './window/ipc-main.ts';
import { Windows } from './window/windows.ts';

export interface HostElectron {
  readonly app: HostApp;
  readonly sessions: Sessions;
  readonly windows: Windows;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** As Electron names itself to servers. */
const userAgentOf = (app: HostApp): string => {
  const { chrome = '0', electron = '0' } = process.versions as Readonly<Record<string, string>>;
  const product = `${encodeURIComponent(app.getName())}/${app.getVersion()}`;
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${product} Chrome/${chrome} Electron/${electron} Safari/537.36`;
};

/** `select-client-certificate`: the first of the list if nobody prevents it, as Electron does since version 44. */
function chooseCertificate(
  host: Host,
  app: HostApp,
  hostAndPort: string,
  list: readonly Electron.Certificate[],
): Promise<Electron.Certificate | undefined> {
  return new Promise((resolve) => {
    const event = cancelable({});
    const callback = (certificate?: Electron.Certificate | null): void => {
      // Worth a line: Electron calls its argument `url`, but it is `host:port`.
      if (!certificate)
        host.print(
          `[chromium-host] ${hostAndPort} asked for a client certificate; the app sent none of ${list.length}\n`,
        );
      resolve(certificate ?? undefined);
    };
    app.emit('select-client-certificate', event, null, hostAndPort, [...list], callback);
    if (!event.defaultPrevented) resolve(list[0]);
  });
}

export function createElectron(host: Host, userData: string): HostElectron {
  const certificates = new ClientCertificates();
  const app = new HostApp(host, certificates, userData);
  const appFace = facade<Electron.App>({ name: 'app', members: appMembers, events: appEvents }, app);
  const sessions = new Sessions(
    {
      host,
      certificates,
      chooseCertificate: (hostAndPort, list) => chooseCertificate(host, app, hostAndPort, list),
      userAgent: () => userAgentOf(app),
    },
    app,
  );
  const windows = new Windows();
  windows.onAllClosed = () => app.allWindowsClosed();
  app.windows = windows;
  const ipcMain = new IpcMainChannels();

  const exports = {
    app: appFace,
    BrowserWindow: browserWindowConstructor({ host, app, ipcMain, windows }),
    dialog: createDialog(host),
    ipcMain: IpcMainChannels.face('ipcMain', ipcMain),
    Menu: createMenu(),
    powerMonitor: createPowerMonitor(host),
    protocol: facade(
      { name: 'protocol (module)', members: ['registerSchemesAsPrivileged'] },
      {
        registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) =>
          registerSchemes(host.urls, schemes, app.isReady()),
      },
    ),
    session: facade({ name: 'session (module)', members: sessionStatics }, sessions),
    webContents: facade(
      { name: 'webContents (module)', members: webContentsStatics },
      {
        fromDevToolsTargetId: (id: string) => windows.byTarget(id)?.webContents,
        fromId: (id: number) => windows.all.find((window) => window.webContents.id === id)?.webContents,
        getAllWebContents: () => windows.all.map((window) => window.webContents),
      },
    ),
    ...Object.fromEntries(unsupportedModules.map((name) => [name, unsupportedModule(name)])),
  };
  return { app, sessions, windows, exports };
}
