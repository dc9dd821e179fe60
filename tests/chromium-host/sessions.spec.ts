import { expect, test } from './fixture.ts';

/** Two sessions with windows: what one has, the other has not. */

test('sessions share neither handlers, guards, storage nor cookies', async ({ page, electronApp }) => {
  const [other] = await Promise.all([
    electronApp.waitForEvent('window'),
    electronApp.evaluate(async ({ BrowserWindow, session }) => {
      const second = session.fromPartition('other', { cache: false });
      const seen: string[] = [];
      Object.assign(globalThis, { seenByOther: seen });
      second.setPermissionCheckHandler(() => false);
      second.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
      second.webRequest.onBeforeRequest((details, decide) => {
        seen.push(details.url);
        decide({ cancel: details.url.endsWith('/refused') });
      });
      second.protocol.handle(
        'app',
        ({ url }) =>
          new Response(`<!doctype html><title>二</title><h1>${new URL(url).pathname}</h1>`, {
            headers: { 'content-type': 'text/html' },
          }),
      );
      const window = new BrowserWindow({
        webPreferences: { session: second, sandbox: true, contextIsolation: true, nodeIntegration: false },
      });
      await window.loadURL('app://local/other');
    }),
  ]);
  await expect(other.getByRole('heading')).toHaveText('/other');
  await expect(page.getByRole('heading')).toHaveText('接種記録の照会');
  expect(await other.evaluate(() => typeof window.vrs)).toBe('undefined');

  await page.evaluate(() => {
    // oxlint-disable-next-line no-restricted-globals -- shown here not to be shared
    localStorage.setItem('of', 'ui');
    document.cookie = 'of=ui';
  });
  const stored = await other.evaluate(() => {
    // oxlint-disable-next-line no-restricted-globals -- shown here not to be shared
    return [localStorage.getItem('of'), document.cookie];
  });
  expect(stored).toEqual([null, '']);

  expect(await other.evaluate(() => fetch('/refused').then(String, (error: Error) => error.name))).toBe(
    'TypeError',
  );
  expect(await page.evaluate(async () => (await fetch('/refused')).status)).toBe(404);
  const seen = await electronApp.evaluate(() => Reflect.get(globalThis, 'seenByOther') as string[]);
  expect(new Set(seen)).toEqual(new Set(['app://local/other', 'app://local/refused']));
  const same = await electronApp.evaluate(({ BrowserWindow, session }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.session === session.fromPartition('ui')),
  );
  expect(same).toEqual([true, false]);
});

test('clearStorageData empties what the pages of a session have stored', async ({ page, electronApp }) => {
  await page.evaluate(() => {
    // oxlint-disable-next-line no-restricted-globals -- what is to be cleared
    localStorage.setItem('a', 'b');
    document.cookie = 'a=b';
  });
  await electronApp.evaluate(({ session }) =>
    session.fromPartition('ui', { cache: false }).clearStorageData(),
  );
  const left = await page.evaluate(() => {
    // oxlint-disable-next-line no-restricted-globals -- what is to be cleared
    return [localStorage.length, document.cookie];
  });
  expect(left).toEqual([0, '']);
});
