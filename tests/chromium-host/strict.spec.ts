import { expect, test } from './fixture.ts';

/** What the app is given is less than Electron, and says so by name. Only of the host: Electron has all of this. */

test('a window with insecure preferences, or with the basics not written out, cannot be made', async ({
  page,
  electronApp,
}) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const outcomes = await electronApp.evaluate(({ BrowserWindow, session }) => {
    const secure = {
      session: session.fromPartition('ui', { cache: false }),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    };
    const tries: Record<string, unknown>[] = [
      { ...secure, sandbox: false },
      { ...secure, webSecurity: false },
      { ...secure, enableBlinkFeatures: 'X' },
      { ...secure, partition: 'persist:ui' },
      { sandbox: true, contextIsolation: true, nodeIntegration: false },
    ];
    return tries.map((webPreferences) => {
      try {
        return String(new BrowserWindow({ webPreferences }).id);
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(outcomes).toEqual([
    'chromium-host: webPreferences.sandbox = false is refused as insecure',
    'chromium-host: webPreferences.webSecurity = false is refused as insecure',
    'chromium-host: webPreferences.enableBlinkFeatures is not implemented by the stand-in',
    'chromium-host: webPreferences.partition is not implemented by the stand-in',
    'chromium-host: webPreferences.session must be given: the default session is persistent',
  ]);
});

test('what is not implemented throws its name', async ({ page, electronApp }) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const outcomes = await electronApp.evaluate(async (electron) => {
    const { app, session, BrowserWindow, protocol, ipcMain, dialog, Menu } = electron;
    const window = BrowserWindow.getAllWindows()[0];
    const vrs = session.fromPartition('vrs', { cache: false });
    const attempts: Record<string, () => unknown> = {
      'app.setLoginItemSettings': () => app.setLoginItemSettings({}),
      'app.relaunch': () => app.relaunch(),
      "app.on('open-url')": () => app.on('open-url', () => undefined),
      "app.commandLine.appendSwitch('disable-web-security')": () =>
        app.commandLine.appendSwitch('disable-web-security'),
      'session.cookies': () => session.defaultSession.cookies,
      "session.fromPartition('persist:x')": () => session.fromPartition('persist:x', { cache: false }),
      "session.setProxy mode 'pac_script'": () => vrs.setProxy({ mode: 'pac_script', pacScript: 'data:,' }),
      'fetch on the default session': () => session.defaultSession.fetch('https://localhost/'),
      "fetch on session 'ui'": () =>
        session.fromPartition('ui', { cache: false }).fetch('https://localhost/'),
      "session.fetch('http:": () => vrs.fetch('http://localhost/'),
      'BrowserWindow.setOpacity': () => window?.setOpacity(1),
      'BrowserWindow.loadFile': () => window?.loadFile('x'),
      'BrowserWindow.fromBrowserView': () => Reflect.get(BrowserWindow, 'fromBrowserView'),
      'webContents.getPrintersAsync': () => window?.webContents.getPrintersAsync(),
      "print: option 'duplexMode'": () => window?.webContents.print({ duplexMode: 'simplex' }),
      'webContents.executeJavaScript': () => window?.webContents.executeJavaScript('1'),
      'webContents.openDevTools': () => window?.webContents.openDevTools(),
      "webContents.on('paint')": () => window?.webContents.on('paint', () => undefined),
      "loadURL('https:": () => window?.loadURL('https://example.com/'),
      'webRequest.onBeforeRequest with a URL filter': () =>
        vrs.webRequest.onBeforeRequest({ urls: ['https://a/*'] }, () => undefined),
      'session.webRequest.onHeadersReceived': () => vrs.webRequest.onHeadersReceived(() => undefined),
      "protocol.handle('other')": () => vrs.protocol.handle('other', () => new Response('')),
      'protocol.registerSchemesAsPrivileged should be called before': () =>
        protocol.registerSchemesAsPrivileged([]),
      'dialog.showMessageBox': () => dialog.showMessageBox({ message: 'x' }),
      'dialog.showOpenDialogSync': () => dialog.showOpenDialogSync({}),
      'Menu.setApplicationMenu with a menu': () => Menu.setApplicationMenu({} as Electron.Menu),
      'shell.openExternal': () => electron.shell.openExternal('https://example.com/'),
      'safeStorage.isEncryptionAvailable': () => electron.safeStorage.isEncryptionAvailable(),
      'clipboard.readText': () => Reflect.get(electron.clipboard, 'readText'),
      'net.fetch': () => electron.net.fetch('https://example.com/'),
      'globalShortcut.register': () => electron.globalShortcut.register('a', () => undefined),
      'utilityProcess.fork': () => electron.utilityProcess.fork('x.js'),
      'ipcMain.handleMany': () => Reflect.get(ipcMain, 'handleMany'),
    };
    const messages: string[] = [];
    for (const [expected, attempt] of Object.entries(attempts)) {
      try {
        await attempt();
        messages.push(`${expected}: nothing was thrown`);
      } catch (error) {
        const { message } = error as Error;
        if (!message.includes(expected)) messages.push(`${expected}: ${message}`);
      }
    }
    return messages;
  });
  expect(outcomes).toEqual([]);
});

test('assigning a member that Electron does not have throws; replacing a known one does not', async ({
  page,
  electronApp,
}) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const outcome = await electronApp.evaluate(({ dialog }) => {
    dialog.showErrorBox = () => undefined;
    try {
      Object.assign(dialog, { showOpenDialg: () => undefined });
      return 'assigned';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(outcome).toContain('dialog.showOpenDialg');
});

test('the same member is the same function each time, and chaining keeps the face', async ({
  page,
  electronApp,
}) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const outcome = await electronApp.evaluate(({ app, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return [
      app.on === app.on,
      app.on('before-quit', () => undefined) === app,
      window instanceof BrowserWindow,
      BrowserWindow.fromWebContents(window?.webContents as Electron.WebContents) === window,
      String(Reflect.get(app, 'then')),
    ];
  });
  expect(outcome).toEqual([true, true, true, true, 'undefined']);
});

test.describe('responses of the handler', () => {
  test.use({ allowedViolations: ['unsupported', 'error-page'] });

  for (const [name, headers, bytes] of [
    ['a cookie', { 'set-cookie': 'a=b' }, 1],
    ['a content policy that names the scheme', { 'content-security-policy': 'script-src app:' }, 1],
    ['more than 64 MiB', {}, 65 * 1024 * 1024],
  ] as const) {
    test(`${name} is refused`, async ({ page, electronApp }) => {
      await electronApp.evaluate(
        ({ session }, response) => {
          const { protocol } = session.fromPartition('ui', { cache: false });
          protocol.unhandle('app');
          protocol.handle(
            'app',
            () => new Response(new Uint8Array(response.bytes), { headers: response.headers }),
          );
        },
        { headers: { ...headers }, bytes },
      );
      expect(await page.evaluate(() => fetch('/any').then(String, (error: Error) => error.name))).toBe(
        'TypeError',
      );
      const violations = await electronApp.evaluate(() =>
        globalThis.__chromiumHost?.violations.map(({ kind }) => kind),
      );
      expect(violations).toEqual(['unsupported']);
    });
  }
});
