import type { PreparedStatement, SqlDatabase } from '../encrypted-database.ts';
import { SortedKeys } from './row-keys.ts';
import type { KeyName } from './staging-database.ts';

/** Stands beside the keys of a row that was moved, so that one without any is known too. */
const MOVED = -1;

/** Finds the rows of a key in the sorted index that the check has made, and in what edits changed since. */
export class RowKeyIndex {
  readonly #database: SqlDatabase;
  readonly #name: KeyName;
  readonly #findMoved: PreparedStatement<[string, number], { readonly row: number }>;
  readonly #findMove: PreparedStatement<[string, number], unknown>;
  #parts: readonly SortedKeys[] | undefined;

  constructor(database: SqlDatabase, name: KeyName) {
    this.#database = database;
    this.#name = name;
    this.#findMoved = database.prepare('SELECT row FROM moved_row WHERE name = ? AND key = ? ORDER BY row');
    this.#findMove = database.prepare('SELECT 1 FROM moved_row WHERE name = ? AND row = ?');
  }

  /** In the order of the file. */
  rowsOf(key: number): readonly number[] {
    const rows = this.#indexed(key).filter((row) => !this.#isMoved(row));
    const moved = this.#findMoved.all(this.#name, key);
    return [...new Set([...rows, ...moved.map(({ row }) => row)])].toSorted((a, b) => a - b);
  }

  /** All keys that the row has by now; none where nothing of it can be read. */
  move(row: number, keys: readonly number[]): void {
    this.#database
      .prepare<[string, number]>('DELETE FROM moved_row WHERE name = ? AND row = ?')
      .run(this.#name, row);
    const add = this.#database.prepare<[string, number, number]>(
      'INSERT OR IGNORE INTO moved_row VALUES (?, ?, ?)',
    );
    for (const key of [MOVED, ...keys]) add.run(this.#name, row, key);
  }

  #isMoved(row: number): boolean {
    return this.#findMove.get(this.#name, row) !== undefined;
  }

  #indexed(key: number): number[] {
    this.#parts ??= this.#database
      .prepare<[string], { readonly entries: Uint8Array }>(
        'SELECT entries FROM row_key WHERE name = ? ORDER BY part',
      )
      .all(this.#name)
      .map(({ entries }) => new SortedKeys(new BigUint64Array(Uint8Array.from(entries).buffer)));
    return this.#parts.flatMap((part) =>
      part.keyAt(0) <= key && key <= part.keyAt(part.count - 1) ? part.rowsOf(key) : [],
    );
  }
}
