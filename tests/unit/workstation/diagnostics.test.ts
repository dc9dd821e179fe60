import { describe, expect, it } from 'vitest';

import { type Diagnostics, diagnosticsText } from '../../../src-main/workstation/diagnostics/diagnostics.ts';
import { MunicipalityCode, IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';

const at = IsoTimestamp.parse('2026-11-22T01:00:00.000Z');
const nothing = { files: 0, bytes: 0 };

const sample: Diagnostics = {
  説明: '接種記録ワークステーションの診断情報です。住民と利用者の情報、鍵、パスワード、ファイルの中身は含みません。',
  format: 1,
  at,
  versions: {
    app: '0.1.0',
    electron: '45.3.4',
    chromium: '156.0.1',
    node: '24.9.0',
    platform: 'Linux 6.1 x64',
  },
  profile: {
    kind: 'training',
    version: '令和8年4月版',
    municipalityCode: MunicipalityCode.parse('131237'),
    workstation: 'WS-01',
    installationId: '22222222-2222-4222-8222-222222222222',
    vrsOrigin: 'https://vrs.example.lg.jp',
    certificateAuthority: { fingerprint: 'AA:BB', validUntil: at },
    clientCertificate: 'system-store',
    pins: 2,
    signedBy: 'ab12',
  },
  policy: {
    idleMinutes: 5,
    offlineMinutes: 60,
    unsentDays: 7,
    endedDays: 90,
    ownRules: false,
    logSecondPlace: true,
    proxy: 'system',
    contentProtection: true,
    fromMachine: ['vrsOrigin'],
  },
  keys: { keychain: 'available', found: 'kept' },
  cache: {
    state: { state: 'closed' },
    rows: { schemaVersion: 5, people: 20, drafts: 1, columnMappings: 0, asOf: at },
  },
  log: {
    state: 'verified',
    entries: 3,
    verifiedUpTo: 3,
    verifiedAt: at,
    brokenAt: null,
    headHash: null,
    checkpoints: { newest: { sequence: 3, time: at }, keyIsKept: true, isWritten: true, secondPlace: 'none' },
  },
  problems: [{ code: 'vrs-unreachable', count: 2, firstAt: at, lastAt: at }],
  incidents: {
    kept: 1,
    newest: [{ time: at, number: '0A1B2C3D', operation: 'people.open', error: 'TypeError' }],
  },
  connectionTest: {
    at,
    steps: [{ step: 'reach', passed: false, code: 'vrs-unreachable' }],
    clockOffSeconds: null,
  },
  disk: {
    freeBytes: 1,
    totalBytes: 2,
    folders: { cache: nothing, staging: nothing, log: nothing, layouts: nothing },
    isPrivate: true,
  },
  system: {
    type: 'Linux',
    release: '6.1',
    version: '#1 SMP',
    architecture: 'x64',
    processors: 2,
    memoryBytes: 1,
    freeMemoryBytes: 1,
    upSeconds: 1,
    timeZone: 'Asia/Tokyo',
    locale: 'ja-JP',
  },
  fonts: [{ family: 'OCR-B', isInstalled: false }],
};

type Step = string | number;

/** The way to every value of the sample, the objects and lists too. */
function places(value: unknown, way: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  const inside = Object.entries(value).flatMap(([name, each]) => places(each, [...way, name]));
  return [way, ...inside];
}

const valueAt = (way: readonly Step[]): unknown =>
  way.reduce<unknown>((value, step) => Reflect.get(Object(value), step), sample);

/** A copy of the sample with another value at one place. */
function changed(way: readonly Step[], to: unknown): Diagnostics {
  const copy = structuredClone(sample);
  const last = way.at(-1) ?? '';
  const owner = way.slice(0, -1).reduce<unknown>((value, step) => Reflect.get(Object(value), step), copy);
  Reflect.set(Object(owner), last, to);
  return copy;
}

const objects = places(sample).filter((way) => {
  const value = valueAt(way);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
});
const texts = places(sample).filter((way) => typeof valueAt(way) === 'string');

describe('SECURITY P3: 診断情報', () => {
  it('is readable as it stands', () => {
    const text = diagnosticsText(sample);
    expect(JSON.parse(text)).toEqual(sample);
    expect(text).toContain('\n  "versions": {\n');
  });

  it.each(objects.map((way) => [way.join(' › ') || 'the whole', way] as const))(
    'takes no further field: %s',
    (_, way) => {
      const withMore = { ...Object(valueAt(way)), name: '氏名' };
      const tried = way.length === 0 ? withMore : changed(way, withMore);
      expect(() => diagnosticsText(tried)).toThrow(/unrecognized_keys/);
    },
  );

  it.each(texts.map((way) => [way.join(' › '), way] as const))('has no room for a name: %s', (place, way) => {
    // The version is what IT calls its profile.
    if (place === 'profile › version') return;
    expect(() => diagnosticsText(changed(way, '金糸雀　啼子'))).toThrow(/invalid/i);
  });
});
