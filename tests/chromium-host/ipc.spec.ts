import { expect, test } from './fixture.ts';

test('senderFrame is the main frame itself, and the sender the window’s contents', async ({
  page,
  electronApp,
}) => {
  await page.evaluate(() => window.vrs.lookUp('a'));
  expect(await electronApp.evaluate(() => globalThis.senders)).toEqual([
    {
      isMainFrame: true,
      isSender: true,
      origin: 'app://local',
      url: 'app://local/index.html',
      hasParent: false,
    },
  ]);
});

test('mainFrame stays the same object over a reload', async ({ page, electronApp }) => {
  const handle = await electronApp.browserWindow(page);
  await handle.evaluate((browserWindow) =>
    Object.assign(globalThis, { frameBefore: browserWindow.webContents.mainFrame }),
  );
  await page.evaluate(() => location.reload()).catch(() => undefined);
  await page.waitForFunction(() => window.atScriptStart?.['vrs'] === 'object');
  await page.evaluate(() => window.vrs.lookUp('a'));
  expect((await electronApp.evaluate(() => globalThis.senders)).at(-1)?.isMainFrame).toBe(true);
});

test('the nearest handler answers: the frame’s, then the contents’, then ipcMain’s', async ({
  page,
  electronApp,
}) => {
  expect(await page.evaluate(() => window.vrs.mainOnly())).toBe('ipcMain');
  expect(await page.evaluate(() => window.vrs.who())).toBe('contents');
  await electronApp.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.ipc.handle('who', () => 'frame');
  });
  expect(await page.evaluate(() => window.vrs.who())).toBe('frame');
  await electronApp.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.mainFrame.ipc.removeHandler('who');
    contents?.ipc.removeHandler('who');
  });
  expect(await page.evaluate(() => window.vrs.who())).toBe('ipcMain');
});

test('a second handler for a channel, and a handler that is no function, are refused in Electron’s words', async ({
  electronApp,
  page,
}) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const messages = await electronApp.evaluate(({ ipcMain }) => {
    const attempts = [
      () => ipcMain.handle('who', () => 1),
      () => ipcMain.handle('other', 'text' as unknown as () => void),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'done';
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(messages).toEqual([
    "Attempted to register a second handler for 'who'",
    "Expected handler to be a function, but found type 'string'",
  ]);
});

test('one-way messages reach the contents’ listener', async ({ page, electronApp }) => {
  await page.evaluate(() => window.vrs.note('こんにちは'));
  await expect.poll(() => electronApp.evaluate(() => globalThis.appLog)).toContain('note こんにちは');
});

test('handlers belong to their window: a message from the second is not the first’s', async ({
  page,
  electronApp,
}) => {
  const [second] = await Promise.all([
    electronApp.waitForEvent('window'),
    page.evaluate(() => window.vrs.secondWindow()),
  ]);
  await second.getByRole('heading').waitFor();
  await electronApp.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) {
      window.webContents.ipc.removeHandler('who');
      window.webContents.ipc.handle('who', () => window.webContents.getURL());
    }
  });
  expect(await page.evaluate(() => window.vrs.who())).toBe('app://local/index.html');
  expect(await second.evaluate(() => window.vrs.who())).toBe('app://local/index.html#second');
});
