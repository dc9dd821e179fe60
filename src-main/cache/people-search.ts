import { MAX_HITS } from '../../src-shared/contract/people.ts';
import type { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { bigramQuery } from '../../src-shared/domain/text/bigrams.ts';
import { kanaKey, nameKey, type SearchKey } from '../../src-shared/domain/text/search-keys.ts';
import type { SqlDatabase } from './encrypted-database.ts';
import { hitColumns, hitOf, type PersonRow } from './people-rows.ts';
import type { Hits, PeopleSearch } from './repositories.ts';

/** One more than is shown, so that it is known whether there are more. */
const ENOUGH = MAX_HITS + 1;
/**
 * So many are fetched in the order in which they lie, and sorted then. To sort all hits of a common surname takes up to two seconds,
 * this takes two milliseconds, or forty where the file is not in the system's cache (measured over a million people); with more than
 * MAX_HITS the person is asked to narrow anyway.
 */
const BEFORE_SORTING = 300;
/** Up to here the people born in a range are read and their names compared; beyond, the index of names leads. */
const NARROW_RANGE_DAYS = 31;
/** Greater than any text that continues the key. */
const AFTER_ANY = '\u{10FFFF}';

type Born = NonNullable<PeopleSearch['born']>;
type Keys = readonly [name: SearchKey | '', kana: SearchKey | ''];

/** Searches by name, reading and birth date. */
export function searchPeople(database: SqlDatabase): (search: PeopleSearch) => Hits {
  const matching = 'instr(p.name_key, ?) > 0 AND instr(p.kana_key, ?) > 0';
  const born = database.prepare<[IsoDate, IsoDate, string, string], PersonRow>(
    `SELECT ${hitColumns} FROM person p WHERE p.birth_date BETWEEN ? AND ? AND ${matching} LIMIT ${BEFORE_SORTING}`,
  );
  const beginning = database.prepare<[string, string], PersonRow>(
    `SELECT ${hitColumns} FROM person p WHERE p.kana_key >= ? AND p.kana_key < ? ORDER BY p.kana_key LIMIT ${ENOUGH}`,
  );
  // CROSS JOIN: the index of pairs leads, whatever the planner thinks of it.
  const inside = database.prepare<[string, string, string], PersonRow>(
    `SELECT ${hitColumns} FROM name_pairs n CROSS JOIN person p ON p.id = n.rowid
     WHERE name_pairs MATCH ? AND ${matching} LIMIT ${BEFORE_SORTING}`,
  );
  const insideAndBorn = database.prepare<[string, IsoDate, IsoDate, string, string], PersonRow>(
    `SELECT ${hitColumns} FROM name_pairs n CROSS JOIN person p ON p.id = n.rowid
     WHERE name_pairs MATCH ? AND n.rowid IN (SELECT id FROM person WHERE birth_date BETWEEN ? AND ?)
     AND ${matching} LIMIT ${BEFORE_SORTING}`,
  );

  function byNames(keys: Keys, range: Born | undefined): readonly PersonRow[] {
    const query = pairsQuery(keys);
    return range === undefined
      ? inside.all(query, ...keys)
      : insideAndBorn.all(query, range.from, range.until, ...keys);
  }

  /** Those whose reading begins so stand first: that is what is meant nearly always. */
  function byKana(key: SearchKey): Hits {
    const first = beginning.all(key, key + AFTER_ANY);
    if (first.length >= ENOUGH) return hitsOf(first);
    const others = byNames(['', key], undefined).filter((row) => !row.kana_key.startsWith(key));
    return hitsOf([...first, ...inKanaOrder(others)]);
  }

  return (search) => {
    const keys: Keys = [nameKey(search.name ?? ''), kanaKey(search.kana ?? '')];
    const [name, kana] = keys;
    // What was asked for and has no letters matches nobody, rather than everybody.
    if ((search.name !== undefined && name === '') || (search.kana !== undefined && kana === ''))
      return nobody;
    if (name === '' && kana === '') {
      return search.born === undefined
        ? nobody
        : hitsOf(inKanaOrder(born.all(search.born.from, search.born.until, '', '')));
    }
    if (search.born !== undefined && daysIn(search.born) <= NARROW_RANGE_DAYS) {
      return hitsOf(inKanaOrder(born.all(search.born.from, search.born.until, ...keys)));
    }
    if (search.born === undefined && name === '' && kana !== '') return byKana(kana);
    return hitsOf(inKanaOrder(byNames(keys, search.born)));
  };
}

const nobody: Hits = { hits: [], more: false };

export function hitsOf(rows: readonly PersonRow[]): Hits {
  return { hits: rows.slice(0, MAX_HITS).map(hitOf), more: rows.length > MAX_HITS };
}

function inKanaOrder(rows: readonly PersonRow[]): readonly PersonRow[] {
  return rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf(row: PersonRow): string {
  return `${row.kana_key}\n${row.addressee_number}`;
}

function pairsQuery([name, kana]: Keys): string {
  const parts = [
    name === '' ? undefined : bigramQuery('name', name),
    kana === '' ? undefined : bigramQuery('kana', kana),
  ];
  return parts
    .filter((part) => part !== undefined)
    .map((part) => `(${part})`)
    .join(' AND ');
}

function daysIn({ from, until }: Born): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000 + 1;
}
