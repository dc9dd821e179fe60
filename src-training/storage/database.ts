import Database from 'better-sqlite3';

import { migrations } from './schema.ts';

/** The state of a training VRS in one SQLite file. */
export class Storage {
  readonly database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();
  /** Set by the fault injection: called inside every write, just before it becomes lasting. */
  beforeCommit: () => void = () => undefined;

  /** A file that another process may be working with: nothing is changed, not even its schema. Throws where this version can't read it. */
  static openToRead(file: string): Storage {
    return new Storage(file, true);
  }

  constructor(file: string, readOnly = false) {
    this.database = new Database(file, { readonly: readOnly, fileMustExist: readOnly });
    if (readOnly) {
      if (this.#version() === migrations.length) return;
      this.database.close();
      throw new Error('the file was written by another version of the training VRS');
    }
    const isNew = this.#version() === 0;
    // Nobody has been answered from a new file yet; whoever fills it makes it lasting.
    if (isNew) this.database.pragma('synchronous = OFF');
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('cache_size = -65536');
    this.#migrate();
    // From now on a write that was answered survives a power cut.
    if (!isNew) this.database.pragma('synchronous = FULL');
  }

  /** All or nothing, and nothing else in between. Inside another write it is part of that one. */
  write<Result>(work: () => Result): Result {
    if (this.database.inTransaction) return work();
    return this.database
      .transaction(() => {
        const result = work();
        this.beforeCommit();
        return result;
      })
      .immediate();
  }

  /**
   * As `write`, but it is the next `write` that waits for the disk. It survives the end of the process, not always a power cut:
   * for what is computed again anyhow, and for the access log, which every look-up writes.
   */
  writeSoon<Result>(work: () => Result): Result {
    if (this.database.inTransaction) return work();
    this.database.pragma('synchronous = NORMAL');
    try {
      return this.write(work);
    } finally {
      this.database.pragma('synchronous = FULL');
    }
  }

  /** A statement that is prepared once: for what runs once for every row of a batch. */
  sql<Given extends unknown[], Row = unknown>(text: string): Database.Statement<Given, Row> {
    const statement = this.#prepared.get(text) ?? this.database.prepare(text);
    this.#prepared.set(text, statement);
    // One text is always prepared with the same types: it is written in one place.
    return statement as unknown as Database.Statement<Given, Row>;
  }

  meta(name: string): string | undefined {
    return this.database
      .prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?')
      .get(name)?.value;
  }

  setMeta(name: string, value: string): void {
    this.database
      .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(name, value);
  }

  /** The next number of the change feed. Call it inside a write. */
  nextChange(): number {
    const next = this.sql<[], { last: number }>(
      'UPDATE change_counter SET last = last + 1 RETURNING last',
    ).get();
    if (!next) throw new Error('the change counter is missing');
    return next.last;
  }

  close(): void {
    this.database.close();
  }

  #version(): number {
    return Number(this.database.pragma('user_version', { simple: true }));
  }

  #migrate(): void {
    const version = this.#version();
    if (version > migrations.length) throw new Error('the file was written by a newer training VRS');
    this.write(() => {
      for (const sql of migrations.slice(version)) this.database.exec(sql);
      this.database.pragma(`user_version = ${migrations.length}`);
    });
  }
}
