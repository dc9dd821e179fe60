/** A request as the client makes it: always to the profile's origin, never following a redirect. */
export interface TransportRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

/**
 * What carries a request: Electron's session in the app, so that the system's proxy and trust store hold, Node's in tests.
 * It rejects where no HTTP answer came; `failure.ts` reads why.
 */
export type Transport = (url: string, request: TransportRequest) => Promise<Response>;

/** Why the certificate that the server showed last was refused. `system`: Chromium or the system's store refuses it. */
export type CertificateFault = 'host' | 'unreadable' | 'dates' | 'weak' | 'authority' | 'pin' | 'system';

/** A transport that can say more of a refused certificate than «failed»: for the self-check. */
export type InspectingTransport = Transport & {
  /** Undefined: none was refused. */
  certificateFault(): CertificateFault | undefined;
};
