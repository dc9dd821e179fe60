import { hash } from 'node:crypto';

import type { Line } from './line-grammar.ts';

/** The roots of the full trees of 2^n leaves, the smallest one first. */
interface Peaks {
  readonly leaves: number;
  readonly root: Buffer;
  readonly larger: Peaks | undefined;
}

/** The entries of one chain and one day in Japan, up to the newest one that was read. */
export interface DayTree {
  readonly logId: string;
  readonly day: string;
  readonly first: number;
  /** False where what stood before was not read, so that its beginning may be missing. */
  readonly isWhole: boolean;
  readonly peaks: Peaks;
}

/** The tree that the entry is the next leaf of. `isKnownBefore`: the entry before it was read, or there is none. */
export function withEntry(
  before: DayTree | undefined,
  line: Line,
  logId: string,
  isKnownBefore: boolean,
): DayTree {
  const day = dayInJapan(line.time);
  const leaf = hash('sha256', Buffer.concat([Buffer.of(0), Buffer.from(line.hash, 'hex')]), 'buffer');
  if (before?.logId !== logId || before.day !== day || !isKnownBefore) {
    const peaks = { leaves: 1, root: leaf, larger: undefined };
    return { logId, day, first: line.sequence, isWhole: isKnownBefore, peaks };
  }
  return { ...before, peaks: merged({ leaves: 1, root: leaf, larger: before.peaks }) };
}

/** Two trees of one size become one. */
function merged(peaks: Peaks): Peaks {
  const { larger } = peaks;
  if (larger?.leaves !== peaks.leaves) return peaks;
  return merged({
    leaves: 2 * peaks.leaves,
    root: nodeOf(larger.root, peaks.root),
    larger: larger.larger,
  });
}

/** The Merkle tree hash of RFC 6962: the largest full tree is on the left. */
export function rootOf({ peaks }: DayTree): string {
  let { root } = peaks;
  for (let left = peaks.larger; left !== undefined; left = left.larger) root = nodeOf(left.root, root);
  return root.toString('hex');
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer');
}

/** Japan has had one time all year since 1952. */
export function dayInJapan(time: string): string {
  return new Date(Date.parse(time) + 9 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
