import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';

import { type LogEntry, NO_HASH } from '../entry.ts';
import { OPENING } from '../opening.ts';
import { type Checkpoint, checkpointOf, signedText } from './checkpoint.ts';
import { type Covered, DayTree } from './day-tree.ts';
import { asksForCheckpoint } from './due.ts';

/** What the checkpoints say of a log that was read. */
export interface Testimony {
  /** The first entry that has no checkpoint and has to have one. */
  readonly missing: { readonly sequence: number; readonly day: string } | null;
  /** The first line of the file that is not as it was written; from 1. */
  readonly damagedLine: number | null;
  /** The first entry that may not be the one that was signed for. */
  readonly contradictedAt: number | null;
}

/** Public keys in a PEM file, by the SHA-256 of their DER. Blocks that are none are left out. */
export function keysIn(pem: string): ReadonlyMap<string, KeyObject> {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
  const keys = new Map<string, KeyObject>();
  for (const block of blocks) {
    try {
      const key = createPublicKey(block);
      keys.set(hash('sha256', key.export({ type: 'spki', format: 'der' }), 'hex'), key);
    } catch {
      // Signatures under it will not hold, which is then said.
    }
  }
  return keys;
}

/** Holds the checkpoints of the log's folder against its entries, which it is given in order. SECURITY: P7, H75 */
export class Witness {
  readonly #bySequence = new Map<number, Checkpoint[]>();
  readonly #tree = new DayTree();
  readonly #damagedLine: number | null;
  #missing: Testimony['missing'] = null;
  #contradictedAt: number | null = null;
  #provenUpTo = 0;
  #logId = '';
  /** Where the reading began in the middle of the log: the tree of that day may lack its beginning. */
  #beganAt: number | undefined;

  /** `lines`: of the checkpoint file, without line feeds. */
  constructor(lines: readonly string[], keys: ReadonlyMap<string, KeyObject>) {
    let damaged: number | null = null;
    let before = NO_HASH;
    for (const [index, line] of lines.entries()) {
      const read = checkpointOf(line);
      const holds = read !== undefined && isSigned(read, keys.get(read.keyId));
      if (read !== undefined && holds) {
        this.#bySequence.set(read.sequence, [...(this.#bySequence.get(read.sequence) ?? []), read]);
      }
      if (!holds || read?.previous !== before) damaged ??= index + 1;
      before = hash('sha256', line, 'hex');
    }
    this.#damagedLine = damaged;
  }

  /** The next entry that is as it was written. */
  take(entry: LogEntry): void {
    const { sequence, hash: own, time, operation, detail } = entry;
    if (this.#logId === '' && sequence !== 1) this.#beganAt = sequence;
    if (operation === OPENING) this.#logId = String(detail['logId']);
    const closed = this.#tree.add(this.#logId, { sequence, hash: own, time });
    // Where a break ended it, nothing was promised.
    if (closed !== undefined && detail['brokenAt'] === undefined) this.#demand(closed);
    const found = this.#bySequence.get(sequence) ?? [];
    const asks = asksForCheckpoint(entry);
    // The root of the day costs more than the entry: it is made only where something is held against it.
    const covered = asks || found.length > 0 ? this.#tree.covered() : undefined;
    if (covered === undefined) return;
    if (asks) this.#demand(covered);
    if (found.length > 0) this.#hold(found, covered);
  }

  result(): Testimony {
    return {
      missing: this.#missing,
      damagedLine: this.#damagedLine,
      contradictedAt: this.#contradictedAt,
    };
  }

  #demand({ sequence, day }: Covered): void {
    if (!this.#bySequence.has(sequence)) this.#missing ??= { sequence, day };
  }

  #hold(checkpoints: readonly Checkpoint[], covered: Covered): void {
    if (checkpoints.every((each) => this.#fits(each, covered))) this.#provenUpTo = covered.sequence;
    else this.#contradictedAt ??= Math.max(this.#provenUpTo + 1, this.#beganAt ?? 1);
  }

  #fits(checkpoint: Checkpoint, covered: Covered): boolean {
    const { hash: own, logId, day, first, root } = covered;
    if (checkpoint.hash !== own || checkpoint.logId !== logId || checkpoint.day !== day) return false;
    if (first === this.#beganAt && checkpoint.first < first) return true;
    return checkpoint.first === first && checkpoint.root === root;
  }
}

function isSigned(checkpoint: Checkpoint, key: KeyObject | undefined): boolean {
  if (key?.asymmetricKeyType !== 'ed25519') return false;
  const signature = Buffer.from(checkpoint.signature, 'base64url');
  return verify(null, Buffer.from(signedText(checkpoint)), key, signature);
}
