import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';

const EDITS_A_CHUNK = 2_000;
const COMPRESSION_LEVEL = 1;

/** A part of the list of edits, as it travels. */
export interface EditChunk {
  readonly chunk: number;
  readonly body: Uint8Array<ArrayBuffer>;
  /** SHA-256 over the body as it is sent, in Base64. */
  readonly digest: string;
}

/** Packs the list of edits, in its order. */
export class EditChunks {
  readonly #lines: Iterator<string>;
  #chunk = 0;

  constructor(lines: Iterator<string>) {
    this.#lines = lines;
  }

  /** Null behind the last one. */
  next(): EditChunk | null {
    const lines: string[] = [];
    while (lines.length < EDITS_A_CHUNK) {
      const next = this.#lines.next();
      if (next.done === true) break;
      lines.push(next.value);
    }
    if (lines.length === 0) return null;
    const params = { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL };
    const body = Uint8Array.from(zstdCompressSync(Buffer.from(`${lines.join('\n')}\n`), { params }));
    const digest = createHash('sha256').update(body).digest('base64');
    const chunk = this.#chunk;
    this.#chunk += 1;
    return { chunk, body, digest };
  }
}
