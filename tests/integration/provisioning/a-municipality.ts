import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { generate } from 'selfsigned';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import {
  type ApplyProfile,
  applyProfile,
  type ApplyParts,
} from '../../../src-main/provisioning/apply-profile.ts';
import { createProfile } from '../../../src-main/provisioning/create-profile.ts';
import type { Passphrases } from '../../../src-main/provisioning/passphrase.ts';
import { ok } from '../../../src-main/provisioning/refusals.ts';
import { fingerprintOf } from '../../../src-main/provisioning/signing-keys.ts';
import { noPolicy } from '../../../src-main/workstation/policy/machine-policy.ts';
import { systemClock } from '../../../src-shared/domain/clock.ts';

/** Who types the same words whenever they are asked. */
export const typing = (words: string): Passphrases => ({
  isAsked: true,
  read: () => Promise.resolve(ok(words)),
  ask: () => Promise.resolve(words),
});

const DAY = 86_400_000;

/** A municipality that signs profiles and has terminals, all in one folder. */
export class Municipality {
  readonly home: string;
  readonly fingerprint: string;
  readonly authority: { readonly certificate: string; readonly key: string };
  readonly secrets = new MemorySecretStore();

  private constructor(home: string, fingerprint: string, authority: Municipality['authority']) {
    this.home = home;
    this.fingerprint = fingerprint;
    this.authority = authority;
  }

  static async begin(): Promise<Municipality> {
    const home = await mkdtemp(path.join(tmpdir(), 'municipality-'));
    const key = generateKeyPairSync('ed25519').privateKey;
    await writeFile(path.join(home, 'key.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
    const made = await generate([{ name: 'commonName', value: 'VRS CA' }], {
      keyType: 'ec',
      notBeforeDate: new Date(Date.now() - DAY),
      notAfterDate: new Date(Date.now() + 365 * DAY),
      extensions: [{ name: 'basicConstraints', cA: true }],
    });
    return new Municipality(home, fingerprintOf(key), { certificate: made.cert, key: made.private });
  }

  end(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }

  in(name: string): string {
    return path.join(this.home, name);
  }

  get folder(): string {
    return this.in('terminal');
  }

  draft(change: object = {}): object {
    return {
      formatVersion: 1,
      kind: 'production',
      version: '2026.11.1',
      municipalityCode: '131237',
      municipalityName: '青葉市',
      vrs: { origin: 'https://vrs.example.lg.jp', caCertificate: this.authority.certificate },
      ...change,
    };
  }

  /** Signs a draft; gives the file, or why not. */
  async sign(draft: object, name = `${Math.random().toString(36).slice(2)}.json`) {
    await writeFile(this.in('draft.json'), JSON.stringify(draft));
    const files = { draft: this.in('draft.json'), key: this.in('key.pem'), out: this.in(name) };
    const created = await createProfile(files, typing(''), systemClock);
    return { created, file: this.in(name) };
  }

  async apply(file: string, change: Partial<ApplyProfile> = {}, parts: Partial<ApplyParts> = {}) {
    const asked = { file, workstation: undefined, trust: this.fingerprint, allowOlder: false, ...change };
    return applyProfile(asked, {
      folder: this.folder,
      policy: noPolicy,
      hostName: 'HOST-01',
      secretsOf: () => this.secrets,
      ...parts,
    });
  }

  async installed(): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(path.join(this.folder, 'profile.json'), 'utf8')) as Record<
      string,
      unknown
    >;
  }
}
