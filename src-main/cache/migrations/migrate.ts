import { DatabaseFromFuture, type SqlDatabase } from '../encrypted-database.ts';
import { people } from './001-people.ts';
import { syncPosition } from './002-sync-position.ts';
import { drafts } from './003-drafts.ts';
import { columnMappings } from './004-column-mappings.ts';
import { holdersAnew } from './005-holders-anew.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [people, syncPosition, drafts, columnMappings, holdersAnew];

/** Brings a file to the newest schema, all steps in one transaction. Throws `DatabaseFromFuture` where a newer release wrote it. */
export function migrate(database: SqlDatabase, steps: readonly Migration[] = migrations): void {
  const { schemaVersion } = database;
  if (schemaVersion > steps.length)
    throw new DatabaseFromFuture('The file has a schema that this release does not know.');
  if (schemaVersion === steps.length) return;
  database.transaction(() => {
    for (const step of steps.slice(schemaVersion)) {
      step.migrate(database);
      database.schemaVersion = step.version;
    }
  });
}
