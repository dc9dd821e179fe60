import Database from 'better-sqlite3';

import type { PreparedStatement, SqlDatabase } from '../../src-main/cache/encrypted-database.ts';

/** The same driver and the same settings without the cipher: what encryption is compared with. For made-up people only. */
export class PlainDatabase implements SqlDatabase {
  readonly #database: Database.Database;

  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.pragma('cache_size = -65536');
    this.#database.pragma('temp_store = MEMORY');
    this.#database.pragma('foreign_keys = ON');
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma('synchronous = NORMAL');
    this.#database.pragma('wal_autocheckpoint = 8000');
  }

  prepare<Parameters extends unknown[], Row = unknown>(sql: string): PreparedStatement<Parameters, Row> {
    return this.#database.prepare<Parameters, Row>(sql);
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work).immediate();
  }

  durableTransaction<Result>(work: () => Result): Result {
    return this.transaction(work);
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
