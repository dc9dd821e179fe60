import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { openCache } from '../../../src-main/cache/open-cache.ts';
import { openDataKeys } from '../../../src-main/keychain/open-data-keys.ts';
import type { SecretStore } from '../../../src-main/keychain/secret-store.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import { Population } from '../../../src-training/residents/population.ts';
import { personOf } from '../../unit/training/as-the-api-says.ts';

/** The data folder of a terminal with a copy, whose key lies in that store. */
export async function makeTerminal(
  folder: string,
  store: SecretStore | ((installationId: string) => SecretStore),
  complete = true,
): Promise<string> {
  const data = mkdtempSync(path.join(folder, 'terminal-'));
  const installationId = randomUUID();
  const profile = {
    formatVersion: 1,
    kind: 'production',
    version: 'test-1',
    municipalityCode: '992011',
    municipalityName: '青葉市',
    workstation: 'TEST-01',
    installationId,
    vrs: { origin: 'https://localhost:9', caCertificate: '-----BEGIN CERTIFICATE-----' },
  };
  writeFileSync(path.join(data, 'profile.json'), JSON.stringify(profile));
  const keys = await openDataKeys({
    store: typeof store === 'function' ? store(installationId) : store,
    profileKind: 'production',
    installationId,
    folder: data,
  });
  if (!keys.ok) throw new Error(keys.problem.code);
  const opened = await openCache({
    file: path.join(data, 'cache', 'people.db'),
    key: keys.value.cache,
    worker: new URL('../../../src-main/cache/cache-worker.ts', import.meta.url),
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  const people = new Population('1').block(0).residents.map(personOf);
  const asOf = complete ? IsoTimestamp.parse('2024-04-01T00:00:00.000Z') : null;
  await opened.cache.sync.take(people, { cursor: '1', asOf });
  await opened.cache.close();
  return data;
}
