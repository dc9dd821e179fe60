import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openCache } from '../../src-main/cache/open-cache.ts';
import { openRepositories } from '../../src-main/cache/open-repositories.ts';
import type { SqlDatabase } from '../../src-main/cache/encrypted-database.ts';
import { EncryptedDatabase } from '../../src-main/cache/encrypted-database.ts';
import type { Person } from '../../src-shared/vrs-api/people.ts';
import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';
import { pagesOfPeople } from './made-up-people.ts';
import { PlainDatabase } from './plain-database.ts';

const worker = new URL('../../src-main/cache/cache-worker.ts', import.meta.url);
const asOf = IsoTimestamp.parse('2026-11-20T00:00:00.000Z');

/** Makes the pages outside the watch and stores them inside. */
async function fill(
  people: number,
  watch: Stopwatch,
  store: (file: string) => Promise<{
    take(page: readonly Person[], cursor: string): unknown;
    close(): unknown;
  }>,
): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-fill-'));
  const file = join(folder, 'people.db');
  const target = await store(file);
  let stored = 0;
  for (const page of pagesOfPeople(people)) {
    watch.start();
    await target.take(page, String(stored));
    watch.stop();
    stored += page.length;
  }
  watch.start();
  await target.close();
  watch.stop();
  const mebibytes = statSync(file).size / 1_048_576;
  rmSync(folder, { recursive: true });
  return { 'people per second': (stored / watch.milliseconds) * 1_000, 'file MiB': mebibytes };
}

/** The rows alone, as anybody would store them: three tables with their primary keys, no search. */
function bareTables(database: SqlDatabase): (page: readonly Person[]) => void {
  database.execute(`
    CREATE TABLE person (addressee_number TEXT PRIMARY KEY, name TEXT, kana TEXT, birth_date TEXT, sex TEXT, flag TEXT,
      flag_on TEXT, version INTEGER, updated_at TEXT) WITHOUT ROWID;
    CREATE TABLE ticket (municipality_code TEXT, ticket_number TEXT, addressee_number TEXT, issued_on TEXT, stopped_on TEXT,
      replaced_by TEXT, PRIMARY KEY (ticket_number, municipality_code)) WITHOUT ROWID;
    CREATE TABLE dose (record_id TEXT PRIMARY KEY, municipality_code TEXT, ticket_number TEXT, dose_number INTEGER,
      ticket_kind TEXT, vaccinated_on TEXT, vaccinated_in TEXT, venue TEXT, doctor TEXT, maker TEXT, lot_number TEXT,
      registered_at TEXT, registered_by TEXT, confirmed INTEGER, version INTEGER) WITHOUT ROWID;
  `);
  const insert = (table: string, columns: number) =>
    database.prepare<(string | number | null)[]>(
      `INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`,
    );
  const [person, ticket, dose] = [insert('person', 9), insert('ticket', 6), insert('dose', 15)];
  return (page) =>
    database.transaction(() => {
      for (const p of page) {
        const on = p.flag.kind === 'none' ? null : p.flag.on;
        person.run(
          p.addresseeNumber,
          p.name,
          p.kana,
          p.birthDate,
          p.sex,
          p.flag.kind,
          on,
          p.version,
          p.updatedAt,
        );
        for (const t of p.tickets) {
          ticket.run(
            t.municipalityCode,
            t.ticketNumber,
            p.addresseeNumber,
            t.issuedOn,
            t.stoppedOn,
            t.replacedBy,
          );
        }
        for (const d of p.doses) {
          const { recordId, municipalityCode, vaccinatedInMunicipality, confirmed, ...rest } = d;
          dose.run(
            recordId,
            municipalityCode,
            rest.ticketNumber,
            rest.doseNumber,
            rest.ticketKind,
            rest.vaccinatedOn,
            vaccinatedInMunicipality,
            rest.venue,
            rest.doctor,
            rest.maker,
            rest.lotNumber,
            rest.registeredAt,
            rest.registeredBy,
            Number(confirmed),
            rest.version,
          );
        }
      }
    });
}

function repositoriesOf(database: SqlDatabase & { close(): void }) {
  const { sync } = openRepositories(database);
  return Promise.resolve({
    take: (page: readonly Person[], cursor: string) => sync.take(page, { cursor, asOf }),
    close: () => database.close(),
  });
}

export const bench = defineBench<number>({
  name: 'cache-fill',
  about: 'Filling the local copy from pages of the change feed, against plain SQLite with the same people.',
  unit: 'people',
  sizes: [10_000, 100_000],
  rounds: 5,
  prepare: (size) => Promise.resolve(size),
  baseline: 'plain rows, no search',
  contenders: {
    'local copy (encrypted, worker)': (people, watch) =>
      fill(people, watch, async (file) => {
        const opening = await openCache({ file, key: randomBytes(32), worker });
        if (!opening.ok) throw new Error(opening.because);
        const { cache } = opening;
        return {
          take: (page, cursor) => cache.sync.take(page, { cursor, asOf }),
          close: () => cache.close(),
        };
      }),
    'same tables, encrypted, no worker': (people, watch) =>
      fill(people, watch, (file) =>
        repositoriesOf(EncryptedDatabase.open({ file, key: randomBytes(32), journal: 'wal' })),
      ),
    'same tables, plain': (people, watch) =>
      fill(people, watch, (file) => repositoriesOf(new PlainDatabase(file))),
    'plain rows, no search': (people, watch) =>
      fill(people, watch, (file) => {
        const database = new PlainDatabase(file);
        return Promise.resolve({ take: bareTables(database), close: () => database.close() });
      }),
  },
});
