import type { PreparedStatement, SqlDatabase } from '../encrypted-database.ts';
import { PART_ROWS, RowSet } from './row-set.ts';

/** The sets of rows of a staging file. Each is read when it is first asked for; what changes is written part by part. */
export class StagedSets {
  readonly #database: Pick<SqlDatabase, 'prepare'>;
  readonly #find: PreparedStatement<[string], { readonly part: number; readonly bits: Uint8Array }>;
  readonly #sets = new Map<string, RowSet>();
  readonly #changed = new Map<string, Set<number>>();

  constructor(database: Pick<SqlDatabase, 'prepare'>) {
    this.#database = database;
    this.#find = database.prepare('SELECT part, bits FROM row_set WHERE name = ?');
  }

  /** Not to be changed by the caller. */
  named(name: string): RowSet {
    const known = this.#sets.get(name);
    if (known) return known;
    const rows = new RowSet();
    for (const { part, bits } of this.#find.all(name)) rows.setPart(part, bits);
    this.#sets.set(name, rows);
    return rows;
  }

  add(name: string, row: number): void {
    if (this.named(name).add(row)) this.#setChanged(name, row);
  }

  delete(name: string, row: number): void {
    if (this.named(name).delete(row)) this.#setChanged(name, row);
  }

  /** Inside a transaction of the caller. */
  writeChanged(): void {
    const put = this.#database.prepare<[string, number, Uint8Array]>(
      'INSERT OR REPLACE INTO row_set VALUES (?, ?, ?)',
    );
    for (const [name, parts] of this.#changed)
      for (const part of parts) put.run(name, part, this.named(name).part(part));
    this.#changed.clear();
  }

  forget(): void {
    this.#sets.clear();
    this.#changed.clear();
  }

  #setChanged(name: string, row: number): void {
    const parts = this.#changed.get(name) ?? new Set();
    this.#changed.set(name, parts.add(Math.floor(row / PART_ROWS)));
  }
}
