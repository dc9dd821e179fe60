import { z } from 'zod';

import { linesBackward } from '../lines.ts';
import { type LogFolder, logFilesUpTo } from '../log-folder.ts';
import { OPENING } from '../opening.ts';
import type { ReadableEnd } from '../reading.ts';
import type { Place } from './day-tree.ts';
import type { Signable } from './due.ts';

/** As much of an entry as is needed here: whether it is whole was asked before, and the verifier asks again. */
const Passing = z.object({
  sequence: z.int(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  time: z.iso.datetime({ precision: 3 }),
  operation: z.string(),
  result: z.string(),
  detail: z.object({ brokenAt: z.int().optional() }),
});

/** The newest entries of the chain, oldest first, back to the last one that is still wanted. Ends before a line that is none. */
export async function recentEntries(
  files: LogFolder,
  last: ReadableEnd,
  isWanted: (place: Place) => boolean,
): Promise<readonly (Place & Signable)[]> {
  const found: (Place & Signable)[] = [];
  const names = (await logFilesUpTo(files, last.segment)).toReversed();
  for (const name of names) {
    const file = await files.open(name, 'read');
    try {
      const end = name === last.segment ? last.end : await file.size();
      for await (const lines of linesBackward(file, end)) {
        for (const { bytes } of lines) {
          const entry = passing(bytes);
          if (entry === undefined || !isWanted(entry)) return found.toReversed();
          const { sequence, hash, time, operation, result } = entry;
          found.push({ sequence, hash, time, operation, result });
          // A chain begins behind a break.
          const begins = entry.operation === OPENING && entry.detail.brokenAt !== undefined;
          if (begins) return found.toReversed();
        }
      }
    } finally {
      await file.close();
    }
  }
  return found.toReversed();
}

function passing(line: Buffer): z.infer<typeof Passing> | undefined {
  try {
    return Passing.safeParse(JSON.parse(line.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
