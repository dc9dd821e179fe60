import { X509Certificate } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { electronCertificate, fingerprintOf } from '../../../tools/chromium-host/src/network/certificates.ts';
import { certificateFields, parsePrincipal } from '../../../tools/chromium-host/src/network/der.ts';
import { TrustStore } from '../../../tools/chromium-host/src/network/trust-store.ts';
import { verifyServer, type Presented } from '../../../tools/chromium-host/src/network/verification.ts';
import { makeAuthority, makeServer, type Identity } from '../../chromium-host/certificates.ts';

const x509 = ({ cert }: Identity): X509Certificate => new X509Certificate(cert);
const now = new Date();

/** A DER element of at most 255 bytes. */
const text = (tag: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(bytes.length < 0x80 ? [tag, bytes.length] : [tag, 0x81, bytes.length]), bytes]);

let root: Identity;
let intermediate: Identity;
let stranger: Identity;
let store: TrustStore;

beforeAll(async () => {
  root = await makeAuthority('試験用ルート');
  intermediate = await makeAuthority('試験用中間', root);
  stranger = await makeAuthority('知らない認証局');
  store = new TrustStore([], [root.cert]);
});

const judge = (chain: readonly Identity[], change: Partial<Presented> = {}) =>
  verifyServer(
    { hostname: 'localhost', chain: chain.map(x509), openSslError: undefined, ...change },
    store,
    now,
  );

