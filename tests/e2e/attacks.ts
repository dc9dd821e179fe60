/* oxlint-disable unicorn/consistent-function-scoping -- all of it is carried into the page as one function */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A place on this machine that a page might reach: it only counts who came. */
export async function listening(): Promise<{ readonly port: number; readonly end: () => Promise<number> }> {
  let came = 0;
  const server = createServer((socket) => {
    came += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    end: async () => {
      server.close();
      await once(server, 'close');
      return came;
    },
  };
}

/**
 * What a hostile script in the page would try, one after the other; runs in the page. Each is told as `refused`, as `nothing` (it did
 * not throw and had no effect), or as `reached`.
 */
export async function attack(port: number): Promise<Record<string, string>> {
  const outside = `http://127.0.0.1:${port}/x`;
  const socket = `ws://127.0.0.1:${port}/x`;
  const tried: Record<string, string> = {};
  const attempt = async (name: string, action: () => unknown): Promise<void> => {
    try {
      const result = await action();
      tried[name] =
        result === null || result === undefined || result === false || result === '' ? 'nothing' : 'reached';
    } catch {
      tried[name] = 'refused';
    }
  };
  /** Whether it came as far as being there; a second without a word is a no. */
  const loads = (element: HTMLElement): Promise<boolean> =>
    new Promise((resolve) => {
      element.addEventListener('load', () => resolve(true));
      element.addEventListener('error', () => resolve(false));
      document.body.append(element);
      setTimeout(() => resolve(false), 700);
    });
  const opens = (target: EventTarget): Promise<boolean> =>
    new Promise((resolve) => {
      target.addEventListener('open', () => resolve(true));
      target.addEventListener('message', () => resolve(true));
      target.addEventListener('error', () => resolve(false));
      setTimeout(() => resolve(false), 700);
    });
  /** From a timer: what the driver evaluates itself is let past the policy. */
  const later = (action: () => unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(action());
        } catch (error) {
          reject(error);
        }
      });
    });
  const evil = (): unknown => Reflect.get(globalThis, 'evil') ?? null;
  const blob = (): string =>
    URL.createObjectURL(new Blob(['globalThis.evil = 1'], { type: 'text/javascript' }));
  const made = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes: Record<string, string>,
  ): HTMLElementTagNameMap[Name] => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  await attempt('fetch', () => fetch(outside));
  await attempt('fetch own', () => fetch('/index.html'));
  await attempt(
    'request',
    () =>
      new Promise((resolve, reject) => {
        // oxlint-disable-next-line no-restricted-globals -- what is refused
        const request = new XMLHttpRequest();
        request.addEventListener('load', () => resolve('reached'));
        request.addEventListener('error', () => reject(new Error('refused')));
        request.open('GET', outside);
        request.send();
      }),
  );
  // oxlint-disable-next-line no-restricted-globals -- what is refused
  await attempt('web socket', () => opens(new WebSocket(socket)));
  await attempt('event source', () => opens(new EventSource(outside)));
  // Chromium says yes as soon as it has taken it over; what counts is that nobody comes.
  await attempt('beacon', () => void navigator.sendBeacon(outside, 'x'));
  await attempt('evaluate', () => later(() => Reflect.apply(Function, undefined, ['return 1'])()));
  await attempt('text for a timer', async () => {
    Reflect.apply(setTimeout, globalThis, ['globalThis.evil = 1', 0]);
    await later(() => undefined);
    return evil();
  });
  await attempt('inline script', () => {
    document.body.append(
      Object.assign(document.createElement('script'), { textContent: 'globalThis.evil = 1' }),
    );
    return evil();
  });
  await attempt('script of a blob', () => loads(made('script', { src: blob() })));
  await attempt('script of data', () =>
    loads(made('script', { src: 'data:text/javascript,globalThis.evil=1' })),
  );
  await attempt('script from outside', () => loads(made('script', { src: outside })));
  await attempt('import of a blob', () => later(() => import(/* @vite-ignore */ blob())));
  await attempt('inline handler', () => {
    const element = made('div', { onclick: 'globalThis.evil = 1' });
    element.click();
    return evil();
  });
  await attempt('inline style', () => {
    const element = made('div', { style: 'position: fixed' });
    document.body.append(element);
    return getComputedStyle(element).position === 'fixed';
  });
  await attempt('markup', () => {
    document.body.insertAdjacentHTML('beforeend', `<img src="${outside}">`);
    return 'inserted';
  });
  await attempt('picture', () => loads(made('img', { src: outside })));
  await attempt('style sheet', () => loads(made('link', { rel: 'stylesheet', href: outside })));
  await attempt('prefetch', () => loads(made('link', { rel: 'prefetch', href: outside })));
  await attempt('object', () => loads(made('object', { data: outside })));
  await attempt('frame', async () => {
    const frame = made('iframe', { src: outside });
    await loads(frame);
    return frame.contentDocument?.body.textContent ?? null;
  });
  await attempt('frame of our page', async () => {
    const frame = made('iframe', { src: '/index.html' });
    await loads(frame);
    return frame.contentDocument?.querySelector('#root') ?? null;
  });
  await attempt('open', () => open(outside));
  await attempt('open a blob', () => open(blob()));
  await attempt('worker', () => opens(new Worker('/index.html')));
  await attempt('worker of a blob', () => opens(new Worker(blob())));
  await attempt('shared worker', () => opens(new SharedWorker(blob())));
  await attempt('service worker', () => navigator.serviceWorker.register('/sw.js'));
  await attempt('notification', async () => (await Notification.requestPermission()) === 'granted');
  return tried;
}
