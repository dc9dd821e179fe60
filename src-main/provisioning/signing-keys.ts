import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';

import { readGiven, writeNew } from './files.ts';
import type { Passphrases } from './passphrase.ts';
import { ok, type Provisioned, refused } from './refusals.ts';

const LEAST_PASSPHRASE = 12;

/**
 * A new Ed25519 key pair for signing profiles: the private key as PEM in a file of its own (0600), on wish under a passphrase.
 * Gives the fingerprint that terminals are told to trust.
 */
export async function createSigningKey(
  { out, encrypt }: { readonly out: string; readonly encrypt: boolean },
  passphrases: Passphrases,
): Promise<Provisioned<string>> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const form = { type: 'pkcs8', format: 'pem' } as const;
  let pem = privateKey.export(form);
  if (encrypt) {
    const passphrase = await passphrases.read('署名鍵のパスフレーズ');
    if (!passphrase.ok) return passphrase;
    if (passphrase.value.length < LEAST_PASSPHRASE) {
      return refused('content-invalid', `パスフレーズは ${LEAST_PASSPHRASE} 文字以上にしてください。`);
    }
    pem = privateKey.export({ ...form, cipher: 'aes-256-cbc', passphrase: passphrase.value });
  }
  const written = await writeNew(out, pem, 0o600);
  return written.ok ? ok(fingerprintOf(privateKey)) : written;
}

export function fingerprintOf(privateKey: KeyObject): string {
  return hash('sha256', createPublicKey(privateKey).export({ type: 'spki', format: 'der' }), 'hex');
}

/** The private key of that file. Its passphrase, where it has one, comes from the input and never from the command line. */
export async function openSigningKey(
  file: string,
  passphrases: Passphrases,
): Promise<Provisioned<KeyObject>> {
  const read = await readGiven(file);
  if (!read.ok) return read;
  const pem = read.value.toString('utf8');
  const isEncrypted = pem.includes('BEGIN ENCRYPTED PRIVATE KEY');
  const passphrase = isEncrypted ? await passphrases.read('署名鍵のパスフレーズ') : ok(undefined);
  if (!passphrase.ok) return passphrase;
  try {
    const key = createPrivateKey({
      key: pem,
      ...(passphrase.value === undefined ? {} : { passphrase: passphrase.value }),
    });
    if (key.asymmetricKeyType === 'ed25519') return ok(key);
  } catch {
    if (isEncrypted)
      return refused('content-invalid', `署名鍵を開けません。パスフレーズを確かめてください：${file}`);
  }
  return refused(
    'content-invalid',
    `Ed25519 の署名鍵（PEM）ではありません。--create-signing-key で作った鍵を指定してください：${file}`,
  );
}
