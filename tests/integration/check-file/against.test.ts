import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import { openDataKeys } from '../../../src-main/keychain/open-data-keys.ts';
import { makeBatchFile } from '../../../src-training/batch-files/make-batch-file.ts';
import { startTrainingVrs } from '../../../src-training/start.ts';
import { Population } from '../../../src-training/residents/population.ts';
import { NoStanding } from '../../../tools/check-file/standing.ts';
import { openTerminal } from '../../../tools/check-file/terminal-standing.ts';
import { personOf } from '../../unit/training/as-the-api-says.ts';
import { makeTerminal } from './make-terminal.ts';
import { CheckFile } from './run-check-file.ts';

const PEOPLE = 1000;
const errors = { 'ticket-not-issued': 2, 'record-unchanged': 2, 'dose-number-taken': 2 } as const;
const made = makeBatchFile({ kind: 'records', rows: 200, encoding: 'utf-8', people: PEOPLE, errors });

const folder = mkdtempSync(path.join(tmpdir(), 'check-file-against-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('against a training VRS', () => {
  const training = path.join(folder, 'vrs');
  beforeAll(async () => {
    const vrs = await startTrainingVrs({ folder: training, people: PEOPLE, passwordHashCost: 1024 });
    await vrs.close();
  });

  test('finds what only what stands can show, and changes nothing there', async () => {
    const program = new CheckFile();
    const file = program.file(made.bytes);
    const data = path.join(training, 'training-vrs.sqlite');
    const before = digestOf(data);
    const alone = await program.json(file, '--today', '2026-04-01');
    const held = await program.json(file, '--against', training, '--today', '2026-04-01');
    const lacking = made.truth.filter(({ alone: isAlone }) => isAlone).length;
    expect([alone.code, alone.report.findingsByCode]).toEqual([1, { 'dose-missing-before': lacking }]);
    expect([held.code, held.report.findingsByCode]).toEqual([1, errors]);
    expect(digestOf(data)).toBe(before);
  });

  test('is refused where another version wrote the data', async () => {
    const other = path.join(folder, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'training-vrs.sqlite'), '');
    const program = new CheckFile();
    const { code, stderr } = await program.run(program.file(made.bytes), '--against', other);
    expect([code, stderr]).toEqual([2, expect.stringContaining('研修用VRSのデータを読めません')]);
  });
});

describe('against the copy of a terminal', () => {
  test('opens it with the key of the credential store, to read alone', async () => {
    const store = new MemorySecretStore();
    const data = await makeTerminal(folder, store);
    const file = path.join(data, 'cache', 'people.db');
    const before = digestOf(file);
    const standing = await openTerminal(data, () => store);
    const residents = new Population('1').block(0).residents.map(personOf);
    const person = residents.find(({ tickets }) => tickets.length > 0);
    const [ticket] = person?.tickets ?? [];
    if (!person || !ticket) throw new Error('the first block has people with tickets');
    expect(await standing.holders([ticket])).toMatchObject({
      ok: true,
      value: [{ addresseeNumber: person.addresseeNumber, birthDate: person.birthDate }],
    });
    expect(await standing.residents([person.addresseeNumber])).toMatchObject({
      value: [{ name: person.name }],
    });
    expect(standing).toMatchObject({
      municipalityCode: '992011',
      name: expect.stringContaining('2024-04-01'),
    });
    await standing.close();
    expect(digestOf(file)).toBe(before);
  });

  test('says so where the key is not here, and makes none', async () => {
    const data = await makeTerminal(folder, new MemorySecretStore());
    const empty = new MemorySecretStore();
    await expect(openTerminal(data, () => empty)).rejects.toThrow(NoStanding);
    const { installationId } = JSON.parse(readFileSync(path.join(data, 'profile.json'), 'utf8')) as {
      installationId: string;
    };
    expect(await empty.get(`master-key/${installationId}`)).toBeUndefined();
  });

  test('says so where the key is another one, and leaves the copy as it is', async () => {
    const [one, other] = [new MemorySecretStore(), new MemorySecretStore()];
    const data = await makeTerminal(folder, one);
    const profile = JSON.parse(readFileSync(path.join(data, 'profile.json'), 'utf8')) as {
      installationId: string;
    };
    const { installationId } = profile;
    await openDataKeys({ store: other, profileKind: 'production', installationId, folder: data });
    const before = digestOf(path.join(data, 'cache', 'people.db'));
    await expect(openTerminal(data, () => other)).rejects.toThrow(/鍵では開けません/);
    expect(digestOf(path.join(data, 'cache', 'people.db'))).toBe(before);
  });

  test('says so where the store is locked, the copy incomplete, or missing', async () => {
    const store = new MemorySecretStore();
    const half = await makeTerminal(folder, store, false);
    await expect(openTerminal(half, () => store)).rejects.toThrow(/まだそろっていません/);
    store.failure = 'locked';
    await expect(openTerminal(half, () => store)).rejects.toThrow(/ロックされています/);
    rmSync(path.join(half, 'cache'), { recursive: true });
    await expect(openTerminal(half, () => store)).rejects.toThrow(/写しがまだありません/);
  });
});
