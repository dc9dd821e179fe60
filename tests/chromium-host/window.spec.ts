import { createHash } from 'node:crypto';

import { expect, logOf, test } from './fixture.ts';

test('two windows are two pages, each with its own BrowserWindow', async ({ page, electronApp }) => {
  const [second] = await Promise.all([
    electronApp.waitForEvent('window'),
    page.evaluate(() => window.vrs.secondWindow()),
  ]);
  await second.getByRole('heading').waitFor();
  const count = (): Promise<number> =>
    electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(await count()).toBe(2);
  const handle = await electronApp.browserWindow(second);
  expect(await handle.evaluate((browserWindow) => browserWindow.webContents.getURL())).toBe(
    'app://local/index.html#second',
  );
  expect((await second.evaluate(() => window.vrs.lookUp('b'))).hits).toEqual(['B']);
  await second.close();
  await expect.poll(count).toBe(1);
});

test('the size that was asked for is the size of the page, and can be changed', async ({
  page,
  electronApp,
}) => {
  const size = (): Promise<number[]> => page.evaluate(() => [innerWidth, innerHeight]);
  await expect.poll(size).toEqual([1280, 800]);
  const handle = await electronApp.browserWindow(page);
  await handle.evaluate((browserWindow) => browserWindow.setContentSize(1000, 640));
  await expect.poll(size).toEqual([1000, 640]);
  expect(await handle.evaluate((browserWindow) => browserWindow.getContentSize())).toEqual([1000, 640]);
});

test('zooming lays the page out narrower', async ({ page, electronApp }) => {
  const handle = await electronApp.browserWindow(page);
  await handle.evaluate((browserWindow) => browserWindow.webContents.setZoomFactor(2));
  await expect.poll(() => page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([640, 2]);
  expect(await handle.evaluate((browserWindow) => browserWindow.webContents.getZoomFactor())).toBeCloseTo(2);
  await page.getByRole('button', { name: '照会' }).click();
  await expect(page.getByRole('status')).toContainText('NEKO');
  await handle.evaluate((browserWindow) => browserWindow.webContents.setZoomLevel(0));
  await expect.poll(() => page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([1280, 1]);
});

test('the window is shown when its first picture is there, and its title is the page’s', async ({
  page,
  electronApp,
}) => {
  await expect.poll(() => logOf(electronApp)).toContain('ready-to-show');
  const handle = await electronApp.browserWindow(page);
  const state = await handle.evaluate((browserWindow) => ({
    visible: browserWindow.isVisible(),
    protected: browserWindow.isContentProtected(),
    minimized: browserWindow.isMinimized(),
    destroyed: browserWindow.isDestroyed(),
  }));
  expect(state).toEqual({ visible: true, protected: true, minimized: false, destroyed: false });
  await expect
    .poll(() => handle.evaluate((browserWindow) => browserWindow.getTitle()))
    .toBe('接種記録の照会');
  await page.evaluate(() => void (document.title = '一括登録'));
  await expect.poll(() => handle.evaluate((browserWindow) => browserWindow.getTitle())).toBe('一括登録');
});

test('a crashed page is announced and comes back by reload', async ({ page, electronApp }) => {
  const handle = await electronApp.browserWindow(page);
  await handle.evaluate((browserWindow) => browserWindow.webContents.forcefullyCrashRenderer());
  await expect
    .poll(() => logOf(electronApp))
    .toEqual(expect.arrayContaining([expect.stringMatching(/^gone /)]));
  await expect
    .poll(async () => (await logOf(electronApp)).filter((line) => line.startsWith('did-finish-load')).length)
    .toBe(2);
  expect(await handle.evaluate((browserWindow) => browserWindow.webContents.isCrashed())).toBe(false);
});

test('a page prints to PDF', async ({ page }) => {
  const [length, start] = await page.evaluate(async () => {
    const bytes = await window.vrs.pdf();
    return [bytes.length, String.fromCharCode(...bytes.slice(0, 5))] as const;
  });
  expect(start).toBe('%PDF-');
  expect(length).toBeGreaterThan(5000);
});

test('capturePage gives a picture in the size of the page', async ({ page, electronApp }) => {
  const handle = await electronApp.browserWindow(page);
  const picture = await handle.evaluate(async (browserWindow) => {
    const image = await browserWindow.webContents.capturePage();
    return {
      size: image.getSize(),
      isEmpty: image.isEmpty(),
      start: image.toPNG().subarray(1, 4).toString(),
    };
  });
  expect(picture).toEqual({ size: { width: 1280, height: 800 }, isEmpty: false, start: 'PNG' });
});

test('two pictures of a still page are the same, byte for byte', async ({ page }) => {
  await page.evaluate(() => document.fonts.ready);
  const digest = async (): Promise<string> =>
    createHash('sha256')
      .update(await page.screenshot())
      .digest('hex');
  expect(await digest()).toBe(await digest());
});

test('keys and the context menu are reported to the app', async ({ page, electronApp }) => {
  await page.getByLabel('券番号').click();
  await page.keyboard.press('Control+r');
  await page.getByLabel('券番号').click({ button: 'right' });
  await expect.poll(() => logOf(electronApp)).toContain('context-menu true');
  await page.evaluate(() => console.warn('気をつけて'));
  await expect.poll(() => logOf(electronApp)).toContain('console warning 気をつけて');
});

test('dialogs of the page come to nothing where the window disables them', async ({ page }) => {
  expect(await page.evaluate(() => [confirm('本当に？'), prompt('名前')])).toEqual([false, null]);
});

test('a dialog is answered by the test', async ({ page, electronApp }) => {
  await electronApp.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/tmp/名簿.csv'] });
  });
  expect(await page.evaluate(() => window.vrs.open())).toEqual(['/tmp/名簿.csv']);
});

test('power events can be raised by the test', async ({ page, electronApp }) => {
  await expect(page.getByRole('heading')).toBeVisible();
  await electronApp.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  expect(await logOf(electronApp)).toContain('suspend');
});

test('a close that the app prevents keeps the window', async ({ page, electronApp }) => {
  const handle = await electronApp.browserWindow(page);
  await handle.evaluate((browserWindow) => {
    browserWindow.once('close', (event: Electron.Event) => event.preventDefault());
    browserWindow.close();
  });
  await page.waitForTimeout(200);
  expect(await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('closing the last window ends the process', async ({ page, electronApp }) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const ended = new Promise((resolve) => electronApp.process().once('exit', resolve));
  await electronApp
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    .catch(() => undefined);
  expect(await ended).toBe(0);
});
