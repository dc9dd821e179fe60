/** Chromium's names for what goes wrong on the network, as `session.fetch` rejects with them. */

/** Numbers from Chromium's net_error_list.h, for `errorCode` and for what a verify procedure answers. */
const codes = {
  OK: 0,
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_TIMED_OUT: -7,
  ERR_UNEXPECTED: -9,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_CLOSED: -100,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_CONNECTION_ABORTED: -103,
  ERR_CONNECTION_FAILED: -104,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_SSL_PROTOCOL_ERROR: -107,
  ERR_ADDRESS_INVALID: -108,
  ERR_ADDRESS_UNREACHABLE: -109,
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: -113,
  ERR_BAD_SSL_CLIENT_AUTH_CERT: -117,
  ERR_CONNECTION_TIMED_OUT: -118,
  ERR_SSL_DECRYPT_ERROR_ALERT: -153,
  ERR_SSL_UNRECOGNIZED_NAME_ALERT: -159,
  ERR_CERT_COMMON_NAME_INVALID: -200,
  ERR_CERT_DATE_INVALID: -201,
  ERR_CERT_AUTHORITY_INVALID: -202,
  ERR_CERT_REVOKED: -206,
  ERR_CERT_INVALID: -207,
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: -208,
  ERR_CERT_WEAK_KEY: -211,
  ERR_INVALID_URL: -300,
  ERR_EMPTY_RESPONSE: -324,
  ERR_RESPONSE_HEADERS_TOO_BIG: -325,
  ERR_CONTENT_DECODING_FAILED: -330,
  ERR_CONTENT_LENGTH_MISMATCH: -354,
  ERR_INCOMPLETE_CHUNKED_ENCODING: -355,
  ERR_INVALID_HTTP_RESPONSE: -370,
} as const;

export type NetErrorName = keyof typeof codes;

/** Electron rejects with a plain Error whose message is Chromium's name of it; so does this. */
export class NetError extends Error {
  readonly netError: NetErrorName | undefined;

  constructor(error: NetErrorName | number) {
    super(typeof error === 'number' ? netErrorMessage(error) : `net::${error}`);
    this.name = 'Error';
    this.netError = typeof error === 'number' ? nameOf(error) : error;
  }
}

export const codeOf = (name: NetErrorName): number => codes[name];

const nameOf = (code: number): NetErrorName | undefined =>
  Object.entries(codes).find(([, value]) => value === code)?.[0] as NetErrorName | undefined;

/** `net::OK`, `net::ERR_…`, or Chromium's word for a number that it does not know. */
export const netErrorMessage = (code: number): string => `net::${nameOf(code) ?? '<unknown>'}`;

const systemErrors: Readonly<Record<string, NetErrorName>> = {
  EADDRNOTAVAIL: 'ERR_ADDRESS_INVALID',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  ECONNABORTED: 'ERR_CONNECTION_ABORTED',
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
  EHOSTUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EPIPE: 'ERR_CONNECTION_RESET',
  EPROTO: 'ERR_SSL_PROTOCOL_ERROR',
  ETIMEDOUT: 'ERR_CONNECTION_TIMED_OUT',
  HPE_HEADER_OVERFLOW: 'ERR_RESPONSE_HEADERS_TOO_BIG',
};

/** The alerts by which a server says that it does not like the client's certificate, or misses one. */
const clientCertificateAlert =
  /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/;

function sslError(code: string): NetErrorName {
  if (clientCertificateAlert.test(code)) return 'ERR_BAD_SSL_CLIENT_AUTH_CERT';
  if (/ALERT_(?:PROTOCOL_VERSION|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)$/.test(code)) {
    return 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH';
  }
  if (/UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|NO_SHARED_CIPHER/.test(code))
    return 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH';
  if (code.endsWith('ALERT_DECRYPT_ERROR')) return 'ERR_SSL_DECRYPT_ERROR_ALERT';
  if (code.endsWith('ALERT_UNRECOGNIZED_NAME') || code.endsWith('UNRECOGNIZED_NAME')) {
    return 'ERR_SSL_UNRECOGNIZED_NAME_ALERT';
  }
  return 'ERR_SSL_PROTOCOL_ERROR';
}

/**
 * Node's error in Chromium's words.
 * @param phase what was going on: Chromium tells a connection that ends before the answer from one that never was.
 */
export function toNetError(error: unknown, phase: 'connecting' | 'waiting'): NetError {
  if (error instanceof NetError) return error;
  if (!(error instanceof Error)) return new NetError('ERR_FAILED');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('ERR_SSL_')) return new NetError(sslError(code));
  if (code.startsWith('HPE_') && code !== 'HPE_HEADER_OVERFLOW')
    return new NetError('ERR_INVALID_HTTP_RESPONSE');
  // Node says ECONNRESET for an orderly close too, with these words.
  if (error.message === 'socket hang up') {
    return new NetError(phase === 'waiting' ? 'ERR_EMPTY_RESPONSE' : 'ERR_CONNECTION_CLOSED');
  }
  if (error.message.startsWith('Client network socket disconnected before secure TLS connection')) {
    return new NetError('ERR_CONNECTION_CLOSED');
  }
  return new NetError(systemErrors[code] ?? 'ERR_FAILED');
}
