import type { Migration } from './migration.ts';

/** Which column is which in files with such a header line, as somebody said. Headers and ids only: nothing that stands under them. */
export const columnMappings: Migration = {
  version: 4,
  migrate(database) {
    database.execute(`
      CREATE TABLE column_mapping (
        header_sha256 TEXT NOT NULL,
        kind TEXT NOT NULL,
        layout_id TEXT NOT NULL,
        columns TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        PRIMARY KEY (header_sha256, kind)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
