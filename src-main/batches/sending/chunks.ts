import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';

import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { type FingerprintHeader, fingerprintHeaderLine } from '../../../src-shared/vrs-api/fingerprint.ts';

export const ROWS_A_CHUNK = 5_000;
const COMPRESSION_LEVEL = 1;

export interface ChunksRequest {
  readonly header: FingerprintHeader;
  /** Chunks that VRS has already: they count for the fingerprint and are not made again. */
  readonly received: readonly number[];
}

/** The next chunk to send, or the fingerprint over all rows when there is none left. */
export type Chunk =
  | {
      readonly last: false;
      readonly chunk: number;
      /** Rows up to the end of this chunk. */
      readonly rowsSoFar: number;
      readonly body: Uint8Array<ArrayBuffer>;
      /** SHA-256 over the body as it is sent, in Base64. */
      readonly digest: string;
    }
  | { readonly last: true; readonly rows: number; readonly fingerprint: Sha256 };

/** Packs rows into chunks, in their order, and computes the fingerprint of all of them on the way. */
export class Chunks {
  readonly #rows: Iterator<{ readonly text: string }>;
  readonly #received: ReadonlySet<number>;
  readonly #fingerprint = createHash('sha256');
  #chunk = 0;
  #rowCount = 0;

  constructor(rows: Iterator<{ readonly text: string }>, { header, received }: ChunksRequest) {
    this.#rows = rows;
    this.#received = new Set(received);
    this.#fingerprint.update(fingerprintHeaderLine(header));
  }

  next(): Outcome<Chunk> {
    for (;;) {
      const texts = this.#take();
      if (texts.length === 0) {
        const fingerprint = Sha256.parse(this.#fingerprint.digest('hex'));
        return ok({ last: true, rows: this.#rowCount, fingerprint });
      }
      const plain = Buffer.from(`${texts.join('\n')}\n`);
      this.#fingerprint.update(plain);
      this.#rowCount += texts.length;
      const chunk = this.#chunk;
      this.#chunk += 1;
      if (!this.#received.has(chunk)) return ok(this.#pack(chunk, plain));
    }
  }

  #take(): string[] {
    const texts: string[] = [];
    while (texts.length < ROWS_A_CHUNK) {
      const next = this.#rows.next();
      if (next.done === true) break;
      texts.push(next.value.text);
    }
    return texts;
  }

  #pack(chunk: number, plain: Buffer): Chunk {
    const params = { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL };
    // A copy in memory of its own, which can be handed over to another thread.
    const body = Uint8Array.from(zstdCompressSync(plain, { params }));
    const digest = createHash('sha256').update(body).digest('base64');
    return { last: false, chunk, rowsSoFar: this.#rowCount, body, digest };
  }
}
