/**
 * TLS connections of one session, as Chromium makes them: the certificate verified before a byte of the request leaves,
 * the app's verify procedure asked once per host and certificate, the client certificate chosen by the app if the server
 * asks for one, both remembered until `closeAllConnections`.
 */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  connect,
  createSecureContext,
  type SecureContext,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls';
import { electronCertificate, fingerprintOf, linkedChain } from './certificates.ts';
import type { ClientCertificate, ClientCertificates } from './client-certificates.ts';
import { openSslErrorOf, probeHandshake } from './handshake-probe.ts';
import { NetError, netErrorMessage } from './net-errors.ts';
import type { TrustStore } from './trust-store.ts';
import { verifyServer } from './verification.ts';

export type VerifyProc = (request: Electron.Request, callback: (verificationResult: number) => void) => void;

/** Asks the app; gives one of the list, or nothing to go on without. */
export type ChooseCertificate = (
  hostAndPort: string,
  list: readonly Electron.Certificate[],
) => Promise<Electron.Certificate | undefined>;

export interface SecureSocketsParts {
  readonly store: () => TrustStore;
  readonly certificates: ClientCertificates;
  readonly choose: ChooseCertificate;
  /** For tests: where the app took a certificate that Chromium would have refused. */
  readonly record: (api: string, ...args: readonly unknown[]) => void;
  readonly now: () => Date;
}

/** What a verify procedure answers to say: as Chromium would have decided. */
const useChromiumsResult = -3;

const versions: Readonly<Record<string, SecureVersion>> = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' };

export class SecureSockets {
  verifyProc: VerifyProc | null = null;
  readonly #parts: SecureSocketsParts;
  readonly #verdicts = new Map<string, Promise<number>>();
  readonly #choices = new Map<string, Promise<ClientCertificate | undefined>>();
  readonly #contexts = new Map<ClientCertificate | undefined, SecureContext>();
  #minVersion: SecureVersion = 'TLSv1.2';
  #maxVersion: SecureVersion = 'TLSv1.3';

  constructor(parts: SecureSocketsParts) {
    this.#parts = parts;
  }

  setVersions(minimum: string | undefined, maximum: string | undefined): void {
    const min = versions[minimum ?? 'tls1.2'];
    const max = versions[maximum ?? 'tls1.3'];
    if (min === undefined || max === undefined)
      throw new TypeError(`unknown TLS version: ${minimum ?? ''} ${maximum ?? ''}`);
    this.#minVersion = min;
    this.#maxVersion = max;
    this.#contexts.clear();
  }

  /** Rejects with {@link NetError}, or with Node's error if the connection itself failed. */
  async open(host: string, port: number): Promise<TLSSocket> {
    const certificate = await this.#choiceFor(host, port);
    const socket = connect({ ...this.#options(host, certificate), host, port });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('secureConnect', resolve);
        socket.once('error', reject);
      });
      await this.#assertTrusted(host, linkedChain(socket.getPeerX509Certificate()), openSslErrorOf(socket));
    } catch (error) {
      socket.destroy();
      if (certificate === undefined && isHandshakeFailure(error)) await this.#explainFailure(host, port);
      throw error;
    }
    return socket;
  }
  /** TLS 1.2 has no alert for a missing client certificate; Chromium knows by what the server had asked for. */
  async #explainFailure(host: string, port: number): Promise<void> {
    const probe = await probeHandshake(host, port, this.#options(host, undefined));
    await this.#assertTrusted(host, probe.chain, probe.openSslError);
    if (probe.request !== undefined) throw new NetError('ERR_BAD_SSL_CLIENT_AUTH_CERT');
  }

  /** After a server has refused the certificate: ask again next time. */
  forgetChoice(host: string, port: number): void {
    this.#choices.delete(hostAndPort(host, port));
  }
  forgetAll(): void {
    this.#choices.clear();
    this.#verdicts.clear();
  }

  #options(host: string, certificate: ClientCertificate | undefined) {
    return {
      secureContext: this.#contextFor(certificate),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: ['http/1.1'],
      // The verification below decides, once it has asked the app; OpenSSL's verdict is read from the socket.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    };
  }

  #contextFor(certificate: ClientCertificate | undefined): SecureContext {
    const known = this.#contexts.get(certificate);
    if (known !== undefined) return known;
    const context = createSecureContext({
      ca: this.#parts.store().pem,
      minVersion: this.#minVersion,
      maxVersion: this.#maxVersion,
      ...(certificate === undefined ? {} : { pfx: certificate.pfx, passphrase: certificate.passphrase }),
    });
    this.#contexts.set(certificate, context);
    return context;
  }

  #choiceFor(host: string, port: number): Promise<ClientCertificate | undefined> {
    // With nothing to offer, Chromium goes on without asking anybody.
    if (this.#parts.certificates.isEmpty) return Promise.resolve(undefined);
    const key = hostAndPort(host, port);
    const known = this.#choices.get(key);
    if (known !== undefined) return known;
    const choice = this.#choose(host, port);
    this.#choices.set(key, choice);
    choice.catch(() => this.#choices.delete(key));
    return choice;
  }

  async #choose(host: string, port: number): Promise<ClientCertificate | undefined> {
    const probe = await probeHandshake(host, port, this.#options(host, undefined));
    await this.#assertTrusted(host, probe.chain, probe.openSslError);
    if (probe.request === undefined) return undefined;
    const matching = this.#parts.certificates.matching(probe.request);
    if (matching.length === 0) return undefined;
    const chosen = await this.#parts.choose(
      hostAndPort(host, port),
      matching.map((candidate) => candidate.certificate),
    );
    return matching.find((candidate) => candidate.certificate.fingerprint === chosen?.fingerprint);
  }

  async #assertTrusted(
    host: string,
    chain: readonly X509Certificate[],
    openSslError: string | undefined,
  ): Promise<void> {
    const key = [host, ...chain.map(fingerprintOf)].join(' ');
    let verdict = this.#verdicts.get(key);
    if (verdict === undefined) {
      verdict = this.#judge(host, chain, openSslError);
      this.#verdicts.set(key, verdict);
    }
    const code = await verdict;
    if (code !== 0) throw new NetError(code);
  }

  async #judge(
    hostname: string,
    chain: readonly X509Certificate[],
    openSslError: string | undefined,
  ): Promise<number> {
    const verdict = verifyServer({ hostname, chain, openSslError }, this.#parts.store(), this.#parts.now());
    const proc = this.verifyProc;
    if (proc === null || chain.length === 0) return verdict.code;
    const request: Electron.Request = {
      hostname,
      certificate: electronCertificate(chain),
      validatedCertificate: electronCertificate(verdict.validatedChain),
      isIssuedByKnownRoot: verdict.isIssuedByKnownRoot,
      verificationResult: netErrorMessage(verdict.code),
      errorCode: verdict.code,
    };
    const answer = await new Promise<number>((resolve) => proc(request, resolve));
    if (answer === useChromiumsResult) return verdict.code;
    if (answer === 0 && verdict.code !== 0) {
      this.#parts.record('certificate-override', hostname, netErrorMessage(verdict.code));
    }
    return answer;
  }
}

const isHandshakeFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).endsWith('ALERT_HANDSHAKE_FAILURE');

/** As Chromium writes the two, for `select-client-certificate`. */
export const hostAndPort = (host: string, port: number): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
