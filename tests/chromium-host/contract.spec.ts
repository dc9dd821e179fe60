import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { apps, expect, logOf, test } from './fixture.ts';

/**
 * Facts that the app relies on, written down as one transcript: values, words and orders. RECORD_TRANSCRIPT=1 writes the file
 * and says where it was recorded; every other run, on whichever target, must give the same. As long as the file was recorded
 * on the host, it only guards against change; once it was recorded on Electron, it holds the host to Electron.
 */
const file = path.join(apps, 'transcript.json');

test('the facts are those that were recorded', async ({ page, electronApp, target }) => {
  const facts = {
    bridge: await page.evaluate(async () => {
      const cyclic: unknown[] = [];
      cyclic.push(cyclic);
      const attempts: Record<string, () => unknown> = {
        throwSync: () => window.vrs.throwSync(),
        cyclicArray: () => window.vrs.nothing(cyclic),
        symbol: () => window.vrs.nothing(Symbol('x')),
        functionInside: () => window.vrs.nothing({ f: () => 1 }),
        boom: () => window.vrs.lookUp('boom'),
        badReply: () => window.vrs.badReply(),
        notHere: () => window.vrs.notHere(),
      };
      const outcomes: Record<string, string> = {};
      for (const [name, attempt] of Object.entries(attempts)) {
        try {
          await attempt();
          outcomes[name] = 'no error';
        } catch (error) {
          outcomes[name] = `${(error as Error).name}: ${(error as Error).message}`;
        }
      }
      const kinds = await window.vrs.echo(
        new Date(0),
        new Uint8Array(2),
        new Map(),
        new Set(),
        /x/u,
        1n,
        undefined,
        null,
        -0,
        new RangeError('r'),
      );
      return {
        outcomes,
        isFrozen: [window.vrs, window.vrs.nested, window.vrs.nested.deep].map((value) =>
          Object.isFrozen(value),
        ),
        isWritable: Object.getOwnPropertyDescriptor(window, 'vrs')?.writable,
        leak: JSON.stringify(window.vrs.leak()),
        require: window.vrs.tryRequire('node:fs'),
        kinds: kinds.map(
          (value) =>
            `${Object.prototype.toString.call(value)} ${Object.is(value, -0) ? '-0' : String(value).slice(0, 20)}`,
        ),
        opened: window.open('https://evil.example/a') === null,
      };
    }),
    senders: await page
      .evaluate(() => window.vrs.lookUp('a'))
      .then(() => electronApp.evaluate(() => globalThis.senders.at(-1))),
    precedence: [
      await page.evaluate(() => window.vrs.who()),
      await page.evaluate(() => window.vrs.mainOnly()),
    ],
    main: await electronApp.evaluate(({ ipcMain, session, app }) => {
      const attempts: Record<string, () => void> = {
        secondHandler: () => ipcMain.handle('who', () => 1),
        noFunction: () => ipcMain.handle('x', 1 as unknown as () => void),
        relativePath: () => app.setPath('logs', 'x'),
        unknownPath: () => app.setPath('nothing', '/x'),
      };
      const outcomes: Record<string, string> = {};
      for (const [name, attempt] of Object.entries(attempts)) {
        try {
          attempt();
          outcomes[name] = 'no error';
        } catch (error) {
          outcomes[name] = String(error);
        }
      }
      return {
        outcomes,
        sameSession: session.fromPartition('ui') === session.fromPartition('ui'),
        isPersistent: [session.fromPartition('ui').isPersistent(), session.defaultSession.isPersistent()],
      };
    }),
    // The first picture and the end of loading come in either order.
    log: (await logOf(electronApp)).filter((line) => !/^(?:console |ready-to-show)/.test(line)),
  };

  if (process.env['RECORD_TRANSCRIPT'] === '1') {
    const recordedOn = await electronApp.evaluate(
      () => `${process.versions['electron']}, Chromium ${process.versions['chrome']}`,
    );
    writeFileSync(file, `${JSON.stringify({ recordedOn: `${target} ${recordedOn}`, facts }, null, 2)}\n`);
  }
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as { readonly facts: unknown };
  expect(facts).toEqual(recorded.facts);
});
