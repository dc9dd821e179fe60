import { closeSync, openSync, rmSync } from 'node:fs';

import Database from 'better-sqlite3';

/**
 * corrupted: a page is not what was written. wrong-key: another key, no key, or damage at the very start. from-future: a newer
 * release wrote it. read-only: it can't be opened or written.
 */
export type DatabaseFailure =
  'corrupted' | 'wrong-key' | 'from-future' | 'disk-full' | 'read-only' | 'unknown';

export class DatabaseFromFuture extends Error {}

export interface PreparedStatement<Parameters extends unknown[], Row> {
  get(...parameters: Parameters): Row | undefined;
  all(...parameters: Parameters): Row[];
  iterate(...parameters: Parameters): IterableIterator<Row>;
  run(...parameters: Parameters): { readonly changes: number; readonly lastInsertRowid: number | bigint };
}

export interface EncryptedDatabaseOptions {
  readonly file: string;
  /** Raw 32 bytes; nothing is derived, so opening takes under a millisecond. */
  readonly key: Uint8Array;
  /**
   * `wal` for what is kept; `rollback` for one file without others beside it; `off` for what can be made again: faster, and a crash
   * leaves a broken file.
   */
  readonly journal: 'wal' | 'rollback' | 'off';
  /** Bytes; the same at every opening of a file. 4,096 suits look-ups, 8,192 long rows. */
  readonly pageSize?: 4096 | 8192 | 16_384;
  readonly pageCacheMiB?: number;
}

const usualSync = { wal: 'NORMAL', rollback: 'FULL', off: 'OFF' } as const;

/** What migrations and repositories ask of a database; benches hand them a plain one to compare with. */
export type SqlDatabase = Pick<
  EncryptedDatabase,
  'prepare' | 'execute' | 'transaction' | 'durableTransaction' | 'schemaVersion'
>;

/**
 * An SQLite file under SQLCipher 4 (AES-256-CBC with HMAC-SHA512 for every page). The only file of the product that touches the
 * driver. SECURITY: H53 — what writes or reads clear text (ATTACH, VACUUM INTO, serialize, backup, extensions) is not offered.
 */
export class EncryptedDatabase {
  readonly #database: Database.Database;
  readonly #journal: EncryptedDatabaseOptions['journal'];

  private constructor(database: Database.Database, journal: EncryptedDatabaseOptions['journal']) {
    this.#database = database;
    this.#journal = journal;
  }

  /** Throws what `databaseFailureOf` understands. The folder must exist. */
  static open(options: EncryptedDatabaseOptions): EncryptedDatabase {
    const { key, pageSize = 4096, pageCacheMiB = 64, journal } = options;
    if (key.length !== 32) throw new RangeError('A raw key has 32 bytes.');
    closeSync(openSync(options.file, 'a', 0o600)); // SQLite gives its other files the rights of this one.
    const database = new Database(options.file);
    try {
      unlock(database, key, pageSize);
      database.pragma(`page_size = ${pageSize}`);
      useSafely(database, pageCacheMiB);
      database.pragma('secure_delete = ON');
      database.pragma('foreign_keys = ON');
      database.pragma(`journal_mode = ${journal === 'rollback' ? 'delete' : journal}`);
      // 32 MiB of WAL before it is copied back: filling a large cache takes half the time (measured), since hot pages go back once.
      database.pragma('wal_autocheckpoint = 8000');
      database.pragma(`synchronous = ${usualSync[journal]}`);
      return new EncryptedDatabase(database, journal);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** To read alone, also while another process works with the file. Throws what `databaseFailureOf` understands; makes no file. */
  static openToRead({ file, key }: Pick<EncryptedDatabaseOptions, 'file' | 'key'>): EncryptedDatabase {
    if (key.length !== 32) throw new RangeError('A raw key has 32 bytes.');
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      unlock(database, key, 4096);
      useSafely(database, 64);
      return new EncryptedDatabase(database, 'off');
    } catch (error) {
      database.close();
      throw error;
    }
  }

  prepare<Parameters extends unknown[], Row = unknown>(sql: string): PreparedStatement<Parameters, Row> {
    refuseClearText(sql);
    return this.#database.prepare<Parameters, Row>(sql);
  }

  execute(sql: string): void {
    refuseClearText(sql);
    this.#database.exec(sql);
  }

  /** All of it or nothing. */
  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work).immediate();
  }

  /** The same, and on disk when it returns, whatever else the file's writes do. */
  durableTransaction<Result>(work: () => Result): Result {
    this.#database.pragma('synchronous = FULL');
    try {
      return this.transaction(work);
    } finally {
      this.#database.pragma(`synchronous = ${usualSync[this.#journal]}`);
    }
  }

  get schemaVersion(): number {
    return Number(this.#database.pragma('user_version', { simple: true }));
  }

  set schemaVersion(version: number) {
    this.#database.pragma(`user_version = ${version}`);
  }

  close(): void {
    this.#database.close();
  }
}

function unlock(database: Database.Database, key: Uint8Array, pageSize: number): void {
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  if (pageSize !== 4096) database.pragma(`legacy_page_size = ${pageSize}`);
  database.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
  // The first statement that reads the file: it throws here and not later where the key is wrong.
  database.pragma('user_version');
}

function useSafely(database: Database.Database, pageCacheMiB: number): void {
  database.pragma(`cache_size = ${-1024 * pageCacheMiB}`);
  database.pragma('temp_store = MEMORY'); // SECURITY: H53 — SQLite's temporary files would be in the clear.
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
}

/** Deletes a database with its WAL, its shared memory and its journal. */
export function deleteDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true });
}

/** Undefined for a mistake of ours (bad SQL, a broken constraint, a bug): such errors must not look like a bad disk. */
export function databaseFailureOf(error: unknown): DatabaseFailure | undefined {
  if (error instanceof DatabaseFromFuture) return 'from-future';
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const { code } = error;
  return failures.find(([beginning]) => code.startsWith(beginning))?.[1];
}

const failures: readonly (readonly [string, DatabaseFailure])[] = [
  ['SQLITE_NOTADB', 'wrong-key'],
  ['SQLITE_CORRUPT', 'corrupted'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_IOERR', 'unknown'],
  ['SQLITE_BUSY', 'unknown'],
  ['SQLITE_NOMEM', 'unknown'],
  ['SQLITE_PROTOCOL', 'unknown'],
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EROFS', 'read-only'],
  ['EISDIR', 'read-only'],
  ['EIO', 'unknown'],
];

function refuseClearText(sql: string): void {
  if (/\b(?:attach|detach|vacuum\s+into|load_extension)\b/i.test(sql)) {
    throw new Error('SECURITY H53: this statement could write clear text.');
  }
}
