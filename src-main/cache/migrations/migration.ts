import type { SqlDatabase } from '../encrypted-database.ts';

/** One step of the schema. A released one is never changed: another follows it. */
export interface Migration {
  /** Its place in the order, from 1 without gaps; the file carries the number of the last one. */
  readonly version: number;
  migrate(database: SqlDatabase): void;
}
