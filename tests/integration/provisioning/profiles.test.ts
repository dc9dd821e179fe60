import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { WriteStep } from '../../../src-main/provisioning/files.ts';
import { isOlder } from '../../../src-main/provisioning/apply-profile.ts';
import {
  createSigningKey,
  fingerprintOf,
  openSigningKey,
} from '../../../src-main/provisioning/signing-keys.ts';
import { noPolicy } from '../../../src-main/workstation/policy/machine-policy.ts';
import { profileForStart } from '../../../src-main/workstation/profile-trust.ts';
import { Municipality, typing } from './a-municipality.ts';

let city: Municipality;
beforeEach(async () => {
  city = await Municipality.begin();
});
afterEach(() => city.end());

const atStart = (change: Partial<Parameters<typeof profileForStart>[0]> = {}) =>
  profileForStart({
    folder: city.folder,
    policy: noPolicy,
    secretsOf: () => city.secrets,
    isPackaged: true,
    ...change,
  });

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
}

describe('a draft', () => {
  it('that is right is signed, and everything that will hold is written out', async () => {
    const { created, file } = await city.sign(city.draft({ rules: { carriedOver: { sameShare: 0.75 } } }));
    expect(created).toMatchObject({ ok: true, value: { fingerprint: city.fingerprint } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      profile: { idleMinutes: 5, proxy: { mode: 'system' }, contentProtection: true },
    });
  });

  it('with faults is refused; each names its field and says what to write there', async () => {
    const { created } = await city.sign({
      ...city.draft({ idleMinutes: 0, workstation: 'PC-01', colour: 'red', version: 'newest' }),
      vrs: { origin: 'http://vrs.example.lg.jp', caCertificate: 'x', pins: ['short'] },
    });
    const sentence = created.ok ? '' : created.refusal.sentence;
    expect(created).toMatchObject({ refusal: { reason: 'content-invalid' } });
    expect(sentence).toMatch(/^idleMinutes：.*1〜60/m);
    expect(sentence).toMatch(/^workstation：端末ごとの値は書けません/m);
    expect(sentence).toMatch(/^colour：知らない項目/m);
    expect(sentence).toMatch(/^version：.*2026\.11\.1/m);
    expect(sentence).toMatch(/^vrs\.origin：.*https/m);
    expect(sentence).toMatch(/^vrs\.caCertificate：/m);
    expect(sentence).toMatch(/^vrs\.pins\.0：/m);
  });

  it('whose authority is none, or has ended, is refused', async () => {
    const vrs = { origin: 'https://vrs.example.lg.jp', caCertificate: '-----BEGIN CERTIFICATE-----\nx' };
    expect((await city.sign(city.draft({ vrs }))).created).toMatchObject({
      refusal: { sentence: expect.stringContaining('vrs.caCertificate：証明書（PEM）として読めません') },
    });
  });

  it('never takes the place of a file that is there', async () => {
    await city.sign(city.draft(), 'p.json');
    expect((await city.sign(city.draft(), 'p.json')).created).toMatchObject({
      refusal: { reason: 'not-written' },
    });
  });
});

describe('a signing key', () => {
  it('is for its owner alone, and under a passphrase where it is wished', async () => {
    const out = city.in('encrypted.pem');
    expect(await createSigningKey({ out, encrypt: true }, typing('too short'))).toMatchObject({ ok: false });
    const made = await createSigningKey({ out, encrypt: true }, typing('a long passphrase'));
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(await openSigningKey(out, typing('another passphrase'))).toMatchObject({
      refusal: { reason: 'content-invalid' },
    });
    const opened = await openSigningKey(out, typing('a long passphrase'));
    expect(made).toEqual({ ok: true, value: opened.ok ? fingerprintOf(opened.value) : '' });
  });
});

