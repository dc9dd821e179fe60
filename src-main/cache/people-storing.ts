import type { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import { bigrams } from '../../src-shared/domain/text/bigrams.ts';
import { kanaKey, nameKey, type SearchKey } from '../../src-shared/domain/text/search-keys.ts';
import type { Person } from '../../src-shared/vrs-api/people.ts';
import type { SqlDatabase } from './encrypted-database.ts';
import { flagOnOf, mainTicketOf } from './people-rows.ts';
import { holderTextOf, readRecord, recordOf } from './person-record.ts';

interface Stored {
  readonly id: number;
  readonly version: number;
  readonly name_key: SearchKey;
  readonly kana_key: SearchKey;
}

type Fields = readonly (string | number)[];
type Names = readonly [name: SearchKey, kana: SearchKey];

export interface PeopleStoring {
  /** What `put` and `remove` must be called in: all of it or nothing. */
  transaction<Result>(work: () => Result): Result;
  /** False where the stored version is not older. */
  put(person: Person): boolean;
  /** False where there is no such person. */
  remove(addresseeNumber: AddresseeNumber): boolean;
  count(): number;
}

/** Writes people with their tickets, doses and search keys: each as a whole, so that nothing of an older version stays. */
export function storePeople(database: SqlDatabase): PeopleStoring {
  const find = database.prepare<[string], Stored>(
    'SELECT id, version, name_key, kana_key FROM person WHERE addressee_number = ?',
  );
  const columns = `addressee_number, version, name, kana, name_key, kana_key, birth_date, sex, flag, flag_on,
    ticket_number, dose_count`;
  const insert = database.prepare<(string | number)[]>(
    `INSERT INTO person (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare<(string | number)[]>(
    `UPDATE person SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
  );
  const remove = database.prepare<[number]>('DELETE FROM person WHERE id = ?');
  const putRecord = database.prepare<[number, string]>(
    'INSERT OR REPLACE INTO person_record (person_id, record) VALUES (?, ?)',
  );
  const findRecord = database.prepare<[number], { readonly record: string }>(
    'SELECT record FROM person_record WHERE person_id = ?',
  );
  const putTicket = database.prepare<[string, string, number, string]>(
    'INSERT OR REPLACE INTO ticket (ticket_number, municipality_code, person_id, holder) VALUES (?, ?, ?, ?)',
  );
  const removeTicket = database.prepare<[string, string, number]>(
    'DELETE FROM ticket WHERE ticket_number = ? AND municipality_code = ? AND person_id = ?',
  );
  const addPairs = database.prepare<[number, string, string]>(
    'INSERT INTO name_pairs (rowid, name, kana) VALUES (?, ?, ?)',
  );
  // The index keeps no texts: to forget a row it must be told what it had read.
  const removePairs = database.prepare<[number, string, string]>(
    "INSERT INTO name_pairs (name_pairs, rowid, name, kana) VALUES ('delete', ?, ?, ?)",
  );

  const counted = database.prepare<[], { readonly people: number }>('SELECT count(*) AS people FROM person');
  /** SQLite would walk through an index of a million entries each time. */
  let count: number | undefined;

  function forgetTickets(id: number): void {
    const record = findRecord.get(id)?.record;
    if (record === undefined) return;
    for (const ticket of readRecord(record).tickets) {
      removeTicket.run(ticket.ticketNumber, ticket.municipalityCode, id);
    }
  }

  function putAnew(fields: Fields, names: Names): number {
    const id = Number(insert.run(...fields).lastInsertRowid);
    addPairs.run(id, bigrams(names[0]), bigrams(names[1]));
    return id;
  }

  function replace(stored: Stored, fields: Fields, names: Names): number {
    const { id } = stored;
    forgetTickets(id);
    update.run(...fields, id);
    if (stored.name_key !== names[0] || stored.kana_key !== names[1]) {
      removePairs.run(id, bigrams(stored.name_key), bigrams(stored.kana_key));
      addPairs.run(id, bigrams(names[0]), bigrams(names[1]));
    }
    return id;
  }

  return {
    transaction(work) {
      try {
        return database.transaction(work);
      } catch (error) {
        count = undefined;
        throw error;
      }
    },

    put(person) {
      const stored = find.get(person.addresseeNumber);
      if (stored !== undefined && stored.version >= person.version) return false;
      const names: Names = [nameKey(person.name), kanaKey(person.kana)];
      const fields: Fields = [
        person.addresseeNumber,
        person.version,
        person.name,
        person.kana,
        ...names,
        person.birthDate,
        person.sex,
        person.flag.kind,
        flagOnOf(person.flag),
        mainTicketOf(person),
        person.doses.length,
      ];
      const id = stored === undefined ? putAnew(fields, names) : replace(stored, fields, names);
      if (stored === undefined && count !== undefined) count += 1;
      putRecord.run(id, recordOf(person));
      for (const ticket of person.tickets) {
        putTicket.run(ticket.ticketNumber, ticket.municipalityCode, id, holderTextOf(person, ticket));
      }
      return true;
    },

    remove(addresseeNumber) {
      const stored = find.get(addresseeNumber);
      if (stored === undefined) return false;
      forgetTickets(stored.id);
      removePairs.run(stored.id, bigrams(stored.name_key), bigrams(stored.kana_key));
      remove.run(stored.id);
      if (count !== undefined) count -= 1;
      return true;
    },

    count: () => (count ??= counted.get()?.people ?? 0),
  };
}
