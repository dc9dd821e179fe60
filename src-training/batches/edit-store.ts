import { createHash, hash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

import type { BatchEdit, CellEdit } from '../../src-shared/vrs-api/batches.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import { type BatchRow, openingOf } from './batch-store.ts';
import { editOf } from './edit-reading.ts';

interface EditChunk {
  readonly first_line: number;
  readonly last_line: number;
  readonly lines: Buffer;
}

const DEFAULT_LIMIT = 500;
const POSITIONS_A_CHUNK = 100_000;

/** What applicants edited in their files before sending them, a chunk in one piece, in the order of the lines. */
export class EditStore {
  readonly #storage: Storage;
  /** The chunk read last: rows are asked for in order. */
  #last: { readonly key: string; readonly edits: ReadonlyMap<number, readonly CellEdit[]> } | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** `kept`, or the same was `there` already. `other`: something else is there under this number. */
  put(batch: BatchRow, chunk: number, lines: readonly string[]): 'kept' | 'there' | 'other' {
    const text = lines.join('\n');
    const sha256 = hash('sha256', text);
    const there = this.#storage
      .sql<[number, number], { sha256: string }>(
        'SELECT sha256 FROM edit_chunk WHERE batch_number = ? AND chunk = ?',
      )
      .get(batch.number, chunk);
    if (there) return there.sha256 === sha256 ? 'there' : 'other';
    const numbers = lines.map((line) => editOf(line)?.line ?? 0);
    this.#storage
      .sql<[number, number, number, number, number, string, Buffer]>(
        'INSERT INTO edit_chunk VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        batch.number,
        chunk,
        numbers[0] ?? 0,
        numbers.at(-1) ?? 0,
        new Set(numbers).size,
        sha256,
        zstdCompressSync(text),
      );
    return 'kept';
  }

  /** Whether what arrived is what the opening announced. */
  isComplete(batch: BatchRow): boolean {
    const { editsSha256 } = openingOf(batch);
    const hashed = createHash('sha256');
    let chunks = 0;
    for (const { lines } of this.#chunks(batch)) {
      hashed.update(zstdDecompressSync(lines)).update('\n');
      chunks += 1;
    }
    return (chunks === 0 ? null : hashed.digest('hex')) === editsSha256;
  }

  /** Of one row, in the order in which they came. */
  of(batch: BatchRow, line: number): readonly CellEdit[] {
    const found = this.#storage
      .sql<[number, number, number], EditChunk & { readonly chunk: number }>(
        'SELECT * FROM edit_chunk WHERE batch_number = ? AND first_line <= ? AND last_line >= ? ORDER BY chunk',
      )
      .all(batch.number, line, line);
    // The edits of one row may be cut in two by the end of a chunk.
    return found.flatMap((chunk) => this.#byLine(`${batch.number}/${chunk.chunk}`, chunk).get(line) ?? []);
  }

  page(
    batch: BatchRow,
    { cursor, limit = DEFAULT_LIMIT }: { cursor?: string | undefined; limit?: number | undefined },
  ): { edits: BatchEdit[]; cursor: string | null } {
    const from = readCursor(cursor);
    const edits: BatchEdit[] = [];
    let chunk = Math.floor(from / POSITIONS_A_CHUNK);
    let index = from % POSITIONS_A_CHUNK;
    for (const { lines } of this.#chunks(batch, chunk)) {
      for (const line of zstdDecompressSync(lines).toString().split('\n').slice(index)) {
        const edit = editOf(line);
        if (!edit) throw new Error('an edit that was good is not');
        if (edits.length === limit) return { edits, cursor: `edits-${chunk * POSITIONS_A_CHUNK + index}` };
        edits.push(edit);
        index += 1;
      }
      chunk += 1;
      index = 0;
    }
    return { edits, cursor: null };
  }

  #chunks(batch: BatchRow, from = 0): readonly EditChunk[] {
    return this.#storage
      .sql<[number, number], EditChunk>(
        'SELECT * FROM edit_chunk WHERE batch_number = ? AND chunk >= ? ORDER BY chunk',
      )
      .all(batch.number, from);
  }

  #byLine(key: string, { lines }: EditChunk): ReadonlyMap<number, readonly CellEdit[]> {
    if (this.#last?.key === key) return this.#last.edits;
    const edits = new Map<number, CellEdit[]>();
    for (const text of zstdDecompressSync(lines).toString().split('\n')) {
      const edit = editOf(text);
      if (!edit) throw new Error('an edit that was good is not');
      const { line, ...cell } = edit;
      const ofLine = edits.get(line);
      if (ofLine) ofLine.push(cell);
      else edits.set(line, [cell]);
    }
    this.#last = { key, edits };
    return edits;
  }
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, position] = /^edits-([0-9]{1,15})$/.exec(cursor) ?? [];
  if (position === undefined) throw new Refusal('request-invalid');
  return Number(position);
}
