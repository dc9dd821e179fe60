import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { Verdict } from './verdict.ts';

/** One start of the app. */
export interface Start {
  readonly folder: string;
  /** Undefined where the recorder gave none in time: then nothing is known of this start. */
  readonly verdict: Verdict | undefined;
}

/** How long the recorders of starts that have just ended are waited for. */
const WITHIN = 20_000;

/** Every start of the app that was recorded below the folder. */
export async function verdictsIn(folder: string): Promise<readonly Start[]> {
  const until = performance.now() + WITHIN;
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name, 'verdict.json');
      for (;;) {
        const text = await readFile(file, 'utf8').catch(() => '');
        // Half written is not yet there.
        if (text.endsWith('}')) return { folder: name, verdict: Verdict.parse(JSON.parse(text)) };
        if (performance.now() > until) return { folder: name, verdict: undefined };
        await setTimeout(50);
      }
    }),
  );
}
