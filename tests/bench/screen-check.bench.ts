import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { _electron, type ElectronApplication, type Locator, type Page } from '@playwright/test';

import { plantableErrors, writeBatchFile } from '../../src-training/batch-files/make-batch-file.ts';
import { readMix } from '../../src-training/batch-files/wanted.ts';
import { startTrainingVrs } from '../../src-training/start.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { writeTrainingProfile } from '../../tools/start/training-profile.ts';
import { BatchesScreen } from '../e2e/screens/batches.ts';
import { PeopleScreen } from '../e2e/screens/people.ts';
import { SignInScreen } from '../e2e/screens/sign-in.ts';
import { defineBench, type Figures } from './harness.ts';

const root = path.resolve(import.meta.dirname, '../..');
const host = path.join(root, 'tools', 'chromium-host', 'bin', 'chromium-host');
const PEOPLE = 20_000;
const patient = { timeout: 60_000 };

/** Half a file looks like a whole one: it gets its name when it is. One row in twenty has something wrong with it. */
function makeFile(file: string, rows: number): void {
  if (existsSync(file)) return;
  const descriptor = openSync(`${file}.new`, 'w');
  const errors = readMix('all:0.05', rows, plantableErrors('records')) ?? {};
  const wanted = { kind: 'records', rows, encoding: 'cp932', seed: 'screen', people: rows, errors } as const;
  writeBatchFile(
    wanted,
    (piece) => writeSync(descriptor, piece),
    () => undefined,
  );
  closeSync(descriptor);
  renameSync(`${file}.new`, file);
}

/** Keeps what the browser says of every key: from the key to the frame that follows it, in steps of 8 ms and from 16 ms on. */
async function watchKeys(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const kept: number[] = [];
    Object.assign(globalThis, { keysToFrames: kept });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') kept.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  return () =>
    page.evaluate(() => Math.max(0, ...(globalThis as unknown as { keysToFrames: number[] }).keysToFrames));
}

/** Presses a key now and then until the wanted thing stands on the screen; gives how long that took. */
async function untilShown(page: Page, wanted: Locator): Promise<number> {
  const from = performance.now();
  const shown = wanted.waitFor(patient).then(() => performance.now() - from);
  for (;;) {
    await page.keyboard.press('Tab');
    const took = await Promise.race([shown, page.waitForTimeout(100)]);
    if (took !== undefined) return took;
  }
}

async function measure(app: ElectronApplication, page: Page, file: string): Promise<Figures> {
  await new SignInScreen(page).signInAs('clerk01');
  await new PeopleScreen(page).copyReady();
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  const batches = new BatchesScreen(page);
  await batches.open();
  const slowestKey = await watchKeys(page);
  await batches.chooseFile();
  const read = await untilShown(page, page.getByRole('button', { name: '検査する' }));
  const begun = performance.now();
  await batches.beginCheck();
  await batches.foundSoFar.getByRole('row').nth(1).waitFor(patient);
  const first = performance.now() - begun;
  const rest = await untilShown(page, batches.checkResult);
  return {
    'file chosen to its columns ms': read,
    'check begun to first finding ms': first,
    'check begun to its result ms': first + rest,
    'slowest key to frame ms': await slowestKey(),
  };
}

export const bench = defineBench<{ readonly vrs: string; readonly file: string }>({
  name: 'screen-check',
  about:
    'From the chosen file to its columns, from the beginning of the check to the first finding and to the result, and how long a key ' +
    'pressed meanwhile waits for its frame, through the real window.',
  unit: 'rows',
  sizes: [1_000_000],
  rounds: 5,
  prepare: async (rows, folder) => {
    buildIfNeeded();
    const vrs = path.join(folder, `vrs-${PEOPLE}`);
    await (await startTrainingVrs({ folder: vrs, people: PEOPLE, passwordHashCost: 16 })).close();
    const file = path.join(folder, `接種記録-${rows}.csv`);
    makeFile(file, rows);
    return { vrs, file };
  },
  baseline: 'window',
  contenders: {
    window: async ({ vrs: folder, file }, watch) => {
      const vrs = await startTrainingVrs({ folder, people: PEOPLE, passwordHashCost: 16 });
      const data = await mkdtemp(path.join(tmpdir(), 'bench-terminal-'));
      await writeTrainingProfile(data, vrs);
      const app = await _electron.launch({ executablePath: host, args: [root, `--data=${data}`], cwd: root });
      try {
        watch.start();
        const figures = await measure(app, await app.firstWindow(), file);
        watch.stop();
        return figures;
      } finally {
        await app.close();
        await vrs.close();
        await rm(data, { recursive: true, force: true });
      }
    },
  },
});
