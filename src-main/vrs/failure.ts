import { failed, type Problem } from '../../src-shared/contract/problem.ts';

type Failure = { readonly ok: false; readonly problem: Problem };

const CERTIFICATE =
  /ERR_CERT_|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CERT_REVOKED|CERT_SIGNATURE_FAILURE|CERT_CHAIN_TOO_LONG|CERT_UNTRUSTED|CERT_REJECTED|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME|INVALID_PURPOSE|INVALID_CA|too weak|ERR_SSL_PINNED/;
const CLIENT_CERTIFICATE = /CLIENT_AUTH|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|ERR_SSL_CLIENT/i;
/** No common version of TLS, or no TLS at all: whoever answers there can't show that it is VRS. */
const NO_COMMON_TLS =
  /ERR_SSL_VERSION_OR_CIPHER_MISMATCH|ERR_SSL_PROTOCOL_ERROR|UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/;
const TIMED_OUT = /TimeoutError|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|UND_ERR_(?:HEADERS|BODY)_TIMEOUT/;
/** Something came, but no HTTP, more than we read, packed so that it can't be unpacked, not UTF-8, or the advice to ask elsewhere. */
const NO_ANSWER_OF_THE_CONTRACT =
  /AnswerTooLarge|HTTPParserError|UND_ERR_RES_CONTENT_LENGTH|HEADERS_OVERFLOW|ERR_RESPONSE_HEADERS_|ERR_INVALID_HTTP_RESPONSE|ERR_INVALID_CHUNKED_ENCODING|ERR_CONTENT_DECODING|\bZ_[A-Z]+_ERROR|ENCODING_INVALID_ENCODED_DATA|redirect/;

/**
 * Why no HTTP answer came, from what a transport rejected with: Chromium's `net::ERR_…` or Node's codes, wherever they stand
 * in the chain of causes.
 */
export function transportFailure(thrown: unknown): Failure {
  const words = wordsOf(thrown);
  if (CERTIFICATE.test(words)) return failed('vrs-certificate');
  if (CLIENT_CERTIFICATE.test(words)) return failed('vrs-client-certificate');
  if (NO_COMMON_TLS.test(words)) return failed('vrs-certificate');
  if (TIMED_OUT.test(words)) return failed('vrs-slow');
  if (NO_ANSWER_OF_THE_CONTRACT.test(words)) return failed('vrs-answer-invalid');
  return failed('vrs-unreachable');
}

function wordsOf(thrown: unknown): string {
  const words: string[] = [];
  for (let each = thrown, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    words.push(each.name, each.message);
    if ('code' in each && typeof each.code === 'string') words.push(each.code);
  }
  return words.join(' ');
}
