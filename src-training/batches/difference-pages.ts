import { DoseNumber, Sha256 } from '../../src-shared/domain/identifiers.ts';
import {
  DifferenceCounts,
  type DifferenceRow,
  type FieldChange,
  type ResultRow,
  type RowOutcome,
} from '../../src-shared/vrs-api/batches.ts';
import { rowOf } from './chunk-store.ts';
import { Refusal } from '../server/refusal.ts';
import { type BatchRow, openingOf } from './batch-store.ts';
import { type DifferenceEntry, type DifferenceParts, shownChanges } from './difference.ts';
import type { PeopleStore } from '../people/people-store.ts';

const DEFAULT_LIMIT = 500;

/** Outcomes that change something: what a random sample is drawn from unless one outcome is asked for. */
const CHANGING: readonly RowOutcome[] = ['new', 'changed', 'stale'];

export interface Page {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface DifferencePageAsked extends Page {
  readonly outcome?: RowOutcome | undefined;
  readonly sample?: number | undefined;
}

/** A whole number below `below`, for random samples. */
export type Draw = (below: number) => number;

/** Reading a difference that stands, and the results, page by page. */
export class DifferencePages {
  readonly #parts: DifferenceParts & { readonly people: PeopleStore };
  readonly #draw: Draw;

  constructor(parts: DifferenceParts & { readonly people: PeopleStore }, draw: Draw) {
    this.#parts = parts;
    this.#draw = draw;
  }

  page(
    batch: BatchRow,
    asked: DifferencePageAsked,
  ): { differenceFingerprint: Sha256; rows: DifferenceRow[]; cursor: string | null } {
    if (batch.difference_fingerprint === null) throw new Refusal('batch-state', { current: batch.state });
    const differenceFingerprint = Sha256.parse(batch.difference_fingerprint);
    if (asked.sample !== undefined) {
      const rows = this.#sample(batch, asked.sample, asked.outcome);
      return { differenceFingerprint, rows: this.#shownRows(batch, rows), cursor: null };
    }
    const { outcome, limit = DEFAULT_LIMIT } = asked;
    const found = outcome === undefined ? this.#all(batch, asked) : this.#of(batch, outcome, asked);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const after = last && (outcome === undefined ? last.position : last.ordinal);
    return {
      differenceFingerprint,
      rows: this.#shownRows(batch, rows),
      cursor: found.length > limit && after !== undefined ? `rows-${after}` : null,
    };
  }

  results(batch: BatchRow, asked: Page): { rows: ResultRow[]; cursor: string | null } {
    const limit = asked.limit ?? DEFAULT_LIMIT;
    const found = this.#parts.storage
      .sql<[number, number, number], Omit<ResultRow, 'doseNumber'> & { readonly position: number }>(
        'SELECT position, line, result FROM batch_result WHERE batch_number = ? AND position > ? ORDER BY position LIMIT ?',
      )
      .all(batch.number, readCursor(asked.cursor), limit + 1);
    // Nothing has been applied yet.
    if (found.length === 0 && asked.cursor === undefined) {
      throw new Refusal('batch-state', { current: batch.state });
    }
    const rows = found.slice(0, limit);
    return {
      rows: rows.map(({ position, line, result }) => ({
        line,
        doseNumber: this.#doseAt(batch, position),
        result,
      })),
      cursor: found.length > limit ? `rows-${rows.at(-1)?.position ?? 0}` : null,
    };
  }

  #doseAt(batch: BatchRow, position: number): number | null {
    if (batch.kind !== 'records') return null;
    const { doseNumber } = rowOf('records', this.#parts.chunks.line(batch, position));
    return Number(doseNumber);
  }

  #all(batch: BatchRow, { cursor, limit = DEFAULT_LIMIT }: Page): DifferenceEntry[] {
    return this.#parts.storage
      .sql<[number, number, number, number], DifferenceEntry>(
        'SELECT * FROM batch_row WHERE batch_number = ? AND generation = ? AND position > ? ORDER BY position LIMIT ?',
      )
      .all(batch.number, batch.generation, readCursor(cursor), limit + 1);
  }

  #of(batch: BatchRow, outcome: RowOutcome, { cursor, limit = DEFAULT_LIMIT }: Page): DifferenceEntry[] {
    return this.#parts.storage
      .sql<[number, number, string, number, number], DifferenceEntry>(
        `SELECT * FROM batch_row WHERE batch_number = ? AND generation = ? AND outcome = ? AND ordinal > ?
           ORDER BY ordinal LIMIT ?`,
      )
      .all(batch.number, batch.generation, outcome, readCursor(cursor), limit + 1);
  }

  #sample(batch: BatchRow, size: number, outcome: RowOutcome | undefined): readonly DifferenceEntry[] {
    const counts = DifferenceCounts.parse(JSON.parse(batch.counts ?? '{}'));
    const from = outcome === undefined ? CHANGING : [outcome];
    const total = from.reduce((sum, each) => sum + counts[each], 0);
    const drawn = new Set<number>();
    while (drawn.size < Math.min(size, total)) drawn.add(this.#draw(total));
    return [...drawn]
      .map((rank) => this.#ofRank(batch, from, counts, rank))
      .toSorted((one, other) => one.position - other.position);
  }

  #ofRank(
    batch: BatchRow,
    outcomes: readonly RowOutcome[],
    counts: DifferenceCounts,
    rank: number,
  ): DifferenceEntry {
    let ordinal = rank;
    for (const outcome of outcomes) {
      if (ordinal < counts[outcome]) {
        const [entry] = this.#of(batch, outcome, { cursor: `rows-${ordinal - 1}`, limit: 1 });
        if (entry) return entry;
      }
      ordinal -= counts[outcome];
    }
    throw new Error('the counts of a difference are not those of its rows');
  }

  #shownRows(batch: BatchRow, entries: readonly DifferenceEntry[]): DifferenceRow[] {
    const hasEdits = openingOf(batch).editedRowCount > 0;
    return entries.map((entry) => ({
      ...this.#shown(batch, entry),
      edits: hasEdits ? [...this.#parts.edits.of(batch, entry.line)] : [],
    }));
  }

  #shown(batch: BatchRow, entry: DifferenceEntry): Omit<DifferenceRow, 'edits'> {
    const work = this.#parts.works[batch.kind];
    const text = this.#parts.chunks.line(batch, entry.position);
    const facts = work.facts(text, entry);
    const person = this.#parts.people.rowOf(batch.municipality_code, entry.addressee_number);
    return {
      line: entry.line,
      outcome: entry.outcome,
      effect: entry.effect,
      target: entry.target,
      targetVersion: entry.target_version,
      addresseeNumber: entry.addressee_number,
      personName: person?.name ?? facts.name,
      ticketNumber: facts.ticketNumber,
      doseNumber: facts.doseNumber === null ? null : DoseNumber.parse(facts.doseNumber),
      changes: [
        ...shownChanges({ effect: entry.effect, changes: changesOf(entry) }, () => work.fieldsOfNew(text)),
      ],
    };
  }
}

function changesOf({ changes }: DifferenceEntry): readonly FieldChange[] | null {
  // Written by the computation of the difference and by nobody else.
  return changes === null ? null : (JSON.parse(changes) as FieldChange[]);
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return -1;
  const [, after] = /^rows-(-?[0-9]{1,15})$/.exec(cursor) ?? [];
  if (after === undefined) throw new Refusal('request-invalid');
  return Number(after);
}
