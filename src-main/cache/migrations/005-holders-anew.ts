import type { Migration } from './migration.ts';

/**
 * What a ticket tells of its holder has more in it: the day on which it was stopped, the person's other tickets, and which doses were
 * 予診のみ. The copy is filled anew from VRS.
 */
export const holdersAnew: Migration = {
  version: 5,
  migrate(database) {
    database.execute(`
      DELETE FROM ticket;
      DELETE FROM person_record;
      DELETE FROM person;
      INSERT INTO name_pairs (name_pairs) VALUES ('delete-all');
      DELETE FROM sync_position;
    `);
  },
};
