/**
 * The roots that stand for the operating system's store: Mozilla's list that Node brings, what this machine's store
 * holds, and the files that CHROMIUM_HOST_EXTRA_CA names (a test's or the training server's own root).
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { getCACertificates } from 'node:tls';

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export interface Root {
  readonly certificate: X509Certificate;
  /** One of the public roots, as opposed to a local one such as an organisation's or a test's. */
  readonly isKnown: boolean;
}

export class TrustStore {
  readonly #known: readonly string[];
  readonly #local: readonly string[];
  readonly #bySubject = new Map<string, Root[]>();

  constructor(known: readonly string[], local: readonly string[]) {
    this.#known = known;
    this.#local = local;
    for (const pem of local) this.#add(pem, false);
    for (const pem of known) this.#add(pem, true);
  }

  /** Reads the stores; a file that CHROMIUM_HOST_EXTRA_CA names and that is missing throws. */
  static ofThisMachine(extraFiles: string | undefined): TrustStore {
    const extra = (extraFiles ?? '')
      .split(delimiter)
      .filter((file) => file !== '')
      .flatMap((file) => readFileSync(file, 'utf8').match(pemBlock) ?? []);
    const known = getCACertificates('bundled');
    const isKnown = new Set(known);
    return new TrustStore(known, [
      ...extra,
      ...getCACertificates('system').filter((pem) => !isKnown.has(pem)),
    ]);
  }

  /** For OpenSSL, which gives the second opinion. */
  get pem(): string[] {
    return [...this.#local, ...this.#known];
  }

  /** The roots that may have issued the certificate: same name and a signature that holds. */
  issuersOf(certificate: X509Certificate): Root[] {
    const candidates = this.#bySubject.get(certificate.issuer) ?? [];
    return candidates.filter(
      (root) => certificate.checkIssued(root.certificate) && certificate.verify(root.certificate.publicKey),
    );
  }
  find(certificate: X509Certificate): Root | undefined {
    return this.#bySubject
      .get(certificate.subject)
      ?.find((root) => root.certificate.fingerprint256 === certificate.fingerprint256);
  }

  #add(pem: string, isKnown: boolean): void {
    const certificate = new X509Certificate(pem);
    this.#bySubject.set(certificate.subject, [
      ...(this.#bySubject.get(certificate.subject) ?? []),
      { certificate, isKnown },
    ]);
  }
}
