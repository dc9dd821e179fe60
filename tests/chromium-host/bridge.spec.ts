import { expect, test } from './fixture.ts';

test('only the exposed API reaches the page, and the preload ran before the first page script', async ({
  page,
}) => {
  expect(await page.evaluate(() => window.atScriptStart)).toEqual({
    vrs: 'object',
    require: 'undefined',
    process: 'undefined',
    ipcRenderer: 'undefined',
    binding: 'undefined',
  });
  const extra = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const clean = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !clean.has(name) && !/^\d+$/.test(name));
  });
  expect(extra.toSorted()).toEqual(['atScriptStart', 'cspReports', 'vrs']);
  expect(await page.evaluate(() => window.vrs.tryRequire('node:fs'))).toContain('module not found');
  expect(await page.evaluate(() => isSecureContext && typeof crypto.subtle)).toBe('object');
});

test('the preload runs first after every reload as well', async ({ page }) => {
  for (let round = 0; round < 3; round++) {
    await page
      .evaluate(() => {
        window.atScriptStart = {};
        location.reload();
      })
      .catch(() => undefined);
    await page.waitForFunction(() => window.atScriptStart?.['vrs'] === 'object');
  }
  expect((await page.evaluate(() => window.vrs.lookUp('a'))).hits).toEqual(['A']);
});

test('the exposed object is frozen all the way down and cannot be replaced', async ({ page }) => {
  const outcomes = await page.evaluate(() => {
    const attempts = [
      () => Object.defineProperty(window, 'vrs', { value: 1 }),
      () => Object.assign(window.vrs, { version: 2 }),
      () => Object.assign(window.vrs.nested.deep, { answer: 0 }),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    });
  });
  expect(outcomes).toEqual(['TypeError', 'TypeError', 'TypeError']);
  expect(await page.evaluate(() => window.vrs.nested.deep.answer)).toBe(42);
});

test('synchronous functions stay synchronous, and their errors keep only the message', async ({ page }) => {
  expect(await page.evaluate(() => window.vrs.addSync(2, 3))).toBe(5);
  const error = await page.evaluate(() => {
    try {
      window.vrs.throwSync();
      return [];
    } catch (caught) {
      return [caught instanceof Error, (caught as Error).name, (caught as Error).message];
    }
  });
  expect(error).toEqual([true, 'Error', 'from preload']);
  const echoed = await page.evaluate(async () => {
    const [value] = await window.vrs.echo(new RangeError('kept?'));
    return [(value as Error).name, (value as Error).message];
  });
  expect(echoed).toEqual(['Error', 'kept?']);
});

