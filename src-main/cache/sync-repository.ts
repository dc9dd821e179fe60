import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { SqlDatabase } from './encrypted-database.ts';
import type { PeopleStoring } from './people-storing.ts';
import type { SyncRepository } from './repositories.ts';

export function syncRepository(database: SqlDatabase, storing: PeopleStoring): SyncRepository {
  const read = database.prepare<[], { readonly cursor: string; readonly as_of: IsoTimestamp | null }>(
    'SELECT cursor, as_of FROM sync_position',
  );
  const write = database.prepare<[string, string | null]>(
    'INSERT OR REPLACE INTO sync_position (only_row, cursor, as_of) VALUES (1, ?, ?)',
  );
  return {
    position() {
      const row = read.get();
      return row === undefined ? undefined : { cursor: row.cursor, asOf: row.as_of };
    },
    take: (people, position, removed = []) =>
      storing.transaction(() => {
        write.run(position.cursor, position.asOf);
        // Before the others: who was taken away may have been registered anew since.
        for (const addresseeNumber of removed) storing.remove(addresseeNumber);
        return people.filter((person) => storing.put(person)).length;
      }),
  };
}