describe('a server’s certificate', () => {
  it('is taken under a trusted root, directly or through an intermediate that is sent along', async () => {
    const direct = await makeServer(root);
    expect(judge([direct])).toMatchObject({ error: 'OK', code: 0, isIssuedByKnownRoot: false });
    const below = await makeServer(intermediate);
    const verdict = judge([below, intermediate]);
    expect(verdict.error).toBe('OK');
    expect(verdict.validatedChain.map(({ subject }) => subject)).toEqual([
      'CN=localhost',
      'CN=試験用中間',
      'CN=試験用ルート',
    ]);
  });

  it('is taken if it stands in the store itself', async () => {
    const own = await makeServer(undefined);
    const trusting = new TrustStore([own.cert], []);
    const presented = { hostname: 'localhost', chain: [x509(own)], openSslError: undefined };
    expect(verifyServer(presented, trusting, now)).toMatchObject({ error: 'OK', isIssuedByKnownRoot: true });
  });

  it.each([
    ['self-signed', () => makeServer(undefined)],
    ['of an unknown authority', () => makeServer(stranger)],
    ['below an intermediate that is not sent', () => makeServer(intermediate)],
  ])('is of no known authority when it is %s', async (_what, make) => {
    expect(judge([await make()])).toMatchObject({ error: 'ERR_CERT_AUTHORITY_INVALID', code: -202 });
  });

  it('is of no known authority when the issuer is no authority, or only has its name', async () => {
    const leaf = await makeServer(root);
    const below = await makeServer(leaf);
    expect(judge([below, leaf]).error).toBe('ERR_CERT_AUTHORITY_INVALID');
    const namesake = await makeAuthority('試験用ルート');
    expect(judge([await makeServer(namesake)]).error).toBe('ERR_CERT_AUTHORITY_INVALID');
  });

  it('may come with certificates that have nothing to do with it, in any order', async () => {
    const below = await makeServer(intermediate);
    expect(judge([below, stranger, intermediate, stranger]).error).toBe('OK');
  });

  it.each([
    ['over', { from: -30, until: -1 }],
    ['not begun', { from: 1, until: 30 }],
  ])('has the wrong date when it is %s', async (_what, kind) => {
    expect(judge([await makeServer(root, kind)])).toMatchObject({
      error: 'ERR_CERT_DATE_INVALID',
      code: -201,
    });
  });

  it('is for another name when only the subject has it, for that is not looked at', async () => {
    expect(judge([await makeServer(root, { host: 'vrs.example' })])).toMatchObject({
      error: 'ERR_CERT_COMMON_NAME_INVALID',
      code: -200,
    });
    const server = await makeServer(root);
    expect(judge([server], { hostname: '127.0.0.1' }).error).toBe('OK');
    expect(judge([server], { hostname: '127.0.0.2' }).error).toBe('ERR_CERT_COMMON_NAME_INVALID');
  });

  it('that may only sign clients in is invalid', async () => {
    expect(judge([await makeServer(root, { forServers: false })])).toMatchObject({
      error: 'ERR_CERT_INVALID',
      code: -207,
    });
  });

  it('with several faults is reported with the worst', async () => {
    const worst = await makeServer(stranger, { host: 'vrs.example', from: -30, until: -1 });
    expect(judge([worst]).error).toBe('ERR_CERT_AUTHORITY_INVALID');
    const milder = await makeServer(root, { host: 'vrs.example', from: -30, until: -1 });
    expect(judge([milder]).error).toBe('ERR_CERT_COMMON_NAME_INVALID');
  });

  it.each([
    ['CERT_REVOKED', 'ERR_CERT_REVOKED'],
    ['EE_KEY_TOO_SMALL', 'ERR_CERT_WEAK_KEY'],
    ['CA_MD_TOO_WEAK', 'ERR_CERT_WEAK_SIGNATURE_ALGORITHM'],
    ['INVALID_PURPOSE', 'ERR_CERT_INVALID'],
    ['PATH_LENGTH_EXCEEDED', 'ERR_CERT_INVALID'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_CERT_INVALID'],
  ])('passes only if OpenSSL agrees: %s is %s', async (openSslError, error) => {
    expect(judge([await makeServer(root)], { openSslError }).error).toBe(error);
  });

  it('that is missing is invalid', () => {
    expect(judge([]).error).toBe('ERR_CERT_INVALID');
  });
});

describe('a certificate as Electron shows it', () => {
  it('has names, dates, serial number, fingerprint and its issuers in a row', async () => {
    const below = x509(await makeServer(intermediate));
    const shown = electronCertificate([below, x509(intermediate)]);
    expect(shown).toMatchObject({
      subjectName: 'localhost',
      issuerName: '試験用中間',
      fingerprint: fingerprintOf(below),
      validExpiry: below.validToDate.getTime() / 1000,
      validStart: below.validFromDate.getTime() / 1000,
      issuerCert: { subjectName: '試験用中間', issuerName: '試験用ルート' },
    });
    expect(new X509Certificate(shown.data).fingerprint256).toBe(below.fingerprint256);
    expect(shown.fingerprint).toMatch(/^sha256\/[\w+/]{43}=$/);
    expect(shown.serialNumber).toMatch(/^[0-9A-F]+$/);
    expect(Object.hasOwn(shown.issuerCert, 'issuerCert')).toBe(false);
  });

  it('has every part of a name, be it UTF-8 or UTF-16', () => {
    const attribute = (oid: string, value: Buffer): Buffer =>
      text(0x31, text(0x30, Buffer.concat([text(0x06, Buffer.from(oid, 'hex')), value])));
    const utf8 = (value: string): Buffer => text(0x0c, Buffer.from(value));
    const name = text(
      0x30,
      Buffer.concat([
        attribute('550406', utf8('JP')),
        attribute('550408', utf8('東京都')),
        attribute('550407', text(0x1e, Buffer.from('千代田区', 'utf16le').swap16())),
        attribute('55040a', utf8('市')),
        attribute('55040b', utf8('課')),
        attribute('55040b', utf8('係')),
        attribute('550403', utf8('端末')),
        attribute('2a8648', utf8('unknown')),
      ]),
    );
    expect(parsePrincipal(name)).toEqual({
      commonName: '端末',
      country: 'JP',
      locality: '千代田区',
      organizations: ['市'],
      organizationUnits: ['課', '係'],
      state: '東京都',
    });
  });

  it('has fields whose names can be compared', () => {
    const authority = certificateFields(x509(root));
    expect(authority.issuer.equals(authority.subject)).toBe(true);
    expect(certificateFields(x509(intermediate)).issuer.equals(authority.subject)).toBe(true);
  });
});
