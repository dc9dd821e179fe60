/**
 * A first handshake with a server, without a client certificate, to see what it asks for — as Chromium does: it breaks
 * off when a certificate is asked for, lets the app choose, and connects again.
 */
import type { X509Certificate } from 'node:crypto';
import { connect as connectPlain } from 'node:net';
import { duplexPair } from 'node:stream';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { findCertificateRequest, presentedInClear, type CertificateRequest } from './certificate-request.ts';
import { linkedChain } from './certificates.ts';

export interface ProbeResult {
  readonly request: CertificateRequest | undefined;
  readonly chain: readonly X509Certificate[];
  readonly openSslError: string | undefined;
}

/** OpenSSL's objection to the server's chain, as Node gives it although its types say Error. */
export const openSslErrorOf = (socket: TLSSocket): string | undefined =>
  socket.authorized ? undefined : String(socket.authorizationError);

/** Rejects with Node's error if the handshake fails for another reason than a missing client certificate. */
export function probeHandshake(host: string, port: number, options: ConnectionOptions): Promise<ProbeResult> {
  const received: Buffer[] = [];
  const keyLog: string[] = [];
  const [inside, outside] = duplexPair();
  const plain = connectPlain({ host, port });
  plain.on('data', (chunk: Buffer) => {
    received.push(chunk);
    outside.write(chunk);
  });
  plain.on('end', () => outside.end());
  outside.on('data', (chunk: Buffer) => plain.write(chunk));

  const seen = () => findCertificateRequest({ fromServer: Buffer.concat(received), keyLog });
  return new Promise<ProbeResult>((resolve, reject) => {
    const secure = connect({ ...options, socket: inside });
    secure.on('keylog', (line: Buffer) => keyLog.push(line.toString('latin1')));
    secure.once('secureConnect', () => {
      const chain = linkedChain(secure.getPeerX509Certificate());
      resolve({ request: seen(), chain, openSslError: openSslErrorOf(secure) });
    });
    const failed = (error: Error): void => {
      const request = seen();
      // A server of TLS 1.2 that insists on a certificate breaks off itself.
      if (request === undefined) reject(error);
      else resolve({ request, chain: presentedInClear(Buffer.concat(received)), openSslError: undefined });
    };
    secure.on('error', failed);
    plain.on('error', failed);
  }).finally(() => {
    plain.destroy();
    inside.destroy();
    outside.destroy();
  });
}
