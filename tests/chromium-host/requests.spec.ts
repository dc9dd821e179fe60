import { expect, logOf, test } from './fixture.ts';

test('the content policy that the handler sends holds: no inline script, no fetch elsewhere, trusted types, no worker of service', async ({
  page,
}) => {
  expect(await page.evaluate(() => Reflect.get(window, 'inlineRan') as unknown)).toBe(undefined);
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    let trustedTypes = 'allowed';
    try {
      script.text = 'window.mark = 1';
      document.head.append(script);
    } catch (error) {
      trustedTypes = (error as Error).name;
    }
    const elsewhere = await fetch('https://evil.example/x').then(
      () => 'got',
      (error: Error) => error.name,
    );
    const worker = await navigator.serviceWorker.register('/sw.js').then(
      () => 'registered',
      (error: Error) => error.name,
    );
    return { mark: window.mark, trustedTypes, elsewhere, worker };
  });
  expect(outcome).toMatchObject({ trustedTypes: 'TypeError', elsewhere: 'TypeError' });
  expect(outcome.mark).toBe(undefined);
  expect(outcome.worker).not.toBe('registered');
  expect(await page.evaluate(() => window.cspReports)).toContain('connect-src https://evil.example/x');
});

test('where the content policy does not reach, webRequest cancels', async ({ page, electronApp }) => {
  await electronApp.evaluate(({ session }) => {
    const { protocol } = session.fromPartition('ui', { cache: false });
    protocol.unhandle('app');
    protocol.handle(
      'app',
      () => new Response('<!doctype html><h1>no policy', { headers: { 'content-type': 'text/html' } }),
    );
  });
  await page.evaluate(() => location.reload()).catch(() => undefined);
  await page.getByRole('heading', { name: 'no policy' }).waitFor();
  const outcome = await page.evaluate(async () => {
    const fetched = await fetch('https://evil.example/y').then(
      () => 'got',
      (error: Error) => error.name,
    );
    const image = await new Promise((resolve) => {
      const element = new Image();
      element.addEventListener('load', () => resolve('got'));
      element.addEventListener('error', () => resolve('error'));
      element.src = 'https://evil.example/i.png';
    });
    return [fetched, image];
  });
  expect(outcome).toEqual(['TypeError', 'error']);
  expect(await logOf(electronApp)).toEqual(
    expect.arrayContaining(['blocked https://evil.example/y', 'blocked https://evil.example/i.png']),
  );
});

test('permissions are denied', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    return {
      notification: await Notification.requestPermission(),
      position: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('got'),
          (error) => resolve(error.code),
        );
      }),
      microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'got',
        (error: Error) => error.name,
      ),
      clipboard: await navigator.clipboard.readText().then(
        () => 'got',
        (error: Error) => error.name,
      ),
      query: (await navigator.permissions.query({ name: 'notifications' })).state,
    };
  });
  expect(outcome).toEqual({
    notification: 'denied',
    position: 1,
    microphone: expect.stringMatching(/NotAllowed|NotFound/),
    clipboard: 'NotAllowedError',
    query: 'denied',
  });
});

test('a request body reaches the handler, and a path outside the folder does not', async ({ page }) => {
  expect(
    await page.evaluate(async () => (await fetch('/echo', { method: 'POST', body: '日本語' })).text()),
  ).toBe('日本語');
  expect(await page.evaluate(async () => (await fetch('/../../package.json')).status)).toBe(404);
});

test('downloads are denied', async ({ page, electronApp }) => {
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.txt';
    document.body.append(link);
    link.click();
  });
  await expect.poll(() => logOf(electronApp)).toContain('will-download x.txt');
});

test('a redirect within fetch is followed to the handler', async ({ page }) => {
  expect(await page.evaluate(async () => (await fetch('/redirect')).status)).toBe(200);
});