test('a cyclic array runs into the depth limit, and ipcRenderer itself does not cross', async ({ page }) => {
  const message = await page.evaluate(() => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    try {
      void window.vrs.nothing(cyclic);
      return 'passed';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toContain('recursion depth');
  expect(await page.evaluate(() => JSON.stringify(window.vrs.leak()))).toBe('{}');
});

test('a throwing handler rejects in the page with Electron’s message', async ({ page }) => {
  const messageOf = (call: 'badReply' | 'notHere') =>
    page.evaluate((name) => window.vrs[name]().then(String, (error: Error) => error.message), call);
  expect(
    await page.evaluate(() => window.vrs.lookUp('boom').then(String, (error: Error) => error.message)),
  ).toBe("Error invoking remote method 'look-up': RangeError: no such entry: boom");
  expect(await messageOf('notHere')).toBe(
    "Error invoking remote method 'not-here': Error: No handler registered for 'not-here'",
  );
  expect(await messageOf('badReply')).toContain('could not be cloned');
});

test('the types of structured clone go there and back', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    const cyclic: { a: number; self?: unknown } = { a: 1 };
    cyclic.self = cyclic;
    const bytes = new Uint8Array([1, 2, 255]);
    const sparse: unknown[] = [1];
    sparse[2] = 3;
    const [
      date,
      array,
      map,
      set,
      nothing,
      nan,
      minusZero,
      infinity,
      big,
      pattern,
      holes,
      cycle,
      error,
      none,
      text,
      view,
      shared,
    ] = (await window.vrs.echo(
      new Date(86_400_000),
      bytes,
      new Map<unknown, unknown>([
        ['k', { v: 1 }],
        [1n, new Set([1])],
      ]),
      new Set(['日本', 2]),
      undefined,
      Number.NaN,
      -0,
      Number.NEGATIVE_INFINITY,
      12_345_678_901_234_567_890n,
      /あ+/giu,
      sparse,
      cyclic,
      new RangeError('x'),
      null,
      '𠮷野家\u0000\ud800',
      new DataView(bytes.buffer, 1, 2),
      [bytes, bytes],
    )) as [
      Date,
      Uint8Array,
      Map<unknown, unknown>,
      Set<unknown>,
      undefined,
      number,
      number,
      number,
      bigint,
      RegExp,
      unknown[],
      typeof cyclic,
      Error,
      null,
      string,
      DataView,
      unknown[],
    ];
    return {
      date: date instanceof Date && date.getTime() === 86_400_000,
      array: array instanceof Uint8Array && [...array].join() === '1,2,255',
      map: (map.get('k') as { v: number }).v === 1 && (map.get(1n) as Set<number>).has(1),
      set: set.has('日本'),
      undefined: nothing === undefined,
      nan: Number.isNaN(nan),
      minusZero: Object.is(minusZero, -0),
      infinity: infinity === Number.NEGATIVE_INFINITY,
      big: big === 12_345_678_901_234_567_890n,
      pattern: pattern.source === 'あ+' && pattern.flags === 'giu',
      holes: holes.length === 3 && holes[1] === undefined,
      cycle: cycle.self === cycle,
      error: error instanceof Error && error.message === 'x',
      null: none === null,
      text: text === '𠮷野家\u0000\ud800',
      view: view instanceof DataView && view.getUint8(0) === 2,
      shared: shared[0] === shared[1],
    };
  });
  expect(Object.entries(outcome).filter(([, ok]) => !ok)).toEqual([]);
  expect(await page.evaluate(() => window.vrs.types(new Uint8Array(2)))).toBe(
    '[object Uint8Array] true false',
  );
});

for (const [what, source] of [
  ['a symbol', "Symbol('x')"],
  ['a DOM node', 'document.body'],
  ['a WeakMap', 'new WeakMap()'],
  ['an object with a function', '{ f() {} }'],
  ['a function', '() => 1'],
] as const) {
  test(`${what} does not go through IPC`, async ({ page }) => {
    const attempt = `(async () => { try { await window.vrs.nothing(${source}); return 'passed'; } catch (error) { return error.message; } })()`;
    expect(await page.evaluate<string>(attempt)).toMatch(/could not be (?:cloned|passed)/);
  });
}

test('events from main arrive in order, and the unsubscribe function works', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    const got: { i: number; at: Date }[] = [];
    const stop = window.vrs.onProgress((progress) => got.push(progress));
    const done = await window.vrs.start(100);
    stop();
    await window.vrs.start(5);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return {
      count: got.length,
      inOrder: got.every((progress, index) => progress.i === index + 1),
      date: got[0]?.at instanceof Date,
      done,
    };
  });
  expect(outcome).toEqual({ count: 100, inOrder: true, date: true, done: 'done' });
});

test('five megabytes go to main and back unchanged', async ({ page }) => {
  const same = await page.evaluate(async () => {
    const bytes = new Uint8Array(5 * 1024 * 1024).map((_value, index) => index % 251);
    const [back] = (await window.vrs.echo(bytes)) as [Uint8Array];
    return back.length === bytes.length && back.every((value, index) => value === index % 251);
  });
  expect(same).toBe(true);
});
