import { expect, test } from './fixture.ts';

test('a hostile page cannot listen on or speak into the bridge', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    const seen = new Set<string>();
    const target = EventTarget.prototype;
    const dispatchEvent = Reflect.get(target, 'dispatchEvent');
    const addEventListener = Reflect.get(target, 'addEventListener') as (...args: unknown[]) => void;
    const arrays = Object.getPrototypeOf([]) as object;
    target.dispatchEvent = function spied(event) {
      seen.add(`dispatch ${event.type}`);
      return dispatchEvent.call(this, event);
    };
    target.addEventListener = function spied(type: string, ...rest: unknown[]) {
      seen.add(`listen ${type}`);
      Reflect.apply(addEventListener, this, [type, ...rest]);
    };
    const NativeEvent = window.CustomEvent;
    window.CustomEvent = new Proxy(NativeEvent, {
      construct(made, args: [string, CustomEventInit]) {
        seen.add(`event ${args[0]}`);
        return new made(...args);
      },
    });
    const spy = (owner: object, name: string): void => {
      Object.defineProperty(owner, name, {
        configurable: true,
        writable: true,
        value: () => {
          seen.add(name);
        },
      });
    };
    Object.defineProperty(NativeEvent.prototype, 'detail', {
      get() {
        seen.add('detail');
        return null;
      },
    });
    spy(Map.prototype, 'get');
    spy(Map.prototype, 'set');
    spy(Object, 'getPrototypeOf');
    spy(Reflect, 'apply');
    spy(window, 'structuredClone');
    // Setters on prototypes would see every value that is assigned, descriptors with inherited getters would throw.
    Object.defineProperty(arrays, '0', {
      configurable: true,
      set() {
        seen.add('array setter');
      },
    });
    const got: number[] = [];
    const stop = window.vrs.onProgress((progress) => void (got[got.length] = progress.i));
    const result = await window.vrs.lookUp('k');
    await window.vrs.start(3);
    stop();
    const sum = window.vrs.addSync(1, 2);
    Reflect.deleteProperty(arrays, '0');
    return { seen: [...seen], hit: String(result.hits), sum };
  });
  expect(outcome.seen.filter((name) => name !== 'array setter')).toEqual([]);
  expect(outcome.hit).toBe('K');
  expect(outcome.sum).toBe(3);
});

test('the page finds no trace of the binding, the secret or the second world', async ({ page }) => {
  const names = await page.evaluate(() =>
    Reflect.ownKeys(window)
      .map(String)
      .filter((name) => /chromium|electron|host/i.test(name)),
  );
  expect(names).toEqual([]);
  expect(await page.evaluate(() => String(Object.getOwnPropertyDescriptor(window, 'open')?.writable))).toBe(
    'true',
  );
});

test('a message in the shape of the host’s own, sent by the page, reaches nobody', async ({
  page,
  electronApp,
}) => {
  await page.evaluate(() => {
    const message = ['call', 1, ['v', []]];
    for (const name of ['to-main', 'to-preload']) {
      window.dispatchEvent(new CustomEvent(name, { detail: message }));
      document.dispatchEvent(new CustomEvent(name, { detail: message }));
    }
    window.postMessage({ type: 'invoke', id: 1, channel: 'look-up', body: '[[]]' }, '*');
  });
  await page.evaluate(() => window.vrs.nothing(1));
  expect(await electronApp.evaluate(() => globalThis.senders)).toEqual([]);
});
