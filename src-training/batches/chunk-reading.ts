import { createHash, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';

import { parseBatchRow } from '../../src-shared/vrs-api/batch-rows.ts';
import { type BatchKind, MAX_CHUNK_BYTES, MAX_ROWS_PER_CHUNK } from '../../src-shared/vrs-api/batches.ts';
import { Refusal } from '../server/refusal.ts';

const unzip = promisify(gunzip);
const unzstd = promisify(zstdDecompress);

/** `Content-Digest` of RFC 9530 over the bytes as they came. Missing or without sha-256 counts as wrong: nothing unchecked goes in. */
export function checkDigest(header: string | undefined, bytes: Buffer): void {
  const [, digest = ''] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]+={0,2}):/.exec(header ?? '') ?? [];
  const given = Buffer.from(digest, 'base64');
  const right = createHash('sha256').update(bytes).digest();
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new Refusal('chunk-digest');
}

/** The text of a chunk, its `Content-Encoding` undone. */
export async function decodeChunk(encoding: string | undefined, bytes: Buffer): Promise<string> {
  const decoded = await unpacked(encoding?.trim().toLowerCase() ?? 'identity', bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decoded);
  } catch {
    throw new Refusal('chunk-malformed');
  }
}

async function unpacked(encoding: string, bytes: Buffer): Promise<Buffer> {
  const limit = { maxOutputLength: MAX_CHUNK_BYTES };
  try {
    switch (encoding) {
      case 'identity':
        return bytes;
      case 'gzip':
        return await unzip(bytes, limit);
      case 'zstd':
        return await unzstd(bytes, limit);
      default:
        throw new Refusal('request-invalid', { status: 415 });
    }
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown;
    const tooLong = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLong ? new Refusal('request-invalid', { status: 413 }) : new Refusal('chunk-malformed');
  }
}

/** The lines of a chunk, each checked to be a row of that kind and to come after the one before it, or to be of the same line where that may hold several. */
export function linesOf(kind: BatchKind, text: string): readonly string[] {
  const lines = text.split('\n');
  // The last line may end with a line feed or not.
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new Refusal('chunk-malformed', { line: 1 });
  if (lines.length > MAX_ROWS_PER_CHUNK)
    throw new Refusal('chunk-malformed', { line: MAX_ROWS_PER_CHUNK + 1 });
  let before = 0;
  for (const [index, line] of lines.entries()) {
    const row = parseBatchRow(kind, line);
    // A line of a ledger holds several doses.
    const isBehind = row && (kind === 'records' ? row.line >= before : row.line > before);
    if (!row || isBehind !== true) throw new Refusal('chunk-malformed', { line: index + 1 });
    before = row.line;
  }
  return lines;
}
