import { hash } from 'node:crypto';

import { dayInJapan } from './calendar.ts';
import type { Line } from './line-grammar.ts';

/** The roots of the full trees of 2^n leaves, the smallest one first. */
interface Peaks {
  readonly leaves: number;
  /** The bytes of a digest, one to a character: a Buffer for each would cost more than the digest does. */
  readonly root: string;
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
  const leaf = leafOf(line.hash);
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
  return Buffer.from(root, 'binary').toString('hex');
}

// What is hashed for a leaf and for a node: filled in anew each time.
const leafBytes = Buffer.alloc(33, 0);
const nodeBytes = Buffer.alloc(65, 1);

function leafOf(hexadecimal: string): string {
  leafBytes.write(hexadecimal, 1, 'hex');
  return hash('sha256', leafBytes, 'binary');
}

function nodeOf(left: string, right: string): string {
  nodeBytes.write(left, 1, 'binary');
  nodeBytes.write(right, 33, 'binary');
  return hash('sha256', nodeBytes, 'binary');
}