describe('a signed profile', () => {
  it('becomes the terminal’s, which keeps its name and its identity from then on', async () => {
    const first = await city.sign(city.draft());
    expect(await city.apply(first.file)).toMatchObject({ ok: true, value: { workstation: 'HOST-01' } });
    const before = await city.installed();
    expect((await stat(city.folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(city.folder, 'profile.json'))).mode & 0o777).toBe(0o600);
    expect(await atStart()).toMatchObject({ ok: true, value: { profile: { version: '2026.11.1' } } });
    const second = await city.sign(city.draft({ version: '2026.11.2' }));
    // The key is known now.
    expect(await city.apply(second.file, { trust: undefined })).toMatchObject({ ok: true });
    expect(await city.installed()).toMatchObject({
      version: '2026.11.2',
      installationId: before['installationId'],
      workstation: 'HOST-01',
    });
  });

  it('is refused where nobody said which key to trust', async () => {
    const { file } = await city.sign(city.draft());
    expect(await city.apply(file, { trust: undefined })).toMatchObject({
      refusal: { reason: 'not-trusted', sentence: expect.stringContaining('profile-key-unknown') },
    });
    expect(await readdir(city.home)).not.toContain('terminal');
  });

  it('is refused with a broken signature, and the terminal stays as it was', async () => {
    const first = await city.sign(city.draft());
    await city.apply(first.file);
    const before = await city.installed();
    const { file } = await city.sign(city.draft({ version: '2026.12' }));
    await rewrite(file, (text) => text.replace('"idleMinutes": 5', '"idleMinutes": 55'));
    expect(await city.apply(file)).toMatchObject({
      refusal: { reason: 'not-trusted', sentence: expect.stringContaining('profile-signature') },
    });
    expect(await city.installed()).toEqual(before);
  });

  it('of another key is refused, even where somebody says to trust it', async () => {
    await city.apply((await city.sign(city.draft())).file);
    const other = generateKeyPairSync('ed25519').privateKey;
    await writeFile(city.in('key.pem'), other.export({ type: 'pkcs8', format: 'pem' }));
    const { file } = await city.sign(city.draft({ version: '2026.12' }));
    const refusal = { reason: 'not-trusted' };
    expect(await city.apply(file, { trust: undefined })).toMatchObject({ refusal });
    expect(await city.apply(file, { trust: fingerprintOf(other) })).toMatchObject({ refusal });
    const policy = { ...noPolicy, trustedProfileKey: fingerprintOf(other) };
    expect(await city.apply(file, { trust: undefined }, { policy })).toMatchObject({ ok: true });
  });

  it('from a newer release says that the app must be renewed first', async () => {
    const { file } = await city.sign(city.draft());
    await rewrite(file, (text) => text.replace('"formatVersion": 1', '"formatVersion": 2'));
    expect(await city.apply(file)).toMatchObject({
      refusal: { reason: 'content-invalid', sentence: expect.stringContaining('新しい版のアプリ') },
    });
  });

  it('older than the one that is here is refused, unless that is said', async () => {
    await city.apply((await city.sign(city.draft({ version: '2026.11.10' }))).file);
    const { file } = await city.sign(city.draft({ version: '2026.11.9' }));
    expect(await city.apply(file)).toMatchObject({ refusal: { reason: 'not-trusted' } });
    expect(await city.apply(file, { allowOlder: true })).toMatchObject({ ok: true });
  });

  it('for a VRS that the policy does not name is refused', async () => {
    const { file } = await city.sign(city.draft());
    const policy = { ...noPolicy, vrsOrigins: ['https://other.example.lg.jp'] };
    expect(await city.apply(file, {}, { policy })).toMatchObject({
      refusal: { sentence: expect.stringContaining('policy-origin') },
    });
  });

  it('is refused where the credential store is locked, and nothing is written', async () => {
    city.secrets.failure = 'locked';
    expect(await city.apply((await city.sign(city.draft())).file)).toMatchObject({
      refusal: { reason: 'keychain-unavailable' },
    });
    expect(await readdir(city.home)).not.toContain('terminal');
  });

  it('that can’t be written leaves the old one', async () => {
    await city.apply((await city.sign(city.draft())).file);
    const before = await city.installed();
    // In the way of the new file: not even an administrator removes a folder by that name.
    await mkdir(path.join(city.folder, 'profile.json.new', 'x'), { recursive: true });
    const { file } = await city.sign(city.draft({ version: '2026.12' }));
    expect(await city.apply(file)).toMatchObject({ refusal: { reason: 'not-written' } });
    expect(await city.installed()).toEqual(before);
  });

  const steps: readonly WriteStep[] = ['begun', 'written', 'synced', 'renamed', 'folder-synced'];
  it.each(steps)(
    'cut off when it is %s leaves the old one or the new one, and can be applied again',
    async (cut) => {
      await city.apply((await city.sign(city.draft())).file);
      const { file } = await city.sign(city.draft({ version: '2026.12' }));
      const power = (step: WriteStep): void => {
        if (step === cut) throw new Error('no power');
      };
      await expect(city.apply(file, {}, { at: power })).rejects.toThrow('no power');
      const started = await atStart();
      expect(started).toMatchObject({ ok: true });
      expect(['2026.11.1', '2026.12']).toContain((await city.installed())['version']);
      expect(await city.apply(file)).toMatchObject({ ok: true, value: { version: '2026.12' } });
    },
  );
});

