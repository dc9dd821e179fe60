import { expect, logOf, test, violationsOf } from './fixture.ts';

/** The levers and lists that only the host has. */

test('senderFrame can be made null, as it is in Electron after a navigation', async ({
  page,
  electronApp,
}) => {
  await electronApp.evaluate(() => globalThis.__chromiumHost?.setSenderFrameNull(true));
  const refused = await page.evaluate(() =>
    window.vrs.lookUp('a').then(String, (error: Error) => error.message),
  );
  expect(refused).toContain('untrusted sender');
  await electronApp.evaluate(() => globalThis.__chromiumHost?.setSenderFrameNull(false));
  expect((await page.evaluate(() => window.vrs.lookUp('a'))).hits).toEqual(['A']);
});

test('senderFrame is null once the document that sent has gone', async ({ page, electronApp }) => {
  await electronApp.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.ipc.removeHandler('who');
    contents?.ipc.handle('who', async (event) => {
      const before = event.senderFrame !== null;
      await new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
      Object.assign(globalThis, { frames: [before, event.senderFrame] });
    });
  });
  await page
    .evaluate(() => {
      void window.vrs.who();
      location.reload();
    })
    .catch(() => undefined);
  await expect
    .poll(() => electronApp.evaluate(() => Reflect.get(globalThis, 'frames') as unknown))
    .toEqual([true, null]);
});

test('idle time and power events are what the test says', async ({ page, electronApp }) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const idle = await electronApp.evaluate(({ powerMonitor }) => {
    globalThis.__chromiumHost?.setSystemIdleTime(901);
    globalThis.__chromiumHost?.emitPowerEvent('suspend');
    return [powerMonitor.getSystemIdleTime(), powerMonitor.getSystemIdleState(900)];
  });
  expect(idle).toEqual([901, 'idle']);
  expect(await logOf(electronApp)).toContain('suspend');
});

test('calls without an effect are recorded, and what before-input-event was answered', async ({
  page,
  electronApp,
}) => {
  await page.keyboard.press('Control+r');
  await page.keyboard.press('a');
  await electronApp.evaluate(({ app }) => app.configureHostResolver({ secureDnsMode: 'off' }));
  const recorded = (): Promise<unknown[]> =>
    electronApp.evaluate(() =>
      (globalThis.__chromiumHost?.recorded ?? []).map(({ api, args }) => [api].concat(args as string[])),
    );
  await expect.poll(recorded).toContainEqual(['before-input-event', 'a', false]);
  expect(await recorded()).toEqual(
    expect.arrayContaining([
      ['app.enableSandbox'],
      ['BrowserWindow.setContentProtection', true],
      ['app.configureHostResolver', { secureDnsMode: 'off' }],
      ['before-input-event', 'r', true],
    ]),
  );
});

test.describe('violations', () => {
  test.use({
    allowedViolations: [
      'window-open',
      'download',
      'permission-granted',
      'print',
      'dialog',
      'left-the-app',
      'error-page',
      'network',
    ],
  });

  test('name what the app let pass: popups, downloads, permissions, navigations', async ({
    page,
    electronApp,
  }) => {
    await electronApp.evaluate(({ BrowserWindow, session }) => {
      const ui = session.fromPartition('ui', { cache: false });
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      ui.removeAllListeners('will-download');
      ui.setPermissionCheckHandler(null);
      ui.setPermissionRequestHandler(null);
      ui.webRequest.onBeforeRequest(null);
      contents?.removeAllListeners('will-navigate');
      contents?.setWindowOpenHandler(() => ({ action: 'allow' }));
      return contents?.loadURL('app://local/index.html?again');
    });
    await page.getByRole('heading').waitFor();
    await page.evaluate(() => {
      window.open('https://evil.example/popup');
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
      print();
    });
    await page.evaluate(() => void (location.href = 'https://evil.example/away'));
    const kinds = async (): Promise<string[]> =>
      [...new Set((await violationsOf(electronApp)).map(({ kind }) => kind))].toSorted();
    await expect.poll(kinds).toEqual(['download', 'network', 'permission-granted', 'print', 'window-open']);
  });
});
