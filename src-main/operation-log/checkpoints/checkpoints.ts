import { hash, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { ChainState } from '../../../src-shared/contract/operation-log.ts';
import { type Clock, timestampOf } from '../../../src-shared/domain/clock.ts';
import { IsoTimestamp, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { NO_HASH } from '../entry.ts';
import { isFileError } from '../file-error.ts';
import {
  type Checkpoint,
  checkpointLine,
  checkpointOf,
  CHECKPOINTS_FILE,
  KEY_FILE,
  type Signer,
  signerOf,
} from './checkpoint.ts';
import { type Covered, dayOf, DayTree, type Place } from './day-tree.ts';
import { asksForCheckpoint, type Signable } from './due.ts';
import { addLines, linesOf } from './line-file.ts';
import { addKey, SecondPlace, type SecondPlaceOptions } from './second-place.ts';

/** How long the end of the app waits for the second place. */
const LAST_COPY_MS = 3_000;

export interface CheckpointOptions {
  /** Ed25519 private key. */
  readonly key: KeyObject;
  /** False where the key ends with this process: training without a credential store. */
  readonly keyIsKept: boolean;
  readonly secondPlace: SecondPlaceOptions | undefined;
}

/**
 * The signed checkpoints of a log. None of its calls fails for a file: the use of the terminal goes on, the state says so, and what
 * could not be written waits for the next time. SECURITY: P7, H75
 */
export class Checkpoints {
  readonly #options: CheckpointOptions;
  readonly #signer: Signer;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #workstation: string;
  readonly #secondPlace: SecondPlace | undefined;
  readonly #tree = new DayTree();
  /** Lines that are not on disk yet. */
  #unwritten: string[] = [];
  #previous = NO_HASH;
  #newest: Checkpoint | undefined;
  #written = true;
  #keyWritten = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, clock: Clock, workstation: string, options: CheckpointOptions) {
    this.#folder = folder;
    this.#clock = clock;
    this.#workstation = workstation;
    this.#options = options;
    this.#signer = signerOf(options.key);
    const { secondPlace } = options;
    this.#secondPlace = secondPlace && new SecondPlace(secondPlace, join(folder, CHECKPOINTS_FILE));
  }

  /**
   * Goes on behind the newest checkpoint that is on disk; without one, with the day of the newest entry. `read` gives the newest entries,
   * oldest first, back to the last one that is wanted.
   */
  async resume(
    logId: string,
    read: (isWanted: (place: Place) => boolean) => Promise<readonly (Place & Signable)[]>,
  ): Promise<void> {
    const before = await this.#newestOnDisk();
    let newest: Place | undefined;
    const places = await read((place) => {
      newest ??= place;
      return before?.logId === logId && before.sequence <= newest.sequence
        ? place.sequence >= before.first
        : dayOf(place.time) === dayOf(newest.time);
    });
    this.#newest = before;
    for (const place of places) this.#take(logId, place, before?.logId === logId ? before.sequence : 0);
  }

  /** The next entries of a chain, once the disk has them. Signs for a day that ended with them, and where one asks for it. */
  add(logId: string, places: readonly (Place & Signable)[]): void {
    for (const place of places) this.#take(logId, place, 0);
    if (this.#unwritten.length > 0) void this.#flush();
  }

  /** Signs for everything up to the newest entry, unless that was done, and resolves when the log's folder has it or can't. */
  async sign(): Promise<void> {
    this.#make(this.#tree.covered());
    await this.#flush();
  }

  state(): Omit<ChainState['checkpoints'], 'missing' | 'damagedLine'> {
    const newest = this.#newest;
    return {
      newest: newest === undefined ? null : shown(newest),
      keyIsKept: this.#options.keyIsKept,
      isWritten: this.#written,
      secondPlace: this.#secondPlace?.state ?? 'none',
    };
  }

  /** Resolves when everything that was signed so far is in the log's folder, or can't be. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** The public key in PEM. */
  get publicKey(): string {
    return this.#signer.publicKey;
  }

  /** Waits a little for the second place, which may hang. What it lacks then is added at the next start. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#secondPlace === undefined) return;
    const waiting = new AbortController();
    const tooLong = pause(LAST_COPY_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([this.#secondPlace.catchUp(this.#keyLines()), tooLong]);
    waiting.abort();
  }

  /** `signedUpTo`: what entries up to there asked for was signed before. */
  #take(logId: string, place: Place & Signable, signedUpTo: number): void {
    const closed = this.#tree.add(logId, place);
    if (closed !== undefined && closed.sequence > signedUpTo) this.#make(closed);
    if (place.sequence > signedUpTo && asksForCheckpoint(place)) this.#make(this.#tree.covered());
  }

  #make(covered: Covered | undefined): void {
    const newest = this.#newest;
    if (covered === undefined) return;
    if (newest?.sequence === covered.sequence && newest.hash === covered.hash) return;
    const time = timestampOf(this.#clock.now());
    const circumstances = { previous: this.#previous, time, workstation: this.#workstation };
    const line = checkpointLine(covered, circumstances, this.#signer);
    this.#unwritten.push(line);
    this.#previous = hash('sha256', line, 'hex');
    this.#newest = checkpointOf(line);
  }

  #flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeAndCopy());
    return this.#writing;
  }

  async #writeAndCopy(): Promise<void> {
    this.#written = await this.#write();
    // Never waited for: a share may hang.
    void this.#secondPlace?.catchUp(this.#keyLines());
  }

  async #write(): Promise<boolean> {
    const lines = [...this.#unwritten];
    try {
      if (!this.#keyWritten) await addKey(join(this.#folder, KEY_FILE), this.#keyLines());
      this.#keyWritten = true;
      await addLines(join(this.#folder, CHECKPOINTS_FILE), lines);
      this.#unwritten = this.#unwritten.slice(lines.length);
      return true;
    } catch (error) {
      if (isFileError(error)) return false;
      throw error;
    }
  }

  #keyLines(): readonly string[] {
    return this.#signer.publicKey.trimEnd().split('\n');
  }

  async #newestOnDisk(): Promise<Checkpoint | undefined> {
    try {
      const line = (await linesOf(join(this.#folder, CHECKPOINTS_FILE))).at(-1);
      if (line === undefined) return undefined;
      this.#previous = hash('sha256', line, 'hex');
      return checkpointOf(line);
    } catch (error) {
      if (!isFileError(error)) throw error;
      this.#written = false;
      return undefined;
    }
  }
}

/** All of it that has to be on paper, so that it can be found again and held against the log. */
function shown(checkpoint: Checkpoint): NonNullable<ChainState['checkpoints']['newest']> {
  const { sequence, day, first, hash: head, root, keyId, signature, time } = checkpoint;
  const digests = { hash: Sha256.parse(head), root: Sha256.parse(root), keyId: Sha256.parse(keyId) };
  return { sequence, day, first, ...digests, signature, time: IsoTimestamp.parse(time) };
}
