import { hash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

import { type BatchKind, MAX_ROWS_PER_CHUNK } from '../../src-shared/vrs-api/batches.ts';
import { parseBatchRow, type BatchRowOf } from '../../src-shared/vrs-api/batch-rows.ts';
import type { Storage } from '../storage/database.ts';
import type { BatchRow } from './batch-store.ts';

/** The rows of batches, a chunk in one piece: a million rows are a hundred entries, not a million. */
export class ChunkStore {
  readonly #storage: Storage;
  /** The chunk read last: rows are asked for in order. */
  #last: { readonly key: string; readonly lines: readonly string[] } | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** True: kept, or the same was there already. False: something else is there under this number. */
  put(batch: BatchRow, chunk: number, lines: readonly string[]): boolean {
    const text = lines.join('\n');
    const sha256 = hash('sha256', text);
    const there = this.#storage
      .sql<[number, number], { sha256: string }>(
        'SELECT sha256 FROM chunk WHERE batch_number = ? AND chunk = ?',
      )
      .get(batch.number, chunk);
    if (there) return there.sha256 === sha256;
    this.#storage
      .sql<[number, number, number, string, Buffer]>('INSERT INTO chunk VALUES (?, ?, ?, ?, ?)')
      .run(batch.number, chunk, lines.length, sha256, zstdCompressSync(text));
    return true;
  }

  /** Replaces the lines, for taking out of an ended batch what must not be kept. */
  replace(batch: BatchRow, chunk: number, lines: readonly string[]): void {
    this.#last = undefined;
    this.#storage
      .sql<[Buffer, number, number]>('UPDATE chunk SET lines = ? WHERE batch_number = ? AND chunk = ?')
      .run(zstdCompressSync(lines.join('\n')), batch.number, chunk);
  }

  totals(batch: BatchRow): { readonly chunks: number; readonly rows: number } {
    return (
      this.#storage
        .sql<[number], { chunks: number; rows: number }>(
          'SELECT count(*) AS chunks, coalesce(sum(row_count), 0) AS rows FROM chunk WHERE batch_number = ?',
        )
        .get(batch.number) ?? { chunks: 0, rows: 0 }
    );
  }

  lines(batch: BatchRow, chunk: number): readonly string[] {
    const key = `${batch.number}/${chunk}`;
    if (this.#last?.key === key) return this.#last.lines;
    const row = this.#storage
      .sql<[number, number], { lines: Buffer }>(
        'SELECT lines FROM chunk WHERE batch_number = ? AND chunk = ?',
      )
      .get(batch.number, chunk);
    if (!row) throw new Error('a chunk that was there is gone');
    const lines = zstdDecompressSync(row.lines).toString().split('\n');
    this.#last = { key, lines };
    return lines;
  }

  line(batch: BatchRow, position: number): string {
    const chunk = Math.floor(position / MAX_ROWS_PER_CHUNK);
    const line = this.lines(batch, chunk)[position - positionOf(chunk, 0)];
    if (line === undefined) throw new Error('a row that was there is gone');
    return line;
  }
}

/** Rows are numbered through, chunk after chunk, with gaps where a chunk has less than it may. */
export function positionOf(chunk: number, index: number): number {
  return chunk * MAX_ROWS_PER_CHUNK + index;
}

/** A line that was checked when it came in. */
export function rowOf<Kind extends BatchKind>(kind: Kind, line: string): BatchRowOf<Kind> {
  const row = parseBatchRow(kind, line);
  if (!row) throw new Error('a row that was good is not');
  return row;
}
