import { createPublicKey, type KeyObject, sign } from 'node:crypto';

import { bits, explicit, integer, oid, sequence, set, tagged, utf8 } from './der.ts';

const COMMON_NAME = '2.5.4.3';
const UNIT = '2.5.4.11';
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/** A certificate request (PKCS#10, RFC 2986) as PEM: the terminal's name, its municipality, for client authentication. `key`: P-256. */
export function certificateRequest(workstation: string, municipalityCode: string, key: KeyObject): string {
  const name = sequence(
    set(sequence(oid(COMMON_NAME), utf8(workstation))),
    set(sequence(oid(UNIT), utf8(municipalityCode))),
  );
  const usage = sequence(oid(EXTENDED_KEY_USAGE), tagged(0x04, sequence(oid(CLIENT_AUTHENTICATION))));
  const wanted = sequence(oid(EXTENSION_REQUEST), set(sequence(usage)));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const information = sequence(integer(0), name, publicKey, explicit(wanted));
  const signature = sign('sha256', information, key);
  const request = sequence(information, sequence(oid(ECDSA_SHA256)), bits(signature));
  const lines = request.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join(
    '\n',
  );
}
