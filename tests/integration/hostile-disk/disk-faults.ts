import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const SOURCE = path.join(import.meta.dirname, 'disk-faults.c');

/** The calls of the C library that can be made to fail, by kind, in the order of disk-faults.c. */
const kinds = ['none', 'write', 'sync', 'open', 'truncate', 'rename', 'read', 'unlink'] as const;
export type Kind = Exclude<(typeof kinds)[number], 'none'>;

const errors = {
  EIO: constants.errno.EIO,
  ENOSPC: constants.errno.ENOSPC,
  EROFS: constants.errno.EROFS,
} as const;

export interface Fault {
  readonly kind: Kind;
  /** Which call from now on, counted from 1; by default every one. */
  readonly nth?: number;
  /** None: the disk is only slow. */
  readonly error?: keyof typeof errors;
  /** How long each call takes longer. */
  readonly milliseconds?: number;
}

const FIELDS = 6;

export const hasCompiler = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

/** What fails at the disk of another process, changed while it runs. */
export class DiskFaults {
  readonly environment: Readonly<Record<string, string>>;
  readonly #file: number;

  /** Compiles the library into the folder. `under`: only files below it are meant. */
  constructor(folder: string, under: string) {
    const library = path.join(folder, 'disk-faults.so');
    const words = ['-shared', '-fPIC', '-O1', '-w', '-o', library, SOURCE, '-ldl'];
    const { status, stderr } = spawnSync('cc', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const plan = path.join(folder, 'disk-faults');
    this.#file = openSync(plan, 'w+');
    this.mend();
    this.environment = { LD_PRELOAD: library, DISK_FAULTS: plan, DISK_FAULTS_UNDER: under };
  }

  break({ kind, nth = 0, error, milliseconds = 0 }: Fault): void {
    const number = error === undefined ? 0 : errors[error];
    // The kind comes last: from then on it holds.
    this.#write([0, nth, number, 0, 0, milliseconds * 1_000]);
    writeSync(this.#file, Buffer.from(Uint32Array.of(kinds.indexOf(kind)).buffer), 0, 4, 0);
  }

  mend(): void {
    this.#write(Array.from({ length: FIELDS }, () => 0));
  }

  /** How many calls failed since the disk was broken. */
  get failed(): number {
    const bytes = Buffer.alloc(FIELDS * 4);
    readSync(this.#file, bytes, 0, bytes.length, 0);
    return bytes.readUInt32LE(16);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(fields: readonly number[]): void {
    const bytes = Buffer.from(Uint32Array.from(fields).buffer);
    writeSync(this.#file, bytes, 0, bytes.length, 0);
  }
}
