import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { type SecretStore, SecretStoreError } from '../../keychain/secret-store.ts';
import { CERTIFICATE_PASSPHRASE, CLIENT_CERTIFICATE_FILE } from '../../workstation/client-certificate.ts';
import { type Profile, readProfile } from '../../workstation/profile.ts';
import { notWritten, readGiven, writeWhole } from '../files.ts';
import { ok, type Provisioned, refused, refusedBy } from '../refusals.ts';
import type { Surroundings } from '../surroundings.ts';
import { DerError } from './der.ts';
import { UnknownCipher } from './passphrase-keys.ts';
import { CERTIFICATE_KEY_FILE, CERTIFICATE_KEY_PASSPHRASE } from './pending-key.ts';
import { type Identity, pkcs12, readPkcs12, WrongPassphrase } from './pkcs12.ts';
import { keptPassphrase, ownStoreOnly } from './stored-passphrase.ts';

export interface ImportedCertificate {
  readonly name: string;
  readonly validTo: string;
}

/**
 * Takes the terminal's certificate: a PKCS#12 file, whose passphrase comes from the input, or the PEM that answers a request of this
 * terminal. It is kept as PKCS#12 under a random passphrase that is in the credential store alone.
 */
export async function importCertificate(
  file: string,
  around: Surroundings,
): Promise<Provisioned<ImportedCertificate>> {
  const elsewhere = ownStoreOnly(around.platform);
  if (elsewhere !== undefined) return elsewhere;
  const { folder, secretsOf, clock } = around;
  const profile = await readProfile(folder);
  if (!profile.ok) return refusedBy(profile.problem);
  const read = await readGiven(file);
  if (!read.ok) return read;
  const secrets = secretsOf(profile.value.installationId);
  const isPem = read.value.includes('-----BEGIN CERTIFICATE-----');
  const identity = isPem
    ? await answered(read.value.toString('latin1'), folder, secrets)
    : await opened(read.value, around);
  if (!identity.ok) return identity;
  const fault = faultOf(identity.value, profile.value, clock.now());
  if (fault !== undefined) return refused('content-invalid', fault);
  const passphrase = await keptPassphrase(secrets, CERTIFICATE_PASSPHRASE);
  if (!passphrase.ok) return passphrase;
  try {
    await writeWhole(path.join(folder, CLIENT_CERTIFICATE_FILE), pkcs12(identity.value, passphrase.value));
    if (isPem) await forgetPending(folder, secrets);
  } catch (error) {
    return notWritten(folder, error);
  }
  const { certificate } = identity.value;
  return ok({
    name: commonName(certificate) ?? '',
    validTo: certificate.validToDate.toISOString().slice(0, 10),
  });
}

async function opened(bytes: Buffer, { passphrases }: Surroundings): Promise<Provisioned<Identity>> {
  const passphrase = await passphrases.read('証明書のパスフレーズ');
  if (!passphrase.ok) return passphrase;
  try {
    return ok(readPkcs12(bytes, passphrase.value));
  } catch (error) {
    if (error instanceof WrongPassphrase) {
      return refused('content-invalid', '証明書のパスフレーズが違うか、ファイルが壊れています。');
    }
    if (error instanceof UnknownCipher) {
      return refused(
        'content-invalid',
        '証明書のファイルが、古いか珍しい暗号で閉じられています。AES-256 で書き出し直してください。',
      );
    }
    if (error instanceof DerError || (error instanceof Error && 'code' in error)) {
      return refused(
        'content-invalid',
        '証明書のファイル（PKCS#12）として読めません。秘密鍵と証明書が一組入ったファイルを指定してください。',
      );
    }
    throw error;
  }
}

/** The certificate that answers the request whose key waits here. */
async function answered(pem: string, folder: string, secrets: SecretStore): Promise<Provisioned<Identity>> {
  const waiting = await readFile(path.join(folder, CERTIFICATE_KEY_FILE), 'utf8').catch(() => undefined);
  if (waiting === undefined) {
    return refused(
      'content-invalid',
      'この端末は証明書を申請していません。先に --request-certificate を行ってください。',
    );
  }
  const passphrase = await keptPassphrase(secrets, CERTIFICATE_KEY_PASSPHRASE);
  if (!passphrase.ok) return passphrase;
  try {
    const key = createPrivateKey({ key: waiting, passphrase: passphrase.value });
    const all = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const certificates = all.map((each) => new X509Certificate(each));
    const certificate = certificates.find((each) => each.checkPrivateKey(key));
    if (certificate !== undefined) {
      return ok({ key, certificate, authorities: certificates.filter((each) => each !== certificate) });
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  return refused(
    'content-invalid',
    '証明書が、この端末の申請に応えたものではありません。最後に書いた申請で発行されたものを指定してください。',
  );
}

/** A key that nobody waits for any more. That it stays would harm nobody who has not the credential store. */
async function forgetPending(folder: string, secrets: SecretStore): Promise<void> {
  await rm(path.join(folder, CERTIFICATE_KEY_FILE), { force: true });
  try {
    await secrets.delete(CERTIFICATE_KEY_PASSPHRASE);
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
  }
}

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/** Why a certificate is not one for this terminal, in the order in which IT would look. */
function faultOf({ certificate, authorities }: Identity, profile: Profile, now: Date): string | undefined {
  const name = commonName(certificate);
  if (name !== profile.workstation) {
    return `証明書の名前（${name ?? 'なし'}）が、この端末の名前（${profile.workstation}）と違います。この端末に発行されたものを指定してください。`;
  }
  if (now < certificate.validFromDate || now > certificate.validToDate) {
    return `証明書の期限（${certificate.validToDate.toISOString().slice(0, 10)}）が切れているか、まだ始まっていません。端末の時計を確かめ、新しい証明書を求めてください。`;
  }
  // `keyUsage` of Node is the extended one; none means for everything.
  const usages: readonly string[] | undefined = certificate.keyUsage;
  if (usages !== undefined && !usages.includes(CLIENT_AUTHENTICATION)) {
    return 'クライアント認証に使える証明書ではありません。用途（拡張キー使用法）にクライアント認証のあるものを求めてください。';
  }
  if (!comesFrom(certificate, authorities, new X509Certificate(profile.vrs.caCertificate))) {
    return '証明書が、端末設定の認証局から出たものではありません。VRS が受け付ける認証局のものを指定してください。';
  }
  return undefined;
}

function comesFrom(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  root: X509Certificate,
): boolean {
  if (certificate.checkIssued(root) && certificate.verify(root.publicKey)) return true;
  const issuer = authorities.find(
    (each) => each.ca && certificate.checkIssued(each) && certificate.verify(each.publicKey),
  );
  const others = authorities.filter((each) => each !== issuer);
  return issuer !== undefined && comesFrom(issuer, others, root);
}

function commonName({ subject }: X509Certificate): string | undefined {
  return /^CN=(.*)$/m.exec(subject)?.[1];
}
