import { draftsRepository } from './drafts-repository.ts';
import type { SqlDatabase } from './encrypted-database.ts';
import { mappingsRepository } from './mappings-repository.ts';
import { migrate } from './migrations/migrate.ts';
import { peopleRepository } from './people-repository.ts';
import { storePeople } from './people-storing.ts';
import type { Repositories } from './repositories.ts';
import { syncRepository } from './sync-repository.ts';
import { ticketsRepository } from './tickets-repository.ts';

/** Brings the file to the newest schema and gives what may be done with it. */
export function openRepositories(database: SqlDatabase): Repositories {
  migrate(database);
  const storing = storePeople(database);
  return {
    people: peopleRepository(database, storing),
    tickets: ticketsRepository(database),
    sync: syncRepository(database, storing),
    drafts: draftsRepository(database),
    mappings: mappingsRepository(database),
  };
}
