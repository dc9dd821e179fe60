import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

import {
  deleteDatabase,
  EncryptedDatabase,
  type SqlDatabase,
} from '../../src-main/cache/encrypted-database.ts';
import { openCache } from '../../src-main/cache/open-cache.ts';
import { openRepositories } from '../../src-main/cache/open-repositories.ts';
import type { PeopleRepository } from '../../src-main/cache/repositories.ts';
import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { codePoints } from '../../src-shared/domain/text/characters.ts';
import type { Person } from '../../src-shared/vrs-api/people.ts';
import { defineBench, type Figures, percentiles, type Stopwatch } from './harness.ts';
import { pagesOfPeople, somePeople } from './made-up-people.ts';
import { PlainDatabase } from './plain-database.ts';

const key = Buffer.alloc(32, 0x2a);
const worker = new URL('../../src-main/cache/cache-worker.ts', import.meta.url);
const asOf = IsoTimestamp.parse('2026-11-20T00:00:00.000Z');
/** Different people in each query, so that no answer is warm from the one before. */
const WARM_QUERIES = 300;
const COLD_QUERIES = 15;

interface Input {
  readonly people: number;
  readonly encrypted: string;
  readonly plain: string;
}

type Ask = (person: Person) => unknown;
/** The same questions of repositories here and of the client of the worker. */
type Asked = {
  readonly [Method in 'byTicketNumber' | 'byAddresseeNumber' | 'open' | 'search']: (
    ...given: Parameters<PeopleRepository[Method]>
  ) => unknown;
};

const surname = ({ name }: Person): string => name.split('　')[0] ?? name;
const given = ({ name }: Person): string => name.split('　')[1] ?? name;
const day = ({ birthDate }: Person) => ({ from: birthDate, until: birthDate });

function questions(people: Asked): Readonly<Record<string, Ask>> {
  return {
    'ticket number': ({ tickets }) => tickets[0] && people.byTicketNumber(tickets[0].ticketNumber),
    宛名番号: ({ addresseeNumber }) => people.byAddresseeNumber(addresseeNumber),
    'open a person': ({ addresseeNumber }) => people.open(addresseeNumber),
    'kana: first two': ({ kana }) => people.search({ kana: kana.slice(0, 2) }),
    'kana: whole': ({ kana }) => people.search({ kana }),
    'kana: inside': ({ kana }) => people.search({ kana: kana.replace('　', '').slice(2, 5) }),
    'name: surname': (person) => people.search({ name: surname(person) }),
    'name: whole': ({ name }) => people.search({ name }),
    'name: one kanji': (person) => people.search({ name: codePoints(given(person))[0] ?? '' }),
    'name: nobody has it': (person) => people.search({ name: `${surname(person)}鬱` }),
    'birth date': (person) => people.search({ born: day(person) }),
    'birth date and surname': (person) => people.search({ born: day(person), name: surname(person) }),
  };
}

const unasked = (): undefined => undefined;
const questionNames = Object.keys(
  questions({ byTicketNumber: unasked, byAddresseeNumber: unasked, open: unasked, search: unasked }),
);

/** The cold contenders drop a file from the system's cache; the warm ones want it there. */
async function warmUp(file: string): Promise<string> {
  await finished(createReadStream(file, { highWaterMark: 1_048_576 }).resume());
  return file;
}

/** Every kind of question about so many people; the times that count are those of the questions alone. */
async function ask(people: Asked, of: number, watch: Stopwatch): Promise<Figures> {
  const sample = somePeople(WARM_QUERIES, of);
  const figures: Record<string, number> = {};
  for (const [name, question] of Object.entries(questions(people))) {
    const times: number[] = [];
    for (const person of sample.slice(0, 20)) await question(person);
    for (const person of sample) {
      watch.start();
      const begun = performance.now();
      await question(person);
      times.push(performance.now() - begun);
      watch.stop();
    }
    Object.assign(figures, percentiles(name, times));
  }
  return figures;
}

/** Each question of a connection that was just opened, over a file that is not in the system's cache. */
async function askCold(
  file: string,
  of: number,
  watch: Stopwatch,
  open: () => SqlDatabase & { close(): void },
): Promise<Figures> {
  const sample = somePeople(COLD_QUERIES, of);
  const figures: Record<string, number> = {};
  for (const name of questionNames) {
    const times: number[] = [];
    for (const person of sample) {
      spawnSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none']);
      watch.start();
      const begun = performance.now();
      const database = open();
      await questions(openRepositories(database).people)[name]?.(person);
      times.push(performance.now() - begun);
      watch.stop();
      database.close();
    }
    Object.assign(figures, percentiles(name, times));
  }
  return figures;
}

const encrypted = (file: string): EncryptedDatabase => EncryptedDatabase.open({ file, key, journal: 'wal' });

function build(file: string, people: number, open: (file: string) => SqlDatabase & { close(): void }): void {
  if (existsSync(file)) return;
  deleteDatabase(`${file}.new`);
  const database = open(`${file}.new`);
  const { sync } = openRepositories(database);
  let stored = 0;
  for (const page of pagesOfPeople(people)) {
    stored += page.length;
    sync.take(page, { cursor: String(stored), asOf });
  }
  database.close();
  renameSync(`${file}.new`, file);
}

export const bench = defineBench<Input>({
  name: 'lookup',
  about:
    'Look-ups in the local copy, warm and cold, encrypted and through its worker, against the same tables unencrypted.',
  unit: 'people',
  sizes: [10_000, 100_000, 1_000_000],
  rounds: 5,
  prepare(people, folder) {
    const input = {
      people,
      encrypted: join(folder, `${people}.db`),
      plain: join(folder, `${people}-plain.db`),
    };
    build(input.encrypted, people, encrypted);
    build(input.plain, people, (file) => new PlainDatabase(file));
    return Promise.resolve(input);
  },
  baseline: 'plain, warm',
  contenders: {
    'local copy, warm': async (input, watch) =>
      ask(openRepositories(encrypted(await warmUp(input.encrypted))).people, input.people, watch),
    'plain, warm': async (input, watch) =>
      ask(openRepositories(new PlainDatabase(await warmUp(input.plain))).people, input.people, watch),
    'through the worker, warm': async (input, watch) => {
      const opening = await openCache({ file: await warmUp(input.encrypted), key, worker });
      if (!opening.ok) throw new Error(opening.because);
      const figures = await ask(opening.cache.people, input.people, watch);
      await opening.cache.close();
      return figures;
    },
    'local copy, cold': (input, watch) =>
      askCold(input.encrypted, input.people, watch, () => encrypted(input.encrypted)),
    'plain, cold': (input, watch) =>
      askCold(input.plain, input.people, watch, () => new PlainDatabase(input.plain)),
  },
});
