import { createHash, type Hash } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';

import Database from 'better-sqlite3';

import { Sha256 } from '../../src-shared/domain/identifiers.ts';
import type {
  BatchKind,
  DifferenceCounts,
  FieldChange,
  RowOutcome,
} from '../../src-shared/vrs-api/batches.ts';
import {
  differenceFooter,
  differenceHeader,
  differenceLine,
  fingerprintHeaderLine,
} from '../../src-shared/vrs-api/fingerprint.ts';
import type { Storage } from '../storage/database.ts';
import { type BatchRow, type BatchStore, noCounts, openingOf } from './batch-store.ts';
import { type ChunkStore, positionOf } from './chunk-store.ts';
import type { EditStore } from './edit-store.ts';
import { type Evaluation, isSame } from './evaluation.ts';
import type { RowWork } from './row-work.ts';

/** A row of a difference as it stands in the file. */
export interface DifferenceEntry {
  readonly position: number;
  readonly line: number;
  readonly outcome: RowOutcome;
  readonly ordinal: number;
  readonly effect: Evaluation['effect'];
  /** Its key stands in an earlier row of the batch: nothing that stands decides about it. */
  readonly repeated: number;
  readonly target: string | null;
  readonly target_version: number;
  readonly addressee_number: string;
  readonly changes: string | null;
}

export interface Computed {
  readonly generation: number;
  readonly counts: DifferenceCounts;
  readonly fingerprint: Sha256 | null;
  readonly differenceFingerprint: Sha256;
  /** Rows that are not as the compared difference says. */
  readonly differing: number;
  /** Rows that the applicant had edited. */
  readonly edited: number;
}

export interface ComputeWanted {
  /** `waiting`: those that an earlier round of approval left, because their target had changed. */
  readonly rows: 'all' | 'waiting';
  /** `approved`: what is not as the difference that stands says is stale. `kept`: what was stale there stays so. */
  readonly stale: 'approved' | 'kept';
}

export interface DifferenceParts {
  readonly storage: Storage;
  readonly batches: BatchStore;
  readonly chunks: ChunkStore;
  readonly edits: EditStore;
  readonly works: Readonly<Record<BatchKind, RowWork>>;
}

/** Rows for which the server does nothing else; then it answers whoever waits. */
const SLICE = 500;

/**
 * Computes what a batch would do to what stands now. Rows are read and written in slices, so that a million of them take the memory of
 * one chunk and nobody waits for them. What is written belongs to a new generation, which counts once somebody installs it.
 */
export class DifferenceComputer {
  readonly #parts: DifferenceParts;
  readonly #compared = new Map<number, { rows: number }>();
  #temporaryTables = 0;

  constructor(parts: DifferenceParts) {
    this.#parts = parts;
  }

  async compute(batch: BatchRow, wanted: ComputeWanted): Promise<Computed> {
    const { storage, chunks } = this.#parts;
    const generation = this.#nextGeneration(batch);
    const seen = `temp.batch_key_${(this.#temporaryTables += 1)}`;
    storage.database.exec(
      `CREATE TEMP TABLE ${seen.slice(5)} (key TEXT PRIMARY KEY, position) WITHOUT ROWID`,
    );
    const run = new Run(this.#parts, batch, generation, wanted, seen);
    const compared = { rows: 0 };
    this.#compared.set(batch.number, compared);
    try {
      for (let chunk = 0; chunk < chunks.totals(batch).chunks; chunk += 1) {
        const lines = chunks.lines(batch, chunk);
        for (let start = 0; start < lines.length; start += SLICE) {
          const slice = lines.slice(start, start + SLICE);
          storage.writeSoon(() => {
            for (const [index, line] of slice.entries()) run.row(positionOf(chunk, start + index), line);
          });
          compared.rows += slice.length;
          await letOthersRun();
        }
      }
    } finally {
      if (this.#compared.get(batch.number) === compared) this.#compared.delete(batch.number);
      storage.database.exec(`DROP TABLE ${seen}`);
    }
    return run.result();
  }

  /** Rows that have been compared so far, where somebody is at it. */
  progressOf({ number }: BatchRow): number | null {
    return this.#compared.get(number)?.rows ?? null;
  }

  /** Forgets differences older than the one that stands; computations under way keep theirs. */
  async dropOlder(number: number): Promise<void> {
    await this.#drop(number, '<');
  }

  /** Forgets every difference but the one that stands: only where nobody can be computing one. */
  async dropOthers(number: number): Promise<void> {
    await this.#drop(number, '<');
    await this.#drop(number, '>');
  }

  /** A few rows at a time. What can't be dropped now (a full disk, a server that stops) is dropped at the next start. */
  async #drop(number: number, which: '<' | '>'): Promise<void> {
    const { storage, batches } = this.#parts;
    try {
      const { generation } = batches.byNumber(number);
      const statement = storage.sql<[number, number]>(
        `DELETE FROM batch_row WHERE (batch_number, generation, position) IN (SELECT batch_number, generation, position
           FROM batch_row WHERE batch_number = ? AND generation ${which} ? LIMIT 5000)`,
      );
      while (statement.run(number, generation).changes > 0) await letOthersRun();
    } catch (thrown) {
      const isFull = thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_FULL');
      if (storage.database.open && !isFull) throw thrown;
    }
  }

  #nextGeneration(batch: BatchRow): number {
    const last = this.#parts.storage
      .sql<[number], { last: number | null }>(
        'SELECT max(generation) AS last FROM batch_row WHERE batch_number = ?',
      )
      .get(batch.number)?.last;
    return Math.max(last ?? 0, batch.generation) + 1;
  }
}

