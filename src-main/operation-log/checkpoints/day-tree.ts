import { dayInJapan } from '../../../src-shared/domain/clock.ts';
import type { IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { MerkleTree } from './merkle-tree.ts';

/** What a checkpoint needs to know of an entry. */
export interface Place {
  readonly sequence: number;
  readonly hash: string;
  readonly time: string;
}

/** Everything of a day up to an entry. */
export interface Covered {
  readonly logId: string;
  readonly day: string;
  /** The number of the first entry of the tree. */
  readonly first: number;
  readonly sequence: number;
  readonly hash: string;
  readonly root: string;
}

interface Day {
  readonly logId: string;
  readonly day: string;
  readonly first: number;
  readonly tree: MerkleTree;
  readonly last: Place;
}

/**
 * The Merkle tree of the day that is being written. A tree holds entries of one chain that follow each other and have the same day in
 * Japan; with the first entry of another day, or of another chain, the next one begins.
 */
export class DayTree {
  #day: Day | undefined;

  /** Takes the next entry. Where it begins a new tree: what the tree before it covered. */
  add(logId: string, entry: Place): Covered | undefined {
    const day = dayOf(entry.time);
    const leaf = Buffer.from(entry.hash, 'hex');
    const going = this.#day;
    if (going?.logId === logId && going.day === day) {
      going.tree.add(leaf);
      this.#day = { ...going, last: entry };
      return undefined;
    }
    const closed = this.covered();
    const tree = new MerkleTree();
    tree.add(leaf);
    this.#day = { logId, day, first: entry.sequence, tree, last: entry };
    return closed;
  }

  covered(): Covered | undefined {
    if (this.#day === undefined) return undefined;
    const { logId, day, first, tree, last } = this.#day;
    return { logId, day, first, sequence: last.sequence, hash: last.hash, root: tree.root() };
  }
}

/** The day in Japan of an entry's time. */
export function dayOf(time: string): IsoDate {
  const hour = time.slice(0, '2026-11-21T01'.length);
  if (newest?.hour !== hour) newest = { hour, day: dayInJapan(new Date(`${hour}:00:00.000Z`)) };
  return newest.day;
}

/** An hour lies in one day, and entries mostly have the hour of the one before. */
let newest: { readonly hour: string; readonly day: IsoDate } | undefined;
