import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { EncryptedDatabase } from '../../../src-main/cache/encrypted-database.ts';
import { openCache } from '../../../src-main/cache/open-cache.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import { Place, valueOf, worker } from './a-cache.ts';
import { person, ticket } from './a-person.ts';

const someone = AddresseeNumber.parse('1000000001');

function manyPeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) =>
    person({
      addresseeNumber: String(1_000_000_001 + index),
      tickets: [ticket({ ticketNumber: String(2_000_000_001 + index) })],
      doses: [],
    }),
  );
}

describe('the local copy in its worker', () => {
  it('answers as the repositories do and keeps what it was given', async () => {
    await using place = new Place();
    const cache = await place.open();
    expect(valueOf(await cache.people.upsert([person()]))).toBe(1);
    expect(valueOf(await cache.people.open(someone))).toEqual(person());
    const again = await place.open();
    expect(valueOf(await again.people.open(someone))).toEqual(person());
    expect(valueOf(await again.people.count())).toBe(1);
  });

  it('answers calls in the order in which they came', async () => {
    await using place = new Place();
    const cache = await place.open();
    const answers = await Promise.all([
      cache.people.count(),
      cache.people.upsert(manyPeople(500)),
      cache.people.count(),
      cache.people.remove(someone),
      cache.people.count(),
    ]);
    expect(answers.map((answer) => (answer.ok ? answer.value : answer.problem.code))).toEqual([
      0,
      500,
      500,
      true,
      499,
    ]);
  });

  it('says whether it is new, kept, or had to be made anew', async () => {
    await using place = new Place();
    const was = async (): Promise<string> => {
      const opening = await openCache(place.options());
      if (!opening.ok) return opening.because;
      await opening.cache.close();
      return opening.was;
    };
    expect(await was()).toBe('new');
    expect(await was()).toBe('kept');
    place.key = randomBytes(32);
    expect(await was()).toBe('wrong-key');
    expect(await was()).toBe('kept');
  });

  it('finishes what it was asked before it closes, and refuses afterwards', async () => {
    await using place = new Place();
    const cache = await place.open();
    const last = cache.people.upsert(manyPeople(300));
    await cache.close();
    await cache.close();
    expect(valueOf(await last)).toBe(300);
    expect(await cache.people.count()).toMatchObject({ ok: false, problem: { code: 'cache-unavailable' } });
    expect(place.failures).toEqual([]);
  });

  it('leaves nothing behind when it is discarded', async () => {
    await using place = new Place();
    const cache = await place.open();
    await cache.people.upsert([person()]);
    await cache.discard();
    expect(readdirSync(join(place.folder, 'copy'))).toEqual([]);
  });

  it('belongs to this user alone', async () => {
    await using place = new Place();
    const cache = await place.open();
    await cache.people.upsert([person()]);
    const names = readdirSync(join(place.folder, 'copy'));
    const openToOthers = names.filter((name) => statSync(join(place.folder, 'copy', name)).mode & 0o077);
    expect(openToOthers).toEqual([]);
  });

  it('rejects a call that is a mistake of ours, and goes on', async () => {
    await using place = new Place();
    const cache = await place.open();
    // @ts-expect-error: the types forbid it.
    await expect(cache.people.upsert([{}])).rejects.toThrow(/people\.upsert: TypeError/);
    expect(valueOf(await cache.people.count())).toBe(0);
    expect(place.failures).toEqual([]);
  });
});

