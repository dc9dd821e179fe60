import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { type ProblemCode, problemSentences } from '../../../src-shared/contract/problem-sentences.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import { entryOf } from '../../operation-log/entry.ts';
import { linesBackward } from '../../operation-log/lines.ts';
import { nodeLogFolder } from '../../operation-log/node-log-folder.ts';
import { type Diagnostics, KeptIncident, type ProblemCount } from './diagnostics.ts';

const DAYS = 30;
const MOST_ENTRIES = 20_000;
const MOST_INCIDENTS = 20;
/** The places in the code are left behind. */
const ofIncident = KeptIncident.strip();

/**
 * Counts the refusals that the operation log has of the last thirty days. Only results and times are taken; what is sealed stays so,
 * and no key is needed. The log's folder may be in use by the app, or be missing.
 */
export async function recentProblems(logFolder: string, now: Date): Promise<readonly ProblemCount[]> {
  if (!existsSync(logFolder)) return [];
  const since = new Date(now.getTime() - DAYS * 86_400_000).toISOString();
  const counts = new Map<ProblemCode, ProblemCount>();
  for await (const { result, time } of newestFirst(logFolder)) {
    if (time < since) break;
    if (!isProblemCode(result)) continue;
    const at = IsoTimestamp.parse(time);
    const known = counts.get(result);
    counts.set(result, {
      code: result,
      count: (known?.count ?? 0) + 1,
      firstAt: at,
      lastAt: known?.lastAt ?? at,
    });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

async function* newestFirst(logFolder: string): AsyncGenerator<{ result: string; time: string }> {
  const files = nodeLogFolder(logFolder);
  let taken = 0;
  for (const name of (await files.segments()).toReversed()) {
    const file = await files.open(name, 'read');
    try {
      for await (const lines of linesBackward(file, await file.size())) {
        for (const { bytes } of lines) {
          if (taken >= MOST_ENTRIES) return;
          taken += 1;
          const entry = entryOf(bytes);
          if (entry) yield entry;
        }
      }
    } finally {
      await file.close();
    }
  }
}

function isProblemCode(result: string): result is ProblemCode {
  return Object.hasOwn(problemSentences, result);
}

/** The bugs that were written beside the profile. A line that is none is only counted. */
export async function keptIncidents(file: string): Promise<Diagnostics['incidents']> {
  const text = await readFile(path.resolve(file), 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  const newest = lines
    .slice(-MOST_INCIDENTS)
    .toReversed()
    .flatMap((line) => {
      const incident = ofIncident.safeParse(parsed(line));
      return incident.success ? [incident.data] : [];
    });
  return { kept: lines.length, newest };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
