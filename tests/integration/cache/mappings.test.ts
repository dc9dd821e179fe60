import path from 'node:path';

import { expect, it } from 'vitest';

import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import { EncryptedDatabase } from '../../../src-main/cache/encrypted-database.ts';
import { mappingsRepository } from '../../../src-main/cache/mappings-repository.ts';
import { migrate, migrations } from '../../../src-main/cache/migrations/migrate.ts';
import type { RememberedMapping } from '../../../src-main/cache/repositories.ts';
import { Place } from './a-cache.ts';

const mapping = (change: Partial<RememberedMapping> = {}): RememberedMapping => ({
  headerSha256: 'a'.repeat(64),
  kind: 'records',
  layoutId: 'records-1',
  columns: ['ticketNumber', null, 'vaccinatedOn'],
  savedAt: IsoTimestamp.parse('2024-04-01T00:00:00Z'),
  ...change,
});

it('a mapping is found by its header line and kind, and without a kind the newest', () => {
  using place = new Place();
  const { mappings } = place.repositories();
  expect(mappings.find(mapping().headerSha256, null)).toBeUndefined();
  mappings.save(mapping());
  const later = mapping({ kind: 'ledger', savedAt: IsoTimestamp.parse('2024-05-01T00:00:00Z') });
  mappings.save(later);
  expect(mappings.find(mapping().headerSha256, 'records')).toEqual(mapping());
  expect(mappings.find(mapping().headerSha256, null)).toEqual(later);
  expect(mappings.find('b'.repeat(64), null)).toBeUndefined();
});

it('a mapping replaces the one before it', () => {
  using place = new Place();
  const { mappings } = place.repositories();
  mappings.save(mapping());
  mappings.save(mapping({ columns: [null] }));
  expect(mappings.find(mapping().headerSha256, 'records')?.columns).toEqual([null]);
});

it('a copy of the release before gets the table, and keeps what it has', () => {
  using place = new Place();
  const database = EncryptedDatabase.open({
    file: path.join(place.folder, 'before.db'),
    key: new Uint8Array(32),
    journal: 'wal',
  });
  try {
    migrate(database, migrations.slice(0, 3));
    database
      .prepare<[string, string, string, string]>('INSERT INTO draft VALUES (?, ?, ?, NULL, ?)')
      .run('draft', 'clerk01', '{}', '2024-04-01T00:00:00Z');
    migrate(database);
    mappingsRepository(database).save(mapping());
    expect(mappingsRepository(database).find(mapping().headerSha256, 'records')).toEqual(mapping());
    const kept = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM draft').get();
    expect(kept?.count).toBe(1);
  } finally {
    database.close();
  }
});
