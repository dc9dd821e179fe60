import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  databaseFailureOf,
  deleteDatabase,
  EncryptedDatabase,
  type EncryptedDatabaseOptions,
} from '../../../src-main/cache/encrypted-database.ts';
import { migrate, migrations } from '../../../src-main/cache/migrations/migrate.ts';

let folder = '';
const key = randomBytes(32);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encrypted-database-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function open(changes: Partial<EncryptedDatabaseOptions> = {}): EncryptedDatabase {
  return EncryptedDatabase.open({ file: join(folder, 'a.db'), key, journal: 'wal', ...changes });
}

/** What the database refuses, as its kind. */
function failureOf(work: () => unknown): unknown {
  try {
    work();
    return 'none';
  } catch (error) {
    return databaseFailureOf(error) ?? error;
  }
}

describe('the encrypted database', () => {
  it.each(['wal', 'off'] as const)('keeps rows under the key, journal %s, any page size', (journal) => {
    for (const pageSize of [4096, 8192, 16_384] as const) {
      const file = join(folder, `${journal}-${pageSize}.db`);
      const made = open({ file, journal, pageSize });
      made.execute('CREATE TABLE t (words TEXT)');
      made.prepare<[string]>('INSERT INTO t VALUES (?)').run('秘密の言葉'.repeat(1_000));
      made.close();
      expect(readFileSync(file).includes('秘密')).toBe(false);
      const again = open({ file, journal, pageSize });
      expect(again.prepare('SELECT length(words) AS length FROM t').get()).toEqual({ length: 5_000 });
      expect(again.prepare('PRAGMA page_size').get()).toEqual({ page_size: pageSize });
      again.close();
    }
  });

  it('SECURITY H53: has every setting that keeps clear text off the disk', () => {
    const database = open();
    const value = (name: string) =>
      Object.values(database.prepare<[], object>(`PRAGMA ${name}`).get() ?? {})[0];
    expect(
      Object.fromEntries(
        [
          'cipher',
          'temp_store',
          'secure_delete',
          'trusted_schema',
          'cell_size_check',
          'foreign_keys',
          'journal_mode',
          'synchronous',
        ].map((name) => [name, value(name)]),
      ),
    ).toEqual({
      cipher: 'sqlcipher',
      temp_store: 2,
      secure_delete: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      foreign_keys: 1,
      journal_mode: 'wal',
      synchronous: 1,
    });
    database.close();
  });

  it('SECURITY H53: refuses what could write clear text', () => {
    const database = open();
    for (const sql of [
      `ATTACH '${join(folder, 'clear.db')}' AS clear KEY ''`,
      `VACUUM INTO '${join(folder, 'clear.db')}'`,
      'vacuum\n into "x"',
      "SELECT load_extension('x')",
      'DETACH main',
    ]) {
      expect(() => database.execute(sql)).toThrow('SECURITY H53');
      expect(() => database.prepare(sql)).toThrow('SECURITY H53');
    }
    expect(Object.keys(database)).toEqual([]);
    database.close();
  });

  it('is refused without its key, and with another one', () => {
    const made = open();
    made.execute('CREATE TABLE t (a)');
    made.close();
    expect(failureOf(() => open({ key: randomBytes(32) }))).toBe('wrong-key');
    expect(() => open({ key: randomBytes(16) })).toThrow(RangeError);
    writeFileSync(join(folder, 'a.db'), 'not a database, and longer than a page. '.repeat(200));
    expect(failureOf(() => open())).toBe('wrong-key');
  });

  it('rolls back as a whole what fails in the middle', () => {
    const database = open();
    database.execute('CREATE TABLE t (a UNIQUE)');
    const insert = database.prepare<[number]>('INSERT INTO t VALUES (?)');
    const twice = () =>
      database.transaction(() => {
        insert.run(1);
        insert.run(1);
      });
    expect(failureOf(twice)).toBeInstanceOf(Error); // A broken constraint is a bug, not a bad disk.
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
    database.close();
  });

  it('is durable where it is asked to be, and goes back to its own pace', () => {
    const database = open();
    const pace = () => database.prepare('PRAGMA synchronous').get();
    expect(database.durableTransaction(pace)).toEqual({ synchronous: 2 });
    expect(pace()).toEqual({ synchronous: 1 });
    expect(() =>
      database.durableTransaction(() => {
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(pace()).toEqual({ synchronous: 1 });
    database.close();
  });

  it('is deleted with all that belongs to it', () => {
    const database = open();
    database.execute('CREATE TABLE t (a)');
    deleteDatabase(join(folder, 'a.db'));
    expect(failureOf(() => readFileSync(join(folder, 'a.db')))).toMatchObject({ code: 'ENOENT' });
    expect(failureOf(() => readFileSync(join(folder, 'a.db-wal')))).toMatchObject({ code: 'ENOENT' });
    database.close();
  });
});

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)('a disk that is full (needs root, to mount a small one)', () => {
  beforeEach(() => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  });
  afterEach(() => {
    execFileSync('umount', [folder]);
  });

  it('is named as such, and what was stored before is still there', () => {
    const database = open();
    database.execute('CREATE TABLE t (words TEXT)');
    const insert = database.prepare<[string]>('INSERT INTO t VALUES (?)');
    insert.run('before');
    const fill = () => {
      for (let row = 0; row < 10_000; row += 1) insert.run('x'.repeat(1_000));
    };
    expect(failureOf(() => database.transaction(fill))).toBe('disk-full');
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 1 });
    database.close();
  });
});