describe('SECURITY H53: nothing of a person', () => {
  it('is in the clear in any file, while it is open or afterwards', async () => {
    await using place = new Place();
    const canary = { name: '金糸雀　啼', kana: 'カナリヤ　ナク' };
    const cache = await place.open();
    await cache.people.upsert([
      ...manyPeople(2_000),
      person({ ...canary, addresseeNumber: '7654321098', tickets: [] }),
    ]);
    await cache.people.search({ name: canary.name });
    const copy = join(place.folder, 'copy');
    const files = () => readdirSync(copy).map((name) => readFileSync(join(copy, name)));
    expect(readdirSync(copy).toSorted()).toEqual(['people.db', 'people.db-shm', 'people.db-wal']);
    const open = files();
    await cache.close();
    for (const content of [...open, ...files()]) {
      expect(content.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
      const texts = ['金糸雀', '金糸', 'カナリヤ', '7654321098', '練馬', 'addressee_number', 'CREATE TABLE'];
      const seen = texts.filter(
        (text) => content.includes(text) || content.includes(Buffer.from(text, 'utf16le')),
      );
      expect(seen).toEqual([]);
    }
  });
});

describe('a local copy that was damaged', () => {
  it('at its beginning is made anew', async () => {
    await using place = new Place();
    await (await place.open()).people.upsert(manyPeople(300));
    await (await place.open()).close();
    writeFileSync(place.file, Buffer.concat([randomBytes(100), readFileSync(place.file).subarray(100)]));
    const opening = await openCache(place.options());
    expect(opening).toMatchObject({ ok: true, was: 'wrong-key' });
    if (!opening.ok) return;
    expect(valueOf(await opening.cache.people.count())).toBe(0);
    await opening.cache.close();
  });

  it('by one bit of a page says so at the first call that reads it', async () => {
    await using place = new Place();
    await (await place.open()).people.upsert(manyPeople(3_000));
    await (await place.open()).close();
    const content = readFileSync(place.file);
    // The first pages hold the schema, which is read when the file is opened.
    for (let at = 10 * 4096 + 1_000; at < content.length; at += 4096) {
      content.writeUInt8(content.readUInt8(at) ^ 1, at);
    }
    writeFileSync(place.file, content);
    const cache = await place.open();
    expect(await cache.people.count()).toMatchObject({ ok: false, problem: { code: 'cache-damaged' } });
    expect(await cache.people.open(someone)).toMatchObject({ ok: false, problem: { code: 'cache-damaged' } });
    expect(place.failures).toEqual(['damaged']);
    await cache.discard();
    expect(valueOf(await (await place.open()).people.count())).toBe(0);
  });

  it('by a cut in the middle says so too', async () => {
    await using place = new Place();
    await (await place.open()).people.upsert(manyPeople(3_000));
    await (await place.open()).close();
    truncateSync(place.file, Math.floor(statSync(place.file).size / 8192) * 4096);
    const opening = await openCache(place.options());
    const counted = opening.ok ? await opening.cache.people.count() : undefined;
    if (opening.ok) await opening.cache.close();
    expect([opening, counted]).not.toMatchObject([{ was: 'kept' }, { ok: true }]);
  });
});

describe('a local copy that can not be used', () => {
  it('is left alone when a newer release wrote it', async () => {
    await using place = new Place();
    await (await place.open()).close();
    const database = EncryptedDatabase.open({ file: place.file, key: place.key, journal: 'wal' });
    database.schemaVersion = 1_000;
    database.close();
    const before = await readFile(place.file);
    expect(await openCache(place.options())).toMatchObject({
      ok: false,
      because: 'version',
      problem: { code: 'cache-unavailable' },
    });
    expect((await readFile(place.file)).equals(before)).toBe(true);
  });

  it('is refused where its place is no folder, or the file is one', async () => {
    await using place = new Place();
    writeFileSync(join(place.folder, 'a-file'), '');
    for (const file of [join(place.folder, 'a-file', 'people.db'), place.folder]) {
      expect(await openCache({ ...place.options(), file })).toMatchObject({ ok: false, because: 'disk' });
    }
  });
});

describe('a worker that ends by itself', () => {
  it('fails the calls that wait, says so once, and the copy can be opened again', async () => {
    await using place = new Place();
    const failures: string[] = [];
    const crashing = new URL('crashing-worker.ts', import.meta.url);
    const opening = await openCache({
      ...place.options(),
      worker: crashing,
      onFailure: (failure) => failures.push(failure),
    });
    if (!opening.ok) throw new Error('not opened');
    valueOf(await opening.cache.people.upsert(manyPeople(10)));
    const waiting = await Promise.all([opening.cache.people.remove(someone), opening.cache.people.count()]);
    expect(waiting).toMatchObject([
      { ok: false, problem: { code: 'cache-unavailable' } },
      { ok: false, problem: { code: 'cache-unavailable' } },
    ]);
    expect(failures).toEqual(['crashed']);
    expect(await opening.cache.people.count()).toMatchObject({
      ok: false,
      problem: { code: 'cache-unavailable' },
    });
    await opening.cache.close();
    const again = await openCache({ ...place.options(), worker });
    if (!again.ok) throw new Error('not opened');
    expect(again.was).toBe('kept');
    expect(valueOf(await again.cache.people.count())).toBe(10);
    await again.cache.close();
  });
});
