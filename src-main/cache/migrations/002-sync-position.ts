import type { Migration } from './migration.ts';

/** How far the change feed was read: one row. */
export const syncPosition: Migration = {
  version: 2,
  migrate(database) {
    database.execute(`
      CREATE TABLE sync_position (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        cursor TEXT NOT NULL,
        as_of TEXT
      ) STRICT;
    `);
  },
};
