import { failed, type Problem } from '../../src-shared/contract/problem.ts';

type Failure = { readonly ok: false; readonly problem: Problem };

const CERTIFICATE =
  /ERR_CERT_|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME|ERR_SSL_PINNED/;
const CLIENT_CERTIFICATE = /CLIENT_AUTH|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|ERR_SSL_CLIENT/i;
const TIMED_OUT = /TimeoutError|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|UND_ERR_(?:HEADERS|BODY)_TIMEOUT/;

/**
 * Why no HTTP answer came, from what a transport rejected with: Chromium's `net::ERR_…` or Node's codes, wherever they stand
 * in the chain of causes.
 */
export function transportFailure(thrown: unknown): Failure {
  const words = wordsOf(thrown);
  if (CERTIFICATE.test(words)) return failed('vrs-certificate');
  if (CLIENT_CERTIFICATE.test(words)) return failed('vrs-client-certificate');
  if (TIMED_OUT.test(words)) return failed('vrs-slow');
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
