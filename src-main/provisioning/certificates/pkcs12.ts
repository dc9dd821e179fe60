import {
  createHash,
  createHmac,
  createPrivateKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto';

import {
  bytesOf,
  type Der,
  DerError,
  explicit,
  inside,
  integer,
  nothing,
  octets,
  oid,
  oidOf,
  readAll,
  sequence,
  set,
  tags,
} from './der.ts';
import { decrypted, digestOf, pkcs12Key, roundsOf } from './passphrase-keys.ts';

/** A private key, its certificate, and the authorities between it and the root that came along. */
export interface Identity {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly authorities: readonly X509Certificate[];
}

/** The passphrase is not the one of the file, or the file was changed. */
export class WrongPassphrase extends Error {}

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const CLOSED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const X509 = '1.2.840.113549.1.9.22.1';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/** Reads a PKCS#12 file (RFC 7292). Throws DerError, WrongPassphrase or UnknownCipher. Node itself reads them for connections only. */
export function readPkcs12(file: Buffer, passphrase: string): Identity {
  const [outer] = readAll(file);
  const [, authSafe, macData] = inside(outer, tags.sequence);
  const [, wrapped] = inside(authSafe, tags.sequence);
  const safe = bytesOf(inside(wrapped, 0xa0)[0]);
  checkMac(macData, safe, passphrase);
  const bags = inside(readAll(safe)[0], tags.sequence).flatMap((each) => bagsOf(each, passphrase));
  const keys = bags.flatMap((bag) => keyOf(bag, passphrase));
  const certificates = bags.flatMap(certificateOf);
  const [key] = keys;
  const certificate = key && certificates.find((each) => each.checkPrivateKey(key));
  if (key === undefined || certificate === undefined || keys.length > 1)
    throw new DerError('no key with its certificate');
  return { key, certificate, authorities: certificates.filter((each) => each !== certificate) };
}

function checkMac(macData: Der | undefined, safe: Buffer, passphrase: string): void {
  const [digestInfo, salt, rounds] = inside(macData, tags.sequence);
  const [algorithm, expected] = inside(digestInfo, tags.sequence);
  const digest = digestOf(oidOf(inside(algorithm, tags.sequence)[0]));
  const key = pkcs12Key({
    passphrase,
    salt: bytesOf(salt),
    rounds: roundsOf(rounds),
    digest,
    purpose: 3,
    bytes: digest.bytes,
  });
  const mac = createHmac(digest.name, key).update(safe).digest();
  const given = bytesOf(expected);
  if (mac.length !== given.length || !timingSafeEqual(mac, given)) throw new WrongPassphrase();
}

interface Bag {
  readonly kind: string;
  readonly value: Der | undefined;
}

function bagsOf(content: Der, passphrase: string): readonly Bag[] {
  const [kind, wrapped] = inside(content, tags.sequence);
  const [value] = inside(wrapped, 0xa0);
  return inside(readAll(openedContent(oidOf(kind), value, passphrase))[0], tags.sequence).map((bag) => {
    const [bagKind, bagValue] = inside(bag, tags.sequence);
    return { kind: oidOf(bagKind), value: inside(bagValue, 0xa0)[0] };
  });
}

function openedContent(kind: string, value: Der | undefined, passphrase: string): Buffer {
  if (kind === DATA) return bytesOf(value);
  if (kind !== ENCRYPTED_DATA) throw new DerError('content of another kind');
  const [, info] = inside(value, tags.sequence);
  const [, algorithm, closed] = inside(info, tags.sequence);
  return decrypted(algorithm, bytesOf(closed), passphrase);
}

function keyOf({ kind, value }: Bag, passphrase: string): readonly KeyObject[] {
  if (value === undefined || (kind !== KEY_BAG && kind !== CLOSED_KEY_BAG)) return [];
  const form = { format: 'der', type: 'pkcs8' } as const;
  if (kind === KEY_BAG) return [createPrivateKey({ key: value.whole, ...form })];
  const [algorithm, closed] = inside(value, tags.sequence);
  return [createPrivateKey({ key: decrypted(algorithm, bytesOf(closed), passphrase), ...form })];
}

function certificateOf({ kind, value }: Bag): readonly X509Certificate[] {
  if (kind !== CERTIFICATE_BAG) return [];
  const [form, wrapped] = inside(value, tags.sequence);
  return oidOf(form) === X509 ? [new X509Certificate(bytesOf(inside(wrapped, 0xa0)[0]))] : [];
}

const MAC_ROUNDS = 2_048;

/** The same as a file that Chromium and Node import: the key closed with AES-256 (PBES2), the certificates open, as they are public. */
export function pkcs12({ key, certificate, authorities }: Identity, passphrase: string): Buffer {
  const closed = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase });
  const id = createHash('sha1').update(certificate.raw).digest();
  const localKeyId = set(sequence(oid(LOCAL_KEY_ID), set(octets(id))));
  const safe = sequence(
    data(sequence(sequence(oid(CLOSED_KEY_BAG), explicit(closed), localKeyId))),
    data(sequence(bagOf(certificate, localKeyId), ...authorities.map((each) => bagOf(each)))),
  );
  return sequence(integer(3), data(safe), macOf(safe, passphrase));
}

function bagOf({ raw }: X509Certificate, ...attributes: readonly Buffer[]): Buffer {
  const form = sequence(oid(X509), explicit(octets(raw)));
  return sequence(oid(CERTIFICATE_BAG), explicit(form), ...attributes);
}

function macOf(safe: Buffer, passphrase: string): Buffer {
  const salt = randomBytes(16);
  const digest = digestOf(SHA256);
  const key = pkcs12Key({ passphrase, salt, rounds: MAC_ROUNDS, digest, purpose: 3, bytes: digest.bytes });
  const mac = createHmac(digest.name, key).update(safe).digest();
  return sequence(sequence(sequence(oid(SHA256), nothing()), octets(mac)), octets(salt), integer(MAC_ROUNDS));
}

const data = (content: Buffer): Buffer => sequence(oid(DATA), explicit(octets(content)));
