import type { Migration } from './migration.ts';

/** The journal of batch drafts, so that a crash costs no work. */
export const drafts: Migration = {
  version: 3,
  migrate(database) {
    database.execute(`
      CREATE TABLE draft (
        draft_id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        content TEXT NOT NULL,
        staging_key BLOB,
        updated_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
