import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';

import { checkpointLine, signerOf } from '../../../src-main/operation-log/checkpoints/checkpoint.ts';
import { type Covered, DayTree } from '../../../src-main/operation-log/checkpoints/day-tree.ts';
import { entryIn, rewritten, writtenLog } from './a-written-log.ts';

/** The key of RFC 8032, section 7.1, test 1. */
export const key = createPrivateKey({
  key: Buffer.from(
    '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'hex',
  ),
  format: 'der',
  type: 'pkcs8',
});
export const publicKey = signerOf(key).publicKey;
export const logId = '0'.repeat(32);

/** 200 entries of five days in Japan: the opening, then 40 a day. */
export function fiveDays(): Buffer[] {
  return rewritten(writtenLog(200), 0, ({ sequence }) => ({ time: timeOf(sequence) }));
}

export function timeOf(sequence: number): string {
  const days = Math.floor((sequence - 1) / 40);
  return new Date(
    Date.parse('2026-11-20T01:00:00.000Z') + days * 86_400_000 + sequence * 1_000,
  ).toISOString();
}

/** The checkpoints of a log as the product makes them: at the end of each day, and behind the entries that are named. */
export function checkpointsOf(
  lines: readonly Buffer[],
  signOuts: readonly number[],
  by: KeyObject = key,
): Buffer[] {
  const tree = new DayTree();
  const signer = signerOf(by);
  const made: string[] = [];
  const take = (covered: Covered | undefined, time: string): void => {
    if (covered === undefined) return;
    const before = made.at(-1);
    const previous =
      before === undefined ? '0'.repeat(64) : createHash('sha256').update(before).digest('hex');
    made.push(checkpointLine(covered, { previous, time, workstation: 'WS-01' }, signer));
  };
  for (const line of lines) {
    const { sequence, hash, time } = entryIn(line);
    take(tree.add(logId, { sequence, hash, time }), time);
    if (signOuts.includes(sequence)) take(tree.covered(), time);
  }
  return made.map((line) => Buffer.from(`${line}\n`));
}
