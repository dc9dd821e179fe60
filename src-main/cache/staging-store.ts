import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';

import type { Finding } from '../../src-shared/contract/batches.ts';
import { EncryptedDatabase, type PreparedStatement } from './encrypted-database.ts';

export interface StagingOptions {
  readonly file: string;
  /** Raw 32 bytes, of this file alone. Overwritten once the file is open. */
  readonly key: Uint8Array;
}

/** A finding and whose row it is about: a 宛名番号, `市町村コード/券番号`, or nothing where neither could be read. */
export interface StagedFinding extends Finding {
  readonly subject: string;
}

export interface StagedPage {
  readonly findings: readonly StagedFinding[];
  /** To go on with; null at the end. */
  readonly next: number | null;
}

/**
 * A finding's number is its line and the order in which it was found, so that pages come in the order of the file. Fewer than this
 * are kept.
 */
const NUMBERS_A_LINE = 1_000_000;
const ROWS_A_BLOCK = 256;
const PAGE_SIZE = 8192;
const PAGE_CACHE_MIB = 16;
/** The schema's version, which a file gets when it is whole. */
const FINISHED = 1;

function openDatabase({ file, key }: StagingOptions): EncryptedDatabase {
  try {
    const options = { file, key, journal: 'off', pageSize: PAGE_SIZE, pageCacheMiB: PAGE_CACHE_MIB } as const;
    return EncryptedDatabase.open(options);
  } finally {
    key.fill(0); // SECURITY: H57
  }
}

const schema = `
  CREATE TABLE block (first INTEGER PRIMARY KEY, rows TEXT NOT NULL);
  CREATE TABLE finding (
    number INTEGER PRIMARY KEY, line INTEGER NOT NULL, column_name TEXT, code TEXT NOT NULL, severity TEXT NOT NULL,
    value TEXT NOT NULL, sentence TEXT NOT NULL, subject TEXT NOT NULL
  );
  CREATE TABLE left_out (lines BLOB NOT NULL);
`;

interface FindingRow {
  readonly number: number;
  readonly line: number;
  readonly column_name: string | null;
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly value: string;
  readonly sentence: string;
  readonly subject: string;
}

type FindingParameters = [number, number, string | null, string, string, string, string, string];

/**
 * The staging file of one draft: its rows as they will be sent, in blocks, and what was found in them. It can be made again from the
 * chosen file, so a crash while it is written costs nothing but the writing. SECURITY: P4 — the only place where 個人番号 lie, under
 * a key of their own. Every method throws what `databaseFailureOf` understands.
 */
export class StagingStore {
  readonly #database: EncryptedDatabase;

  private constructor(database: EncryptedDatabase) {
    this.#database = database;
  }

  /** An empty file, to be written; what was there must be gone. */
  static create(options: StagingOptions): StagingWriter {
    const database = openDatabase(options);
    try {
      database.execute(schema);
      return new StagingWriter(database, options.file);
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  }

  /** Undefined where there is none, or where its writer did not come to the end. */
  static open(options: StagingOptions): StagingStore | undefined {
    // SQLite would make an empty one.
    if (!existsSync(options.file)) return undefined;
    const database = openDatabase(options);
    if (database.schemaVersion === FINISHED) return new StagingStore(database);
    database.close();
    return undefined;
  }

  /** In the order of the file; `code` null for all of them. */
  findings(code: string | null, after: number, limit: number): StagedPage {
    const found = this.#database
      .prepare<[number, string | null, string | null, number], FindingRow>(
        `SELECT number, line, column_name, code, severity, value, sentence, subject FROM finding
         WHERE number > ? AND (? IS NULL OR code = ?) ORDER BY number LIMIT ?`,
      )
      .all(after, code, code, limit + 1);
    const page = found.slice(0, limit);
    return {
      findings: page.map(findingOf),
      next: found.length > limit ? (page.at(-1)?.number ?? null) : null,
    };
  }

  /** Every row that goes to VRS: its line in the file and its text, in order. */
  *rows(): Generator<{ readonly line: number; readonly text: string }> {
    const leftOut = this.#database
      .prepare<[], { readonly lines: Uint8Array }>('SELECT lines FROM left_out')
      .get();
    const blocks = this.#database.prepare<[number], { readonly first: number; readonly rows: string }>(
      'SELECT first, rows FROM block WHERE first > ? ORDER BY first LIMIT 1',
    );
    // One block at a time: an open iteration would keep other statements of the connection waiting.
    for (let block = blocks.get(0); block; block = blocks.get(block.first)) {
      for (const text of block.rows.split('\n')) {
        const line = Number.parseInt(text.slice(1), 10);
        if (!hasLine(leftOut?.lines, line)) yield { line, text };
      }
    }
  }

  close(): void {
    this.#database.close();
  }
}

/** Writes a staging file from its first row to its end, all in one go. */
export class StagingWriter {
  readonly #database: EncryptedDatabase;
  readonly #file: string;
  readonly #addBlock: PreparedStatement<[number, string], unknown>;
  readonly #addFinding: PreparedStatement<FindingParameters, unknown>;
  #block: string[] = [];
  #firstLine = 0;
  #findings = 0;

  constructor(database: EncryptedDatabase, file: string) {
    this.#database = database;
    this.#file = file;
    this.#addBlock = database.prepare('INSERT INTO block VALUES (?, ?)');
    this.#addFinding = database.prepare('INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    // Without a journal there is nothing to go back to: one transaction, and the whole file is thrown away where it fails.
    database.execute('BEGIN');
  }

  /** `text` is the JSON array whose first element is the line; lines only grow. */
  addRow(line: number, text: string): void {
    if (this.#block.length === 0) this.#firstLine = line;
    this.#block.push(text);
    if (this.#block.length === ROWS_A_BLOCK) this.#flush();
  }

  addFinding({ line, column, code, severity, value, sentence, subject }: StagedFinding): void {
    this.#findings += 1;
    if (this.#findings >= NUMBERS_A_LINE) throw new RangeError('more findings than numbers');
    const number = line * NUMBERS_A_LINE + this.#findings;
    this.#addFinding.run(number, line, column, code, severity, value, sentence, subject);
  }

  /** `leftOut`: a bit for every line that was staged and does not go to VRS all the same. On disk when it returns. */
  finish(leftOut: Uint8Array): void {
    this.#flush();
    this.#database.prepare<[Uint8Array]>('INSERT INTO left_out VALUES (?)').run(leftOut);
    this.#database.execute('CREATE INDEX finding_by_code ON finding (code, number)');
    this.#database.execute('COMMIT');
    this.#database.schemaVersion = FINISHED;
    const descriptor = openSync(this.#file, 'r+');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  close(): void {
    this.#database.close();
  }

  #flush(): void {
    if (this.#block.length === 0) return;
    this.#addBlock.run(this.#firstLine, this.#block.join('\n'));
    this.#block = [];
  }
}

/** Lines as a set of bits. */
export function hasLine(lines: Uint8Array | undefined, line: number): boolean {
  return (((lines?.[line >> 3] ?? 0) >> (line & 7)) & 1) === 1;
}

function findingOf(row: FindingRow): StagedFinding {
  const { line, column_name: column, code, severity, value, sentence, subject } = row;
  return { line, column, code, severity, value, sentence, subject };
}
