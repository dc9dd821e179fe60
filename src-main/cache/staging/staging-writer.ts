import { closeSync, fsyncSync, openSync } from 'node:fs';

import type { EncryptedDatabase } from '../encrypted-database.ts';
import { Block, BLOCK_BYTES } from './block.ts';
import type { RowLines } from '../../../src-shared/domain/rows/row-lines.ts';
import { RowSet, PART_ROWS } from './row-set.ts';
import type { SortedKeys } from './row-keys.ts';
import type { RuleTally } from './staged-rules.ts';
import type { StagedFinding } from './staged-findings.ts';
import { FINISHED, type KeyName, marks, ruleSet, type StagingPlaces } from './staging-database.ts';
import { StagingFiles } from './staging-files.ts';
import type { StagingThread } from './staging-thread.ts';

const ENTRIES_A_PART = 65_536;

/** One record of the file as it is to be kept. */
export interface RecordPlace {
  readonly bytes: Buffer;
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
  /** By code: in which rows the rule found something, how many findings that were, and how many have a proposal. */
  readonly rules: ReadonlyMap<string, RuleTally & { readonly rows: RowSet }>;
  readonly keys: ReadonlyMap<KeyName, SortedKeys>;
  /** Writes tables of its own beside the rows. */
  readonly beside?: (database: Pick<EncryptedDatabase, 'prepare' | 'execute'>, onPart?: () => void) => void;
  /** Called between one part and the next, as the whole of a large file takes its time. */
  readonly onPart?: () => void;
}

/** Writes a staging file from its first row to its end, all in one go; its blocks in a thread beside this one, where one is given. */
export class StagingWriter {
  readonly #places: StagingPlaces;
  readonly #marks = new Map<string, RowSet>();
  #thread: StagingThread | undefined;
  /** Undefined while a thread has them. */
  #files: StagingFiles | undefined;
  #block = new Block();
  #numberBlock = new Block();
  #first = 0;

  private constructor(places: StagingPlaces, thread: StagingThread | undefined) {
    this.#places = places;
    this.#thread = thread;
    if (thread) thread.open(places);
    else this.#files = StagingFiles.create(places);
  }

  /** Two empty files, to be written; what was there must be gone. The thread ends with the rows; where it does not come to that, it is the caller's to be closed. */
  static create(places: StagingPlaces, thread?: StagingThread): StagingWriter {
    return new StagingWriter(places, thread);
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
    if (this.#thread) this.#thread.addFinding(row, finding);
    else this.#files?.addFinding(row, finding);
  }

  /** Waits where what was given is far from being written. */
  async settle(): Promise<void> {
    await this.#thread?.settle();
  }

  /** There are no more rows: what comes now is written here. */
  async endRows(): Promise<void> {
    this.#flush();
    if (!this.#thread) return;
    await this.#thread.end();
    // Looking at rows together needs the memory.
    await this.#thread.close();
    this.#thread = undefined;
    this.#files = StagingFiles.goOn(this.#places);
  }

  /** On disk when it returns. After `endRows`, where a thread writes. */
  finish(whole: StagedWhole): void {
    this.#flush();
    if (!this.#files) throw new Error('a thread still has the files');
    const { rows, numbers } = this.#files;
    this.#writeWhole(rows, whole);
    whole.onPart?.();
    whole.beside?.(rows, whole.onPart);
    whole.onPart?.();
    rows.execute('CREATE INDEX finding_by_code ON finding (code, number)');
    rows.execute('CREATE INDEX moved_row_by_key ON moved_row (name, key)');
    for (const database of [numbers, rows]) {
      database.execute('COMMIT');
      database.schemaVersion = FINISHED;
    }
    whole.onPart?.();
    for (const { file } of [this.#places.rows, this.#places.individualNumbers]) syncToDisk(file);
  }

  close(): void {
    for (const { key } of [this.#places.rows, this.#places.individualNumbers]) key.fill(0); // SECURITY: H57
    this.#files?.close();
  }

  #flush(): void {
    const { records } = this.#block;
    if (records === 0) return;
    const blocks = {
      first: this.#first,
      rows: this.#block.content(),
      numbers: this.#numberBlock.content(),
    };
    this.#first += records;
    if (this.#thread) {
      this.#thread.write(blocks);
      this.#block = this.#thread.emptyBlock();
      this.#numberBlock = this.#thread.emptyBlock();
    } else {
      this.#files?.write(blocks);
      this.#block.clear();
      this.#numberBlock.clear();
    }
  }

  #writeWhole(
    database: EncryptedDatabase,
    { facts, header, lines, states, rules, keys, onPart }: StagedWhole,
  ): void {
    database
      .prepare<[string, Uint8Array, number, Uint8Array]>('INSERT INTO file VALUES (?, ?, ?, ?)')
      .run(facts, header, lines.count, bytesOf(lines.jumps()));
    const addState = database.prepare<[number, Uint8Array]>('INSERT INTO state VALUES (?, ?)');
    for (let part = 0; part * PART_ROWS < states.length; part += 1)
      addState.run(part, states.subarray(part * PART_ROWS, (part + 1) * PART_ROWS));
    const addRule = database.prepare<[string, number, number]>('INSERT INTO rule VALUES (?, ?, ?)');
    for (const [code, { rows, count, proposals }] of rules) {
      addRule.run(code, count, proposals);
      writeSet(database, ruleSet(code), rows);
    }
    for (const [name, rows] of this.#marks) writeSet(database, name, rows);
    onPart?.();
    const addKeys = database.prepare<[string, number, Uint8Array]>('INSERT INTO row_key VALUES (?, ?, ?)');
    for (const [name, sorted] of keys)
      for (let part = 0; part * ENTRIES_A_PART < sorted.count; part += 1) {
        addKeys.run(name, part, bytesOf(sorted.slice(part * ENTRIES_A_PART, (part + 1) * ENTRIES_A_PART)));
        onPart?.();
      }
  }
}

function writeSet(database: EncryptedDatabase, name: string, rows: RowSet): void {
  const add = database.prepare<[string, number, Uint8Array]>('INSERT INTO row_set VALUES (?, ?, ?)');
  for (const { part, bits } of rows.parts()) add.run(name, part, bits);
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