describe.skipIf(isRoot)('a file without the right to write (root may always)', () => {
  it('is named as such', () => {
    open().close();
    chmodSync(join(folder, 'a.db'), 0o400);
    expect(failureOf(() => open())).toBe('read-only');
  });
});

/** Names of tables and indexes, without those that FTS5 makes for itself. */
function names(database: EncryptedDatabase): string[] {
  const rows = database
    .prepare<[], { readonly name: string }>(
      "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'name_pairs_%' ORDER BY name",
    )
    .all();
  return rows.map(({ name }) => name);
}

describe('the schema', () => {
  it('has its migrations in order, without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('is the same from every version that was ever released', () => {
    const newest = open({ file: join(folder, 'newest.db') });
    migrate(newest);
    for (let from = 0; from <= migrations.length; from += 1) {
      const database = open({ file: join(folder, `${from}.db`) });
      migrate(database, migrations.slice(0, from));
      expect(database.schemaVersion).toBe(from);
      migrate(database);
      expect(database.schemaVersion).toBe(migrations.length);
      expect(names(database)).toEqual(names(newest));
      database.close();
    }
    newest.close();
  });

  it('1 has the people, their tickets and the index of names', () => {
    const database = open();
    migrate(database, migrations.slice(0, 1));
    expect(names(database)).toEqual([
      'name_pairs',
      'person',
      'person_by_birth_date',
      'person_by_kana',
      'person_record',
      'ticket',
    ]);
    database.close();
  });

  it('2 adds one position of the change feed, and one only', () => {
    const database = open();
    migrate(database, migrations.slice(0, 2));
    database.execute("INSERT INTO sync_position VALUES (1, 'a', NULL)");
    expect(() => database.execute("INSERT INTO sync_position VALUES (2, 'b', NULL)")).toThrow('CHECK');
    database.close();
  });

  it('3 adds the journal of drafts and leaves what was there', () => {
    const database = open();
    migrate(database, migrations.slice(0, 2));
    database.execute("INSERT INTO sync_position VALUES (1, 'a', NULL)");
    migrate(database, migrations.slice(0, 3));
    expect(names(database)).toContain('draft');
    expect(database.prepare('SELECT cursor FROM sync_position').get()).toEqual({ cursor: 'a' });
    database.close();
  });

  it('of a newer release is refused and left alone', () => {
    const database = open();
    database.schemaVersion = migrations.length + 1;
    expect(failureOf(() => migrate(database))).toBe('from-future');
    expect(database.schemaVersion).toBe(migrations.length + 1);
    database.close();
  });

  it('stays where it was when a step fails', () => {
    const database = open();
    const failing = {
      version: 2,
      migrate: (changed: EncryptedDatabase) => {
        changed.execute('CREATE TABLE half (a)');
        throw new Error('in the middle');
      },
    };
    expect(() => migrate(database, [...migrations.slice(0, 1), failing])).toThrow('in the middle');
    expect(database.schemaVersion).toBe(0);
    expect(names(database)).toEqual([]);
    database.close();
  });
});
