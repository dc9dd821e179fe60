import { expect, logOf, test } from './fixture.ts';

test('window.open, target=_blank, middle click and Ctrl click open nothing; the app was asked each time', async ({
  page,
  electronApp,
}) => {
  expect(await page.evaluate(() => window.open('https://evil.example/a'))).toBe(null);
  const link = page.getByRole('link', { name: 'blank' });
  await link.click();
  await link.click({ button: 'middle' });
  await link.click({ modifiers: ['Control'] });
  await expect
    .poll(async () => (await logOf(electronApp)).filter((line) => line.startsWith('window-open')).length)
    .toBe(4);
  // Chromium makes the targets before they are closed, so the runner may see them for a moment.
  await expect.poll(() => electronApp.windows().length).toBe(1);
  expect(page.url()).toMatch(/index\.html$/);
});

test('a navigation to another origin is asked about and prevented, and the page stays', async ({
  page,
  electronApp,
}) => {
  const before = await page.evaluate(() => {
    window.mark = 7;
    return location.href;
  });
  await page.getByRole('link', { name: 'top' }).click();
  for (const url of [
    'https://evil.example/x',
    'blob:',
    'data:text/html,x',
    'file:///etc/passwd',
    ['javascript', 'void(window.mark=8)'].join(':'),
  ]) {
    await page
      .evaluate((target) => {
        const blob = new Blob(['<h1>b'], { type: 'text/html' });
        location.href = target === 'blob:' ? URL.createObjectURL(blob) : target;
      }, url)
      .catch(() => undefined);
  }
  await page.waitForTimeout(400);
  expect(await page.evaluate(() => [window.mark, location.href])).toEqual([7, before]);
  expect(await logOf(electronApp)).toContain('will-navigate https://evil.example/top');
});

test('about:blank cannot be prevented, as in Electron: the app comes back by itself', async ({
  page,
  electronApp,
}) => {
  await page.evaluate(() => void (location.href = 'about:blank')).catch(() => undefined);
  await page.getByRole('heading').waitFor();
  expect(await page.evaluate(() => typeof window.vrs)).toBe('object');
  expect(await logOf(electronApp)).toContain('came back from about:blank');
});

test('a redirect is asked about and can be prevented', async ({ page, electronApp }) => {
  await page.evaluate(() => void (location.href = '/redirect')).catch(() => undefined);
  await expect.poll(() => logOf(electronApp)).toContain('will-redirect app://local/index.html#redirected');
  await expect(page.getByRole('heading')).toBeVisible();
});

test('same-document navigation is no navigation, and getURL keeps the fragment', async ({
  page,
  electronApp,
}) => {
  await page.evaluate(() => void (location.hash = '#接種'));
  const handle = await electronApp.browserWindow(page);
  await expect
    .poll(() => handle.evaluate((browserWindow) => decodeURIComponent(browserWindow.webContents.getURL())))
    .toBe('app://local/index.html#接種');
  expect((await logOf(electronApp)).filter((line) => line.startsWith('will-navigate'))).toEqual([]);
});

test.describe('a handler that throws', () => {
  test.use({ allowedViolations: ['error-page'] });

  test('makes loadURL reject with Electron’s fields', async ({ page, electronApp }) => {
    const handle = await electronApp.browserWindow(page);
    const error = await handle.evaluate(async (browserWindow) => {
      const { protocol } = browserWindow.webContents.session;
      protocol.unhandle('app');
      protocol.handle('app', () => {
        throw new Error('broken');
      });
      return browserWindow
        .loadURL('app://local/other.html')
        .then(String, (caught: Error & { code: string; errno: number }) => [
          caught.message,
          caught.code,
          caught.errno,
        ]);
    });
    expect(error).toEqual(["ERR_UNEXPECTED (-9) loading 'app://local/other.html'", 'ERR_UNEXPECTED', -9]);
  });
});
