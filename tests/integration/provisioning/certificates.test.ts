import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';

import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { pkcs12, readPkcs12, WrongPassphrase } from '../../../src-main/provisioning/certificates/pkcs12.ts';
import { CERTIFICATE_PASSPHRASE } from '../../../src-main/workstation/client-certificate.ts';
import { pkcs12 as trainingPkcs12 } from '../../../src-training/certificates/pkcs12.ts';
import { Municipality, typing } from './a-municipality.ts';
import { atDesk } from './an-it-desk.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const DAY = 86_400_000;

let city: Municipality;
beforeEach(async () => {
  city = await Municipality.begin();
  await city.apply((await city.sign(city.draft())).file);
});
afterEach(() => city.end());

async function issue(name = 'HOST-01', days = 100, ca = city.authority) {
  const from = Date.now() - 30 * DAY;
  return generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + days * DAY),
    ca: { key: ca.key, cert: ca.certificate },
    extensions: [{ name: 'extKeyUsage', clientAuth: true }],
  });
}

async function p12(made: { readonly cert: string; readonly private: string }): Promise<string> {
  const file = city.in('given.p12');
  await writeFile(file, trainingPkcs12(made.cert, made.private, 'words', 'HOST-01'));
  return file;
}
const importing = (file: string, passphrase = 'words') =>
  atDesk(city, { passphrases: typing(passphrase) })('--import-certificate', file);

describe('a client certificate that is imported', () => {
  it('is kept under a passphrase that is in the credential store and nowhere else', async () => {
    expect(await importing(await p12(await issue()))).toMatchObject({
      code: 0,
      said: expect.stringContaining('HOST-01'),
    });
    const kept = await city.secrets.get(CERTIFICATE_PASSPHRASE);
    const passphrase = Buffer.from(kept ?? []).toString();
    const file = await readFile(path.join(city.folder, 'client-certificate.p12'));
    // Node takes it for a connection.
    expect(() => createSecureContext({ pfx: file, passphrase })).not.toThrow();
    expect(() => readPkcs12(file, 'words')).toThrow(WrongPassphrase);
    for (const name of await readdir(city.folder)) {
      const bytes = await readFile(path.join(city.folder, name));
      expect(bytes.includes(passphrase)).toBe(false);
    }
  });

  it('again closes the new file under the same passphrase, so that a cut parts nothing', async () => {
    await importing(await p12(await issue()));
    const first = await city.secrets.get(CERTIFICATE_PASSPHRASE);
    await importing(await p12(await issue()));
    expect(await city.secrets.get(CERTIFICATE_PASSPHRASE)).toEqual(first);
  });

  it.each([
    ['with another passphrase', () => issue(), 'other words', 'パスフレーズが違う'],
    ['of another terminal', () => issue('HOST-02'), 'words', 'HOST-02'],
    ['that has ended', () => issue('HOST-01', 10), 'words', '期限'],
    [
      'of another authority',
      async () => {
        const other = await Municipality.begin();
        await other.end();
        return issue('HOST-01', 100, other.authority);
      },
      'words',
      '認証局',
    ],
  ])('%s is refused', async (_, make, passphrase, words) => {
    const ran = await importing(await p12(await make()), passphrase);
    expect(ran).toMatchObject({ code: 65, said: expect.stringContaining(words) });
    expect(await readdir(city.folder)).toEqual(['profile.json']);
  });

  it('that is none is refused', async () => {
    await writeFile(city.in('none.p12'), 'nothing of the kind');
    expect(await importing(city.in('none.p12'))).toMatchObject({ code: 65 });
  });

  it('is refused while the credential store is locked', async () => {
    const file = await p12(await issue());
    city.secrets.failure = 'locked';
    expect(await importing(file)).toMatchObject({ code: 69 });
  });

  it.each(['win32', 'darwin'] as const)(
    'goes into the system’s own store on %s, and the command says so',
    async (platform) => {
      const ran = await atDesk(city, { platform })('--import-certificate', 'x.p12');
      expect(ran).toMatchObject({ code: 78, said: expect.stringContaining('証明書ストア') });
    },
  );
});

const openssl = (...words: readonly string[]): string =>
  execFileSync('openssl', words, { cwd: city.home, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const withAuthority = async (): Promise<void> => {
  await writeFile(city.in('ca.pem'), city.authority.certificate);
  await writeFile(city.in('ca.key'), city.authority.key);
};

describe.skipIf(!hasOpenssl)('beside openssl (needs openssl)', () => {
  it.each([
    ['AES-256', ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC']],
    ['AES-128 and a SHA-1 MAC', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha1']],
    ['triple DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['an open certificate', ['-certpbe', 'NONE', '-keypbe', 'AES-256-CBC', '-macalg', 'sha512']],
  ])('a file closed with %s is read', async (_, how) => {
    const made = await issue();
    await writeFile(city.in('c.pem'), made.cert);
    await writeFile(city.in('k.pem'), made.private);
    await writeFile(city.in('ca.pem'), city.authority.certificate);
    const words = ['pkcs12', '-export', '-in', 'c.pem', '-inkey', 'k.pem', '-certfile', 'ca.pem'];
    openssl(...words, '-passout', 'pass:日本語 words', '-out', 'o.p12', ...how);
    const read = readPkcs12(await readFile(city.in('o.p12')), '日本語 words');
    expect(read.certificate.toString()).toBe(new X509Certificate(made.cert).toString());
    expect(read.key.equals(createPrivateKey(made.private))).toBe(true);
    expect(read.authorities).toHaveLength(1);
  });

  it('what is written here is read there', async () => {
    const made = await issue();
    const identity = {
      key: createPrivateKey(made.private),
      certificate: new X509Certificate(made.cert),
      authorities: [new X509Certificate(city.authority.certificate)],
    };
    await writeFile(city.in('w.p12'), pkcs12(identity, 'words'));
    const shown = openssl('pkcs12', '-in', 'w.p12', '-passin', 'pass:words', '-nodes');
    expect(shown.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(shown).toContain('BEGIN PRIVATE KEY');
  });

  it('a request is answered, and completed with a key that never left the terminal', async () => {
    await withAuthority();
    expect(await atDesk(city)('--request-certificate', city.in('r.csr'))).toMatchObject({ code: 0 });
    expect(openssl('req', '-in', 'r.csr', '-noout', '-verify', '-text')).toMatch(
      /CN ?= ?HOST-01, OU ?= ?131237/,
    );
    const waiting = await readFile(path.join(city.folder, 'client-key.pem'), 'utf8');
    expect(waiting).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    openssl(
      'x509',
      '-req',
      '-in',
      'r.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-copy_extensions',
      'copy',
      '-days',
      '30',
      '-out',
      'r.pem',
    );
    expect(await atDesk(city)('--import-certificate', city.in('r.pem'))).toMatchObject({ code: 0 });
    expect((await readdir(city.folder)).toSorted()).toEqual(['client-certificate.p12', 'profile.json']);
    // A second time there is no key that waits for it.
    expect(await atDesk(city)('--import-certificate', city.in('r.pem'))).toMatchObject({ code: 65 });
  });

  it('a certificate that answers another request is refused, and the key goes on waiting', async () => {
    await withAuthority();
    await atDesk(city)('--request-certificate', city.in('r.csr'));
    const other = await issue();
    await writeFile(city.in('other.pem'), other.cert);
    expect(await atDesk(city)('--import-certificate', city.in('other.pem'))).toMatchObject({ code: 65 });
    expect(await readdir(city.folder)).toContain('client-key.pem');
  });
});