/** One computation under way. */
class Run {
  readonly #parts: DifferenceParts;
  readonly #batch: BatchRow;
  readonly #generation: number;
  readonly #wanted: ComputeWanted;
  readonly #work: RowWork;
  readonly #insert;
  readonly #see;
  readonly #seenAt;
  readonly #before;
  readonly #isWaiting;
  readonly #counts: Record<RowOutcome, number> = { ...noCounts };
  readonly #rowsHash: Hash;
  readonly #differenceHash: Hash = createHash('sha256').update(differenceHeader);
  readonly #hasEdits: boolean;
  #differing = 0;
  #edited = 0;
  #lastLine = 0;

  constructor(
    parts: DifferenceParts,
    batch: BatchRow,
    generation: number,
    wanted: ComputeWanted,
    seen: string,
  ) {
    const { storage } = parts;
    this.#parts = parts;
    this.#batch = batch;
    this.#generation = generation;
    this.#wanted = wanted;
    this.#work = parts.works[batch.kind];
    const marks = Array.from({ length: 12 }, () => '?').join(', ');
    this.#insert = storage.sql(`INSERT INTO batch_row VALUES (${marks})`);
    // The table is there for this computation only, so its statements are not kept.
    this.#see = storage.database.prepare(`INSERT OR IGNORE INTO ${seen} VALUES (?, ?)`);
    this.#seenAt = storage.database.prepare<[string], { position: number }>(
      `SELECT position FROM ${seen} WHERE key = ?`,
    );
    this.#before = storage.sql<[number, number, number], DifferenceEntry>(
      'SELECT * FROM batch_row WHERE batch_number = ? AND generation = ? AND position = ?',
    );
    this.#isWaiting = storage.sql<[number, number], { one: 1 }>(
      `SELECT 1 AS one FROM batch_result WHERE batch_number = ? AND position = ? AND result = 'waiting'`,
    );
    this.#rowsHash = createHash('sha256').update(headerOf(batch));
    this.#hasEdits = openingOf(batch).editedRowCount > 0;
  }

  row(position: number, text: string): void {
    this.#rowsHash.update(text).update('\n');
    this.#countEdited(lineNumberOf(text));
    const { number, generation } = this.#batch;
    if (this.#wanted.rows === 'waiting' && !this.#isWaiting.get(number, position)) return;
    const first = this.#work.evaluate(this.#batch, text);
    const earlier = this.#earlierWithSameKey(text, first, position);
    const evaluation = earlier === undefined ? first : repetition(first, this.#isRepeat(earlier, text));
    const before = this.#batch.generation === 0 ? undefined : this.#before.get(number, generation, position);
    const differs = before !== undefined && !isSame(evaluation, evaluationOf(before));
    if (differs) this.#differing += 1;
    const stale = this.#wanted.stale === 'approved' ? differs : before?.outcome === 'stale';
    this.#write(position, text, evaluation, stale, earlier !== undefined);
  }

  /** A line of the file, however many rows it holds. */
  #countEdited(line: number): void {
    if (!this.#hasEdits || line === this.#lastLine) return;
    this.#lastLine = line;
    if (this.#parts.edits.of(this.#batch, line).length > 0) this.#edited += 1;
  }

  result(): Computed {
    const fingerprint = Sha256.parse(this.#rowsHash.digest('hex'));
    this.#differenceHash.update(differenceFooter(fingerprint));
    return {
      generation: this.#generation,
      counts: { ...this.#counts },
      fingerprint,
      differenceFingerprint: Sha256.parse(this.#differenceHash.digest('hex')),
      differing: this.#differing,
      edited: this.#edited,
    };
  }

  #write(position: number, text: string, evaluation: Evaluation, stale: boolean, repeated: boolean): void {
    const { effect, target, targetVersion, addresseeNumber, changes } = evaluation;
    const outcome: RowOutcome = stale && (effect === 'new' || effect === 'changed') ? 'stale' : effect;
    const line = lineNumberOf(text);
    const changesText = changes === null ? null : JSON.stringify(changes);
    this.#insert.run(
      this.#batch.number,
      this.#generation,
      position,
      line,
      outcome,
      this.#counts[outcome],
      effect,
      repeated ? 1 : 0,
      target,
      targetVersion,
      addresseeNumber,
      changesText,
    );
    this.#counts[outcome] += 1;
    const { ticketNumber, doseNumber } = this.#work.facts(text, evaluation);
    this.#differenceHash.update(
      differenceLine({
        line,
        outcome,
        effect,
        target,
        targetVersion,
        addresseeNumber,
        ticketNumber,
        doseNumber,
        changes: [...shownChanges(evaluation, () => this.#work.fieldsOfNew(text))],
      }),
    );
  }

  /** The position of an earlier row that has a key in common; marks this row's keys otherwise. */
  #earlierWithSameKey(text: string, evaluation: Evaluation, position: number): number | undefined {
    for (const key of this.#work.keys(text, evaluation)) {
      if (this.#see.run(key, position).changes === 1) continue;
      const earlier = this.#seenAt.get(key)?.position;
      if (earlier !== position) return earlier;
    }
    return undefined;
  }

  /** The very same row once more, apart from its line: there is nothing left to do for it. */
  #isRepeat(earlier: number, text: string): boolean {
    return withoutLine(this.#parts.chunks.line(this.#batch, earlier)) === withoutLine(text);
  }
}

/** The batch's fingerprint begins with what `fingerprint.ts` of the contract says. */
function headerOf(batch: BatchRow): string {
  return fingerprintHeaderLine({ ...openingOf(batch), kind: batch.kind, maker: batch.maker_user_id });
}

/** A second row with one key: the same again does nothing, another contradicts the first. Neither depends on what stands. */
function repetition(evaluation: Evaluation, same: boolean): Evaluation {
  const { addresseeNumber, changes } = evaluation;
  return {
    effect: same ? 'unchanged' : 'conflicting',
    target: null,
    targetVersion: 0,
    addresseeNumber,
    changes: same ? null : (changes ?? []),
  };
}

/** The changes as they are listed: a row that makes something new changes every field from nothing. */
export function shownChanges(
  { effect, changes }: Pick<Evaluation, 'effect' | 'changes'>,
  fieldsOfNew: () => readonly FieldChange[],
): readonly FieldChange[] {
  return changes ?? (effect === 'new' ? fieldsOfNew() : []);
}

export function evaluationOf(entry: DifferenceEntry): Evaluation {
  return {
    effect: entry.effect,
    target: entry.target,
    targetVersion: entry.target_version,
    addresseeNumber: entry.addressee_number,
    changes: null,
  };
}

/** `[12,"992011",…` → 12. The line was checked when it came in. */
function lineNumberOf(text: string): number {
  return Number(text.slice(text.indexOf('[') + 1, text.indexOf(',')));
}

function withoutLine(text: string): string {
  return text.slice(text.indexOf(','));
}
