import { existsSync } from 'node:fs';

import { EncryptedDatabase } from '../encrypted-database.ts';

/** A file and its raw 32 bytes of key. SECURITY: H57 — whoever opens it overwrites the key. */
export interface EncryptedFile {
  readonly file: string;
  readonly key: Uint8Array;
}

/**
 * Where the rows of a draft lie. SECURITY: P4 — 個人番号 lie in a file of their own under a key of their own: who only looks at rows never
 * has it.
 */
export interface StagingPlaces {
  readonly rows: EncryptedFile;
  readonly individualNumbers: EncryptedFile;
}

const PAGE_SIZE = 8192;
const PAGE_CACHE_MIB = { off: 2, rollback: 16 } as const;
/** The schema's version, which a file gets when it is whole. */
export const FINISHED = 4;
/** The same with longer digests of venues and lots. */
const LONG_DIGESTS = 3;
/** That without the proposals of the rules. */
const WITHOUT_PROPOSALS = 2;

/** `off` while it is written, as it can be made again; `rollback` when it is finished, so that edits survive a crash. */
export function openStagingDatabase(
  { file, key }: EncryptedFile,
  journal: 'off' | 'rollback',
): EncryptedDatabase {
  try {
    return EncryptedDatabase.open({
      file,
      key,
      journal,
      pageSize: PAGE_SIZE,
      pageCacheMiB: PAGE_CACHE_MIB[journal],
    });
  } finally {
    key.fill(0); // SECURITY: H57
  }
}

/** Undefined where there is none, or where its writer did not come to the end. */
export function openFinished(place: EncryptedFile): EncryptedDatabase | undefined {
  // SQLite would make an empty one.
  if (!existsSync(place.file)) {
    place.key.fill(0); // SECURITY: H57
    return undefined;
  }
  const database = openStagingDatabase(place, 'rollback');
  const { schemaVersion } = database;
  if (schemaVersion >= WITHOUT_PROPOSALS && schemaVersion <= FINISHED) return database;
  database.close();
  return undefined;
}

/** The rows of a draft that an earlier release has checked. */
export function bringUpToDate(rows: EncryptedDatabase): void {
  if (rows.schemaVersion === FINISHED) return;
  rows.durableTransaction(() => {
    if (rows.schemaVersion < LONG_DIGESTS)
      rows.execute(`
        ALTER TABLE rule ADD COLUMN proposals INTEGER NOT NULL DEFAULT 0;
        UPDATE rule SET proposals =
          (SELECT count(*) FROM finding WHERE finding.code = rule.code AND proposal IS NOT NULL);
      `);
    // They are made anew when they are needed next.
    rows.execute('DROP TABLE IF EXISTS venue_piece; DROP TABLE IF EXISTS venue_digest');
    rows.schemaVersion = FINISHED;
  });
}

/** `ends`: behind each record of the block, as Uint32. What is kept for each row by itself is in parts (`PART_ROWS`). */
export const rowsSchema = `
  CREATE TABLE file (facts TEXT NOT NULL, header BLOB NOT NULL, row_count INTEGER NOT NULL, jumps BLOB NOT NULL);
  CREATE TABLE block (first INTEGER PRIMARY KEY, ends BLOB NOT NULL, body BLOB NOT NULL);
  CREATE TABLE finding (
    number INTEGER PRIMARY KEY, line INTEGER NOT NULL, column_name TEXT, code TEXT NOT NULL, severity TEXT NOT NULL,
    value TEXT NOT NULL, sentence TEXT NOT NULL, example TEXT NOT NULL, proposal TEXT, subject TEXT NOT NULL
  );
  CREATE TABLE rule (code TEXT PRIMARY KEY, count INTEGER NOT NULL, proposals INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE state (part INTEGER PRIMARY KEY, states BLOB NOT NULL);
  CREATE TABLE row_set (name TEXT NOT NULL, part INTEGER NOT NULL, bits BLOB NOT NULL, PRIMARY KEY (name, part));
  CREATE TABLE row_key (name TEXT NOT NULL, part INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (name, part));
  CREATE TABLE moved_row (name TEXT NOT NULL, row INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (name, row, key)) WITHOUT ROWID;
`;

export const numbersSchema =
  'CREATE TABLE block (first INTEGER PRIMARY KEY, ends BLOB NOT NULL, body BLOB NOT NULL)';

/** Sets of rows beside those of the rules, whose names are `rule:` and the code. */
export const marks = {
  /** The cell of the 個人番号 has something in it. */
  individualNumber: 'individual-number',
  /** A record that can't be told into cells and may hold a 個人番号: all of it lies in the other file. */
  withheld: 'withheld',
  /** An endless line, which is not kept. */
  tooLong: 'too-long',
} as const;

export const ruleSet = (code: string): string => `rule:${code}`;

/** The indices over the rows. */
export type KeyName = 'ticket' | 'person';
