import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { _electron, type Page } from '@playwright/test';
import { z } from 'zod';

import { startTrainingVrs, type TrainingVrs } from '../../src-training/start.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { writeTrainingProfile } from '../../tools/start/training-profile.ts';
import { PeopleScreen } from '../e2e/screens/people.ts';
import { SignInScreen } from '../e2e/screens/sign-in.ts';
import { defineBench, percentiles } from './harness.ts';

const root = path.resolve(import.meta.dirname, '../..');
const host = path.join(root, 'tools', 'chromium-host', 'bin', 'chromium-host');
const LOOK_UPS = 200;

/** Milliseconds from the Enter key to the frame in which the person stands on the screen. */
function fromKeyToFrame(page: Page, shown: string): Promise<number> {
  return page.evaluate(
    (words) =>
      new Promise<number>((resolve) => {
        let pressed = 0;
        document.addEventListener('keydown', () => (pressed = performance.now()), {
          capture: true,
          once: true,
        });
        const observer = new MutationObserver(() => {
          const person = document.querySelector('article[aria-label="住民の詳細"]');
          if (pressed === 0 || !person?.textContent.includes(words)) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    shown,
  );
}

async function measure(vrs: TrainingVrs, page: Page): Promise<readonly number[]> {
  await new SignInScreen(page).signInAs('clerk01');
  const screen = new PeopleScreen(page);
  await screen.copyReady();
  await screen.chooseReason('電話');
  const people = vrs.storage.database
    .prepare(
      `SELECT t.ticket_number AS ticketNumber, p.addressee_number AS addresseeNumber
         FROM ticket t JOIN person p USING (person_id)
        WHERE t.municipality_code = ? AND t.stopped_on IS NULL ORDER BY random() LIMIT ?`,
    )
    .all(vrs.municipality.code, LOOK_UPS);
  const times: number[] = [];
  for (const person of z
    .array(z.object({ ticketNumber: z.string(), addresseeNumber: z.string() }))
    .parse(people)) {
    await screen.text.fill(person.ticketNumber);
    const shown = fromKeyToFrame(page, person.addresseeNumber);
    await screen.text.press('Enter');
    times.push(await shown);
    await page.keyboard.press('Escape');
  }
  return times;
}

export const bench = defineBench<{ readonly folder: string; readonly people: number }>({
  name: 'screen-lookup',
  about:
    'From the Enter key to the person on the screen, by ticket number, from the local copy, through the real window.',
  unit: 'people',
  sizes: [20_000],
  rounds: 5,
  prepare: async (people, folder) => {
    buildIfNeeded();
    const kept = path.join(folder, String(people));
    await (await startTrainingVrs({ folder: kept, people, passwordHashCost: 16 })).close();
    return { folder: kept, people };
  },
  baseline: 'window',
  contenders: {
    window: async ({ folder, people }, watch) => {
      const vrs = await startTrainingVrs({ folder, people, passwordHashCost: 16 });
      const data = await mkdtemp(path.join(tmpdir(), 'bench-terminal-'));
      await writeTrainingProfile(data, vrs);
      const app = await _electron.launch({ executablePath: host, args: [root, `--data=${data}`], cwd: root });
      try {
        watch.start();
        const times = await measure(vrs, await app.firstWindow());
        watch.stop();
        return percentiles('key to frame', times);
      } finally {
        await app.close();
        await vrs.close();
        await rm(data, { recursive: true, force: true });
      }
    },
  },
});
