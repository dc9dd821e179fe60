import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { ElectronApplication } from '@playwright/test';

import { expect, test } from './fixture.ts';

/** Of the host alone: Electron would open the system's dialog. `lp` is what a machine with CUPS has. */

const folder = mkdtempSync(path.join(tmpdir(), 'chromium-host-printer-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder for PATH with an `lp` of these lines, which begins in it. */
function withPrinter(name: string, ...lines: readonly string[]): string {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  const program = path.join(place, 'lp');
  writeFileSync(program, ['#!/bin/sh', `cd '${place}' || exit 9`, ...lines, ''].join('\n'));
  chmodSync(program, 0o755);
  return place;
}

const usualPath = process.env['PATH'] ?? '';

function print(
  electronApp: ElectronApplication,
  options?: Electron.WebContentsPrintOptions,
): Promise<readonly [boolean, string]> {
  return electronApp.evaluate(
    ({ BrowserWindow }, given) =>
      new Promise<readonly [boolean, string]>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.print(given, (success, reason) => resolve([success, reason]));
      }),
    options,
  );
}

test.describe('with a printer', () => {
  const place = withPrinter('works', 'echo "$@" > arguments', 'cat > paper.pdf');
  test.use({ appEnv: { PATH: `${place}${path.delimiter}${usualPath}` } });

  test('the page goes to it as a PDF, in the size, number and with the margins that were asked for', async ({
    page,
    electronApp,
  }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    const options = {
      silent: true,
      deviceName: '窓口',
      copies: 2,
      pageSize: 'A4',
      printBackground: true,
      footer: 'clerk01 <b>',
    } as const;
    expect(await print(electronApp, options)).toEqual([true, '']);
    const pdf = readFileSync(path.join(place, 'paper.pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/);
    expect(readFileSync(path.join(place, 'arguments'), 'utf8').trim()).toBe('-s -d 窓口 -n 2');
  });

  test('without options it is A4 on the printer of the system', async ({ page, electronApp }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    expect(await print(electronApp)).toEqual([true, '']);
    expect(readFileSync(path.join(place, 'arguments'), 'utf8').trim()).toBe('-s -n 1');
  });
});

for (const [name, complaint, reason] of [
  ['none', 'lp: Error - no default destination available.', 'No printers available on the network'],
  ['unknown', 'lp: The printer or class does not exist.', 'Invalid deviceName provided'],
  ['jammed', 'lp: something else', 'Print job failed'],
] as const) {
  test.describe(`with a printer that says: ${complaint}`, () => {
    const place = withPrinter(name, `echo '${complaint}' >&2`, 'exit 1');
    test.use({ appEnv: { PATH: `${place}${path.delimiter}${usualPath}` } });

    test(`the app is told: ${reason}`, async ({ page, electronApp }) => {
      await expect(page.getByRole('heading')).toBeVisible();
      expect(await print(electronApp, { deviceName: '窓口' })).toEqual([false, reason]);
    });
  });
}

test('without `lp` there is no printer', async ({ page, electronApp }) => {
  test.skip(
    usualPath.split(path.delimiter).some((place) => existsSync(path.join(place, 'lp'))),
    'this machine has lp',
  );
  await expect(page.getByRole('heading')).toBeVisible();
  expect(await print(electronApp)).toEqual([false, 'No printers available on the network']);
});
