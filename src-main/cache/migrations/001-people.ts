import type { Migration } from './migration.ts';

/**
 * People as they are looked up. `person` is what a search reads: narrow, so that a page holds many. `person_record` is the whole
 * person, replaced as a whole. `ticket` leads from any ticket to its holder and carries what the batch checker asks, so that a
 * million rows can be checked without touching the other tables. `name_pairs` finds what stands inside a name or a reading.
 */
export const people: Migration = {
  version: 1,
  migrate(database) {
    database.execute(`
      CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        addressee_number TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        kana TEXT NOT NULL,
        name_key TEXT NOT NULL,
        kana_key TEXT NOT NULL,
        birth_date TEXT NOT NULL,
        sex TEXT NOT NULL,
        flag TEXT NOT NULL,
        flag_on TEXT NOT NULL,
        ticket_number TEXT NOT NULL,
        dose_count INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX person_by_kana ON person (kana_key);
      CREATE INDEX person_by_birth_date ON person (birth_date);

      CREATE TABLE person_record (
        person_id INTEGER PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
        record TEXT NOT NULL
      ) STRICT;

      CREATE TABLE ticket (
        ticket_number TEXT NOT NULL,
        municipality_code TEXT NOT NULL,
        person_id INTEGER NOT NULL,
        holder TEXT NOT NULL,
        PRIMARY KEY (ticket_number, municipality_code)
      ) STRICT, WITHOUT ROWID;

      CREATE VIRTUAL TABLE name_pairs USING fts5 (
        name, kana, content = '', columnsize = 0, prefix = '1', tokenize = 'unicode61 remove_diacritics 0'
      );
    `);
  },
};
