/** Node's answer as a `Response`: decoded, streamed as fast as it is read, and ending in Chromium's errors. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { PassThrough, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createInflate, createUnzip, createZstdDecompress } from 'node:zlib';
import { NetError } from './net-errors.ts';

const noBody = new Set([101, 204, 205, 304]);

const decoders = new Map<string, () => Transform>([
  ['gzip', createUnzip],
  ['x-gzip', createUnzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
]);
const decoderFor = (encoding = ''): Transform =>
  (decoders.get(encoding.trim().toLowerCase()) ?? (() => new PassThrough()))();

/** As Electron's fetch builds them: one value per name, joined. */
function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Why the body ended before its end. */
function cutShort(incoming: IncomingMessage, connectionError: Error | undefined): NetError {
  if (connectionError !== undefined && 'code' in connectionError && connectionError.code === 'ECONNRESET') {
    return new NetError('ERR_CONNECTION_RESET');
  }
  const isCounted = incoming.headers['content-length'] !== undefined;
  return new NetError(isCounted ? 'ERR_CONTENT_LENGTH_MISMATCH' : 'ERR_INCOMPLETE_CHUNKED_ENCODING');
}

export function responseFrom(
  outgoing: ClientRequest,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Response {
  const status = incoming.statusCode ?? 0;
  const init = { status, statusText: incoming.statusMessage ?? '', headers: headersOf(incoming) };
  if (noBody.has(status) || outgoing.method === 'HEAD') {
    incoming.resume();
    return new Response(null, init);
  }

  const decoder = decoderFor(incoming.headers['content-encoding']);
  let connectionError: Error | undefined;
  outgoing.on('error', (error) => (connectionError = error));
  incoming.on('error', () => decoder.destroy(cutShort(incoming, connectionError)));
  decoder.on('error', () => incoming.destroy());
  // Whoever cancels the body has no more use for the connection.
  decoder.on('close', () => {
    if (!incoming.complete) incoming.destroy();
  });
  // Without an error, as Electron's abort does: reading then fails with AbortError.
  signal.addEventListener('abort', () => decoder.destroy(), { once: true });
  incoming.pipe(decoder);
  return new Response(Readable.toWeb(withNamedError(decoder)) as ReadableStream<Uint8Array>, init);
}

/** zlib's own errors become Chromium's one. */
function withNamedError(decoder: Transform): Readable {
  if (decoder instanceof PassThrough) return decoder;
  const out = new PassThrough();
  decoder.on('error', (error) =>
    out.destroy(error instanceof NetError ? error : new NetError('ERR_CONTENT_DECODING_FAILED')),
  );
  decoder.on('close', () => {
    if (!decoder.readableEnded) out.destroy();
  });
  out.on('close', () => decoder.destroy());
  return decoder.pipe(out);
}
