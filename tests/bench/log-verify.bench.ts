import { createHash, createPrivateKey, createSecretKey } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import {
  checkpointLine,
  CHECKPOINTS_FILE,
  KEY_FILE,
  signerOf,
} from '../../src-main/operation-log/checkpoints/checkpoint.ts';
import { DayTree } from '../../src-main/operation-log/checkpoints/day-tree.ts';
import { asksForCheckpoint } from '../../src-main/operation-log/checkpoints/due.ts';
import { lineOf } from '../../src-main/operation-log/entry.ts';
import { openingAfter } from '../../src-main/operation-log/opening.ts';
import { seal } from '../../src-main/operation-log/sealing.ts';
import { verifyInWorker } from '../../src-main/operation-log/verify-in-worker.ts';
import { emptyChain } from '../../tools/verify-log/chain.ts';
import { beyond, gatherEvidence } from '../../tools/verify-log/evidence.ts';
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

/** The key of RFC 8032, section 7.1, test 1. */
const signer = signerOf(
  createPrivateKey({
    key: Buffer.from(
      '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'hex',
    ),
    format: 'der',
    type: 'pkcs8',
  }),
);

/** One subject in most entries and five in the others, as look-ups and searches have them. */
function writeLog(folder: string, entries: number): void {
  const key = createSecretKey(Buffer.alloc(32));
  const file = openSync(join(folder, `${SEGMENT}.new`), 'w');
  const logId = '0'.repeat(32);
  let { line, head } = lineOf(
    openingAfter(undefined, { sequence: 1, time: time(1), workstation: 'WS-01', logId }),
  );
  writeSync(file, line);
  const tree = new DayTree();
  const signed: string[] = [];
  let previous = '0'.repeat(64);
  const sign = (covered: ReturnType<DayTree['covered']>): void => {
    if (covered === undefined) return;
    const made = checkpointLine(
      covered,
      { previous, time: time(covered.sequence), workstation: 'WS-01' },
      signer,
    );
    previous = createHash('sha256').update(made).digest('hex');
    signed.push(made);
  };
  tree.add(logId, { ...head, time: time(1) });
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
    sign(tree.add(logId, { ...head, time: time(sequence) }));
    if (asksForCheckpoint({ sequence, operation: 'people.search', result: 'done' })) sign(tree.covered());
  }
  closeSync(file);
  writeFileSync(join(folder, KEY_FILE), signer.publicKey);
  writeFileSync(join(folder, CHECKPOINTS_FILE), `${signed.join('\n')}\n`);
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
    const isThere = [SEGMENT, CHECKPOINTS_FILE].every((name) => existsSync(join(folder, name)));
    if (!isThere) writeLog(folder, size);
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
    'verify-log, with its checkpoints': (input, watch) =>
      timed(input, watch, () => {
        const evidence = gatherEvidence(input.folder, undefined, undefined, false);
        const { chain } = readFile(emptyChain(0, evidence.proofs, true), join(input.folder, SEGMENT));
        const [found] = [...evidence.findings, ...chain.findings, ...beyond(chain)];
        if (found !== undefined) throw new Error(found.why);
        if (chain.missing.count > 0) throw new Error('Checkpoints are missing.');
        return Promise.resolve(chain.entries);
      }),
    'in the app, in its worker, with its checkpoints': (input, watch) =>
      timed(input, watch, async () => {
        const lastSegmentEnd = statSync(join(input.folder, SEGMENT)).size;
        const task = { folder: input.folder, lastSegment: SEGMENT, lastSegmentEnd, publicKey: '' };
        const { head, breaks, testimony } = await verifyInWorker(
          worker,
          task,
          new AbortController().signal,
          () => undefined,
        );
        if (breaks.length > 0) throw new Error(breaks[0]?.because);
        if (testimony.missing !== null) throw new Error('Checkpoints are missing.');
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
