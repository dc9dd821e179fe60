import { closeSync, fsyncSync, openSync } from 'node:fs';

import type { EncryptedDatabase, PreparedStatement } from '../encrypted-database.ts';
import type { RowLines } from './row-lines.ts';
import { RowSet, PART_ROWS } from './row-set.ts';
import type { SortedKeys } from './row-keys.ts';
import { type StagedFinding, StagedFindings } from './staged-findings.ts';
import {
  FINISHED,
  type KeyName,
  marks,
  numbersSchema,
  openStagingDatabase,
  rowsSchema,
  ruleSet,
  type StagingPlaces,
} from './staging-database.ts';

/** Records are kept in blocks of about so many bytes: small enough to be read for one row, large enough to be written fast. */
const BLOCK_BYTES = 32_768;
const ENTRIES_A_PART = 65_536;

/** Bytes in a row of records, with the place behind each. */
class Block {
  #body = Buffer.allocUnsafe(BLOCK_BYTES * 2);
  #ends = new Uint32Array(1024);
  #bytes = 0;
  #records = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    if (end > start) {
      this.#makeRoom(end - start);
      this.#body.set(bytes.subarray(start, end), this.#bytes);
      this.#bytes += end - start;
    }
  }

  endRecord(): void {
    if (this.#records === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#records] = this.#bytes;
    this.#records += 1;
  }

  body(): Uint8Array {
    return this.#body.subarray(0, this.#bytes);
  }

  ends(): Uint8Array {
    return new Uint8Array(this.#ends.buffer, 0, this.#records * 4);
  }

  clear(): void {
    this.#bytes = 0;
    this.#records = 0;
  }

  #makeRoom(more: number): void {
    if (this.#bytes + more <= this.#body.length) return;
    const larger = Buffer.allocUnsafe((this.#bytes + more) * 2);
    larger.set(this.body());
    this.#body = larger;
  }
}

/** One record of the file as it is to be kept. */
export interface RecordPlace {
  readonly bytes: Uint8Array;
  /** Without its line end. */
  readonly start: number;
  readonly end: number;
  /** Where the content of the 個人番号 cell is in it, without its quotes; null where there is no such cell. */
  readonly individualNumber: { readonly start: number; readonly end: number } | null;
  /** It can't be told into cells, and the file has a column for 個人番号. */
  readonly withheld: boolean;
  readonly tooLong: boolean;
}

/** What the check knows at its end. */
export interface StagedWhole {
  /** What is needed to read the rows again; its form belongs to the batches area. */
  readonly facts: string;
  /** The header line as it stands in the file. */
  readonly header: Uint8Array;
  readonly lines: RowLines;
  /** One byte a row (`rowStates`). */
  readonly states: Uint8Array;
  /** By code: in which rows the rule found something, and how many findings that were. */
  readonly rules: ReadonlyMap<string, { readonly rows: RowSet; readonly count: number }>;
  readonly keys: ReadonlyMap<KeyName, SortedKeys>;
  /** Writes tables of its own beside the rows. */
  readonly beside?: (database: Pick<EncryptedDatabase, 'prepare' | 'execute'>) => void;
}

type InsertBlock = PreparedStatement<[number, Uint8Array, Uint8Array], unknown>;

/** Writes a staging file from its first row to its end, all in one go. */
export class StagingWriter {
  readonly #rows: EncryptedDatabase;
  readonly #numbers: EncryptedDatabase;
  readonly #files: readonly string[];
  readonly #addBlock: InsertBlock;
  readonly #addNumbers: InsertBlock;
  readonly #findings: StagedFindings;
  readonly #block = new Block();
  readonly #numberBlock = new Block();
  readonly #marks = new Map<string, RowSet>();
  #first = 0;

  private constructor(rows: EncryptedDatabase, numbers: EncryptedDatabase, files: readonly string[]) {
    this.#rows = rows;
    this.#numbers = numbers;
    this.#files = files;
    rows.execute(rowsSchema);
    numbers.execute(numbersSchema);
    const insert = 'INSERT INTO block VALUES (?, ?, ?)';
    this.#addBlock = rows.prepare(insert);
    this.#addNumbers = numbers.prepare(insert);
    this.#findings = new StagedFindings(rows);
    // Without a journal there is nothing to go back to: one transaction, and the whole file is thrown away where it fails.
    rows.execute('BEGIN');
    numbers.execute('BEGIN');
  }

  /** Two empty files, to be written; what was there must be gone. */
  static create({ rows, individualNumbers }: StagingPlaces): StagingWriter {
    const opened: EncryptedDatabase[] = [];
    try {
      const [one, other] = [rows, individualNumbers].map((place) => {
        const database = openStagingDatabase(place, 'off');
        opened.push(database);
        return database;
      });
      if (!one || !other) throw new Error('two files make a staging store');
      return new StagingWriter(one, other, [rows.file, individualNumbers.file]);
    } catch (thrown) {
      for (const database of opened) database.close();
      throw thrown;
    }
  }

  /** The next row of the file. SECURITY: P4 — the 個人番号 is cut out of it and goes into the file for those alone. */
  addRecord({ bytes, start, end, individualNumber, withheld, tooLong }: RecordPlace): void {
    const row = this.#first + this.#block.records;
    if (tooLong) this.mark(marks.tooLong, row);
    else if (withheld) {
      this.mark(marks.withheld, row);
      this.#numberBlock.add(bytes, start, end);
    } else if (individualNumber) {
      this.#block.add(bytes, start, individualNumber.start);
      this.#block.add(bytes, individualNumber.end, end);
      this.#numberBlock.add(bytes, individualNumber.start, individualNumber.end);
      if (individualNumber.end > individualNumber.start) this.mark(marks.individualNumber, row);
    } else this.#block.add(bytes, start, end);
    this.#block.endRecord();
    this.#numberBlock.endRecord();
    if (this.#block.bytes + this.#numberBlock.bytes >= BLOCK_BYTES || this.#block.records === ENTRIES_A_PART)
      this.#flush();
  }

  /** Puts a row into a set that has a name of its own. */
  mark(name: string, row: number): void {
    const rows = this.#marks.get(name) ?? new RowSet();
    rows.add(row);
    this.#marks.set(name, rows);
  }

  /** `row`: `NO_ROW` for the header line. */
  addFinding(row: number, finding: StagedFinding): void {
    this.#findings.add(row, finding);
  }

  /** On disk when it returns. */
  finish(whole: StagedWhole): void {
    this.#flush();
    this.#writeWhole(whole);
    whole.beside?.(this.#rows);
    this.#rows.execute('CREATE INDEX finding_by_code ON finding (code, number)');
    this.#rows.execute('CREATE INDEX moved_row_by_key ON moved_row (name, key)');
    for (const database of [this.#numbers, this.#rows]) {
      database.execute('COMMIT');
      database.schemaVersion = FINISHED;
    }
    for (const file of this.#files) syncToDisk(file);
  }

  close(): void {
    this.#numbers.close();
    this.#rows.close();
  }

  #flush(): void {
    const { records } = this.#block;
    if (records === 0) return;
    this.#addBlock.run(this.#first, this.#block.ends(), this.#block.body());
    if (this.#numberBlock.bytes > 0)
      this.#addNumbers.run(this.#first, this.#numberBlock.ends(), this.#numberBlock.body());
    this.#first += records;
    this.#block.clear();
    this.#numberBlock.clear();
  }

  #writeWhole({ facts, header, lines, states, rules, keys }: StagedWhole): void {
    const database = this.#rows;
    database
      .prepare<[string, Uint8Array, number, Uint8Array]>('INSERT INTO file VALUES (?, ?, ?, ?)')
      .run(facts, header, lines.count, bytesOf(lines.jumps()));
    const addState = database.prepare<[number, Uint8Array]>('INSERT INTO state VALUES (?, ?)');
    for (let part = 0; part * PART_ROWS < states.length; part += 1)
      addState.run(part, states.subarray(part * PART_ROWS, (part + 1) * PART_ROWS));
    const addRule = database.prepare<[string, number]>('INSERT INTO rule VALUES (?, ?)');
    for (const [code, { rows, count }] of rules) {
      addRule.run(code, count);
      this.#writeSet(ruleSet(code), rows);
    }
    for (const [name, rows] of this.#marks) this.#writeSet(name, rows);
    const addKeys = database.prepare<[string, number, Uint8Array]>('INSERT INTO row_key VALUES (?, ?, ?)');
    for (const [name, sorted] of keys)
      for (let part = 0; part * ENTRIES_A_PART < sorted.count; part += 1)
        addKeys.run(name, part, bytesOf(sorted.slice(part * ENTRIES_A_PART, (part + 1) * ENTRIES_A_PART)));
  }

  #writeSet(name: string, rows: RowSet): void {
    const add = this.#rows.prepare<[string, number, Uint8Array]>('INSERT INTO row_set VALUES (?, ?, ?)');
    for (const { part, bits } of rows.parts()) add.run(name, part, bits);
  }
}

function bytesOf(numbers: Int32Array | BigUint64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function syncToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
