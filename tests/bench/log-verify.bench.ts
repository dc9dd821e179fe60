import { createSecretKey } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { lineOf } from '../../src-main/operation-log/entry.ts';
import { openingAfter } from '../../src-main/operation-log/opening.ts';
import { seal } from '../../src-main/operation-log/sealing.ts';
import { verifyInWorker } from '../../src-main/operation-log/verify-in-worker.ts';
import { emptyChain } from '../../tools/verify-log/chain.ts';
import { readFile } from '../../tools/verify-log/log-files.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';

const SEGMENT = 'operation-log-000000000001.jsonl';
const worker = new URL('../../src-main/operation-log/verification-worker.ts', import.meta.url);
const day = Date.parse('2026-11-20T00:00:00.000Z');

interface Input {
  readonly folder: string;
  readonly entries: number;
}

function time(sequence: number): string {
  return new Date(day + sequence * 1_000).toISOString();
}

/** One subject in most entries and five in the others, as look-ups and searches have them. */
function writeLog(folder: string, entries: number): void {
  const key = createSecretKey(Buffer.alloc(32));
  const file = openSync(join(folder, `${SEGMENT}.new`), 'w');
  const logId = '0'.repeat(32);
  let { line, head } = lineOf(
    openingAfter(undefined, { sequence: 1, time: time(1), workstation: 'WS-01', logId }),
  );
  writeSync(file, line);
  for (let sequence = 2; sequence <= entries; sequence += 1) {
    ({ line, head } = lineOf({
      action: '照会（検索）',
      actor: { userId: 'clerk01', name: '窓口　花子', department: '健康推進課', role: 'clerk' },
      detail: { from: 'local-copy', hits: 1, searchedBy: 'kana' },
      note: '',
      operation: 'people.search',
      previousHash: head.hash,
      reason: '窓口',
      result: 'done',
      sequence,
      subjects: Array.from({ length: sequence % 5 === 0 ? 5 : 1 }, (_, n) =>
        seal(key, sequence, String(1_000_000 + n)),
      ),
      time: time(sequence),
      workstation: 'WS-01',
    }));
    writeSync(file, line);
  }
  closeSync(file);
  renameSync(join(folder, `${SEGMENT}.new`), join(folder, SEGMENT));
}

async function timed(input: Input, watch: Stopwatch, work: () => Promise<number>): Promise<Figures> {
  watch.start();
  const read = await work();
  watch.stop();
  if (read !== input.entries) throw new Error(`${read} of ${input.entries} entries were read.`);
  const bytes = statSync(join(input.folder, SEGMENT)).size;
  return {
    'entries per second': (read / watch.milliseconds) * 1_000,
    'MiB per second': bytes / 1_048.576 / watch.milliseconds,
  };
}

export const bench = defineBench<Input>({
  name: 'log-verify',
  about: 'Verifying every entry of the operation log, against reading it line by line with JSON.parse.',
  unit: 'entries',
  sizes: [10_000, 100_000, 1_000_000],
  rounds: 5,
  prepare(size, inputs) {
    const folder = join(inputs, String(size));
    mkdirSync(folder, { recursive: true });
    if (!existsSync(join(folder, SEGMENT))) writeLog(folder, size);
    return Promise.resolve({ folder, entries: size });
  },
  baseline: 'reading (readline, JSON.parse)',
  contenders: {
    'verify-log': (input, watch) =>
      timed(input, watch, () => {
        const { chain } = readFile(emptyChain(0), join(input.folder, SEGMENT));
        if (chain.findings.length > 0) throw new Error(chain.findings[0]?.why);
        return Promise.resolve(chain.entries);
      }),
    'in the app, in its worker': (input, watch) =>
      timed(input, watch, async () => {
        const lastSegmentEnd = statSync(join(input.folder, SEGMENT)).size;
        const task = { folder: input.folder, lastSegment: SEGMENT, lastSegmentEnd, publicKey: '' };
        const { head, breaks } = await verifyInWorker(
          worker,
          task,
          new AbortController().signal,
          () => undefined,
        );
        if (breaks.length > 0) throw new Error(breaks[0]?.because);
        return head?.sequence ?? 0;
      }),
    'reading (readline, JSON.parse)': (input, watch) =>
      timed(input, watch, async () => {
        let entries = 0;
        const lines = createInterface({ input: createReadStream(join(input.folder, SEGMENT)) });
        for await (const line of lines) {
          const read: unknown = JSON.parse(line);
          if (typeof read === 'object') entries += 1;
        }
        return entries;
      }),
  },
});
