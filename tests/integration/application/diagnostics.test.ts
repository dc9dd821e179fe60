import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Diagnostics } from '../../../src-main/workstation/diagnostics/diagnostics.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { residents } from '../../e2e/people-of-the-training-vrs.ts';
import { spelledIn } from '../spellings.ts';
import { trainingVrs, Workstation } from './workstation.ts';

/** A name that nobody has and nothing else spells. */
const CANARY = '金糸雀　啼子';

let folder: string;
let target: string | undefined;
let vrs: TrainingVrs;
let workstation: Workstation;
let names: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'diagnostics-'));
  target = path.join(folder, 'diagnostics.json');
  vrs = await trainingVrs(60);
  workstation = await Workstation.start(vrs, { chooseTarget: () => Promise.resolve(target) });
  await workstation.signIn('clerk01');
  await workstation.copyReady();
  const reason = { code: 'other', note: `${CANARY}さんから電話` } as const;
  const found = residents(vrs).slice(0, 5);
  for (const person of found) {
    await workstation.get('people.search', { reason, text: person.name, birthDate: '', fresh: false });
  }
  await workstation.get('people.search', { reason, text: CANARY, birthDate: '', fresh: false });
  await workstation.call('people.search', { reason, text: '', birthDate: '', fresh: false });
  names = [CANARY, ...found.flatMap((person) => [person.name, person.ticketNumber, person.addresseeNumber])];
  await appendFile(
    path.join(workstation.folder, 'incidents.jsonl'),
    `${JSON.stringify({ time: '2026-11-22T00:00:00.000Z', number: '0A1B2C3D', operation: 'people.open', error: 'TypeError', frames: [`at ${CANARY}`] })}\n${CANARY}\n`,
  );
  await workstation.get('session.signOut', {});
  vrs.clock.advance(30_000);
  await workstation.signIn('it01');
});

afterAll(async () => {
  await workstation.close();
  await vrs.close();
  await rm(folder, { recursive: true, force: true });
});

const written = async (): Promise<Buffer> => readFile(target ?? '');

describe('診断情報', () => {
  it('tells IT of the terminal, and the log tells of the file', async () => {
    const { sha256 } = await workstation.get('workstation.exportDiagnostics', {});
    const bytes = await written();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const told = Diagnostics.parse(JSON.parse(bytes.toString('utf8')));
    expect(told.cache).toMatchObject({ state: { state: 'closed' }, rows: { people: 60, drafts: 0 } });
    expect(told.keys).toEqual({ keychain: 'available', found: 'made' });
    expect(told.log).toMatchObject({ state: 'verified', checkpoints: { keyIsKept: true } });
    expect(told.connectionTest).toMatchObject({ clockOffSeconds: expect.any(Number) });
    expect(told.connectionTest.steps.map(({ passed }) => passed)).toEqual([true, true, true, true]);
    expect(told.problems).toContainEqual(expect.objectContaining({ code: 'search-empty', count: 1 }));
    expect(told.incidents).toMatchObject({ kept: 2, newest: [{ number: '0A1B2C3D', error: 'TypeError' }] });
    expect(told.disk.folders.log.bytes).toBeGreaterThan(1_000);
    expect(told.disk.isPrivate).toBe(process.platform === 'win32' ? null : true);
    expect((await stat(target ?? '')).mode & 0o077).toBe(0);
    expect(await readdir(folder)).toEqual(['diagnostics.json']);

    const log = path.join(workstation.folder, 'log');
    const [segment = ''] = (await readdir(log))
      .filter((name) => name.startsWith('operation-log-'))
      .toSorted();
    const entries = (await readFile(path.join(log, segment), 'utf8')).trimEnd().split('\n').slice(-2);
    expect(entries.map((entry) => JSON.parse(entry))).toMatchObject([
      { operation: 'workstation.exportDiagnostics', result: 'begun', actor: { userId: 'it01' } },
      { operation: 'workstation.exportDiagnostics', result: 'done', detail: { file: sha256 } },
    ]);
  });

  it('SECURITY P3: has nothing in it of who was looked up, in any spelling', async () => {
    await workstation.get('workstation.exportDiagnostics', {});
    const bytes = await written();
    expect(names.length).toBeGreaterThan(10);
    expect(spelledIn(bytes, names)).toEqual([]);
    // Nor of who works here, nor what opens anything.
    expect(spelledIn(bytes, ['clerk01', 'it01', vrs.credentials('it01').password])).toEqual([]);
    const text = bytes.toString('utf8');
    expect(text).not.toMatch(/-----BEGIN|passphrase/);
    expect(text).not.toContain(workstation.folder);
  });

  it('says which step fails and how often it was told, while VRS is away', async () => {
    vrs.faults.add({ kind: 'drop-before' });
    await workstation.get('workstation.exportDiagnostics', {});
    const told = Diagnostics.parse(JSON.parse((await written()).toString('utf8')));
    expect(told.connectionTest.steps).toEqual([{ step: 'reach', passed: false, code: 'vrs-unreachable' }]);
    expect(told.connectionTest.clockOffSeconds).toBeNull();
    vrs.faults.clear();
  });

  it('is not written where no place is chosen or the place can not be written', async () => {
    const before = await written();
    target = undefined;
    expect(await workstation.call('workstation.exportDiagnostics', {})).toMatchObject({
      problem: { code: 'file-not-chosen' },
    });
    target = path.join(folder, 'missing', 'diagnostics.json');
    expect(await workstation.call('workstation.exportDiagnostics', {})).toMatchObject({
      problem: { code: 'export-not-writable' },
    });
    target = path.join(folder, 'diagnostics.json');
    expect(await written()).toEqual(before);
    expect(await readdir(folder)).toEqual(['diagnostics.json']);
  });
});
