import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';

import { bytesOf, type Der, DerError, inside, numberOf, oidOf, tags } from './der.ts';

/** What this program can't open: old or rare ciphers. */
export class UnknownCipher extends Error {}

const digests: Readonly<
  Record<string, { readonly name: string; readonly bytes: number; readonly block: number }>
> = {
  '1.3.14.3.2.26': { name: 'sha1', bytes: 20, block: 64 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', bytes: 32, block: 64 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', bytes: 48, block: 128 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', bytes: 64, block: 128 },
};
const macs: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const aes: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', bytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', bytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', bytes: 32 },
};
const PBES2 = '1.2.840.113549.1.5.13';
const TRIPLE_DES = '1.2.840.113549.1.12.1.3';
/** More would only keep the program busy. */
const MOST_ROUNDS = 10_000_000;

export function digestOf(identifier: string): {
  readonly name: string;
  readonly bytes: number;
  readonly block: number;
} {
  const digest = digests[identifier];
  if (digest === undefined) throw new UnknownCipher(identifier);
  return digest;
}

/** Opens what a passphrase closed, by the algorithm that stands beside it (RFC 8018, RFC 7292). */
export function decrypted(algorithm: Der | undefined, closed: Buffer, passphrase: string): Buffer {
  const [name, parameters] = inside(algorithm, tags.sequence);
  const identifier = oidOf(name);
  if (identifier === PBES2) return decryptedByPbes2(parameters, closed, passphrase);
  if (identifier !== TRIPLE_DES) throw new UnknownCipher(identifier);
  const [salt, rounds] = inside(parameters, tags.sequence);
  const from = {
    passphrase,
    salt: bytesOf(salt),
    rounds: roundsOf(rounds),
    digest: digestOf('1.3.14.3.2.26'),
  };
  const key = pkcs12Key({ ...from, purpose: 1, bytes: 24 });
  const decipher = createDecipheriv('des-ede3-cbc', key, pkcs12Key({ ...from, purpose: 2, bytes: 8 }));
  return Buffer.concat([decipher.update(closed), decipher.final()]);
}

function decryptedByPbes2(parameters: Der | undefined, closed: Buffer, passphrase: string): Buffer {
  const [derivation, cipher] = inside(parameters, tags.sequence);
  const [, derivedBy] = inside(derivation, tags.sequence);
  const [salt, rounds, ...rest] = inside(derivedBy, tags.sequence);
  const prf = rest.find(({ tag }) => tag === tags.sequence);
  const mac = prf === undefined ? 'sha1' : macs[oidOf(inside(prf, tags.sequence)[0])];
  const [cipherName, iv] = inside(cipher, tags.sequence);
  const by = aes[oidOf(cipherName)];
  if (mac === undefined || by === undefined) throw new UnknownCipher(oidOf(cipherName));
  const key = pbkdf2Sync(Buffer.from(passphrase), bytesOf(salt), roundsOf(rounds), by.bytes, mac);
  const decipher = createDecipheriv(by.name, key, bytesOf(iv));
  return Buffer.concat([decipher.update(closed), decipher.final()]);
}

export function roundsOf(value: Der | undefined): number {
  const rounds = value === undefined ? 1 : numberOf(value);
  if (rounds < 1 || rounds > MOST_ROUNDS) throw new DerError('too many rounds');
  return rounds;
}

export interface Pkcs12KeyParts {
  readonly passphrase: string;
  readonly salt: Buffer;
  readonly rounds: number;
  readonly digest: { readonly name: string; readonly bytes: number; readonly block: number };
  /** 1: a key, 2: an initialisation vector, 3: a key for the MAC. */
  readonly purpose: 1 | 2 | 3;
  readonly bytes: number;
}

/** RFC 7292 appendix B.2. */
export function pkcs12Key({ passphrase, salt, rounds, digest, purpose, bytes }: Pkcs12KeyParts): Buffer {
  const { name, block } = digest;
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const filled = (from: Buffer): Buffer =>
    from.length === 0 ? from : Buffer.alloc(Math.ceil(from.length / block) * block, from);
  const input = Buffer.concat([filled(salt), filled(password)]);
  const made: Buffer[] = [];
  for (let size = 0; size < bytes; size += digest.bytes) {
    let hashed = Buffer.concat([Buffer.alloc(block, purpose), input]);
    for (let round = 0; round < rounds; round += 1) hashed = createHash(name).update(hashed).digest();
    made.push(hashed);
    const addend = Buffer.alloc(block, hashed);
    for (let at = 0; at < input.length; at += block) addOneMore(input.subarray(at, at + block), addend);
  }
  return Buffer.concat(made).subarray(0, bytes);
}

/** number + addend + 1, in place, as large numbers of bytes. */
function addOneMore(number: Buffer, addend: Buffer): void {
  let carry = 1;
  for (let at = number.length - 1; at >= 0; at -= 1) {
    carry += (number[at] ?? 0) + (addend[at] ?? 0);
    number[at] = carry & 0xff;
    carry >>= 8;
  }
}