describe.skipIf(process.getuid?.() !== 0)('on a full disk (needs root for a small disk)', () => {
  it('a profile is refused, the old one stays, and it works when there is room', async () => {
    await mkdir(city.folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', city.folder]);
    try {
      await city.apply((await city.sign(city.draft())).file);
      const before = await city.installed();
      await writeFile(path.join(city.folder, 'full'), Buffer.alloc(128 * 1024)).catch(() => undefined);
      const { file } = await city.sign(city.draft({ version: '2026.12' }));
      expect(await city.apply(file)).toMatchObject({
        refusal: { reason: 'not-written', sentence: expect.stringContaining('空き容量') },
      });
      expect(await city.installed()).toEqual(before);
      execFileSync('rm', [path.join(city.folder, 'full')]);
      expect(await city.apply(file)).toMatchObject({ ok: true });
    } finally {
      execFileSync('umount', [city.folder]);
    }
  });
});

const changed = async (change: (profile: Record<string, unknown>) => object): Promise<void> => {
  const file = path.join(city.folder, 'profile.json');
  await writeFile(file, JSON.stringify(change(await city.installed())));
};

function unsigned(profile: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(profile).filter(([name]) => name !== 'signature'));
}

describe('a start', () => {
  beforeEach(async () => {
    await city.apply((await city.sign(city.draft())).file);
  });

  it.each([
    ['without a signature', unsigned, 'profile-unsigned'],
    [
      'with another value',
      (profile: Record<string, unknown>) => ({ ...profile, idleMinutes: 60 }),
      'profile-signature',
    ],
    ['with a value more', (profile: Record<string, unknown>) => ({ ...profile, more: 1 }), 'profile-invalid'],
  ])('in production %s does not happen', async (_, change, code) => {
    await changed(change);
    expect(await atStart()).toMatchObject({ ok: false, problem: { code } });
  });

  it('takes the identity of another installation for a terminal that trusts nobody', async () => {
    await changed((profile) => ({ ...profile, installationId: '11111111-1111-4111-8111-111111111111' }));
    const empty = new (city.secrets.constructor as new () => typeof city.secrets)();
    expect(await atStart({ secretsOf: () => empty })).toMatchObject({
      problem: { code: 'profile-key-unknown' },
    });
  });

  it('of a training profile needs no signature from source, and one in a packaged app or under a policy', async () => {
    await changed((profile) => ({ ...unsigned(profile), kind: 'training' }));
    expect(await atStart({ isPackaged: false })).toMatchObject({ ok: true });
    expect(await atStart()).toMatchObject({ problem: { code: 'profile-unsigned' } });
    const policy = { ...noPolicy, trustedProfileKey: city.fingerprint };
    expect(await atStart({ isPackaged: false, policy })).toMatchObject({
      problem: { code: 'profile-unsigned' },
    });
  });

  it('lets the policy beat the profile, and says where', async () => {
    const policy = {
      ...noPolicy,
      maximumIdleMinutes: 3,
      contentProtection: false,
      logSecondPlace: '/mnt/log',
      proxy: { mode: 'direct' as const },
    };
    expect(await atStart({ policy })).toMatchObject({
      value: {
        profile: {
          idleMinutes: 3,
          contentProtection: false,
          log: { secondPlace: '/mnt/log' },
          proxy: { mode: 'direct' },
        },
        fromPolicy: ['idleMinutes', 'logSecondPlace', 'contentProtection', 'proxy'],
      },
    });
  });
});

it.each([
  ['2026.9', '2026.10', true],
  ['2026.10', '2026.9', false],
  ['1', '1.0', false],
  ['1', '1.1', true],
  ['1', 'training-1', false],
])('version %s is older than %s: %s', (version, standing, older) => {
  expect(isOlder(version, standing)).toBe(older);
});
