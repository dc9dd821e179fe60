import type { SqlDatabase } from './encrypted-database.ts';
import { flagOf, hitColumns, type PersonRow } from './people-rows.ts';
import { hitsOf, searchPeople } from './people-search.ts';
import type { PeopleStoring } from './people-storing.ts';
import { readRecord } from './person-record.ts';
import type { PeopleRepository } from './repositories.ts';

export function peopleRepository(database: SqlDatabase, storing: PeopleStoring): PeopleRepository {
  const search = searchPeople(database);
  const byTicket = database.prepare<[string], PersonRow>(
    `SELECT DISTINCT ${hitColumns} FROM ticket t JOIN person p ON p.id = t.person_id WHERE t.ticket_number = ?`,
  );
  const byAddressee = database.prepare<[string], PersonRow>(
    `SELECT ${hitColumns} FROM person p WHERE p.addressee_number = ?`,
  );
  const whole = database.prepare<[string], PersonRow & { readonly version: number; readonly record: string }>(
    `SELECT ${hitColumns}, p.version, r.record FROM person p JOIN person_record r ON r.person_id = p.id
     WHERE p.addressee_number = ?`,
  );

  return {
    upsert: (people) => storing.transaction(() => people.filter((person) => storing.put(person)).length),
    remove: (addresseeNumber) => storing.transaction(() => storing.remove(addresseeNumber)),
    byTicketNumber: (ticketNumber) => hitsOf(byTicket.all(ticketNumber)),
    byAddresseeNumber: (addresseeNumber) => hitsOf(byAddressee.all(addresseeNumber)),
    search,
    open(addresseeNumber) {
      const row = whole.get(addresseeNumber);
      if (row === undefined) return undefined;
      return {
        addresseeNumber: row.addressee_number,
        name: row.name,
        kana: row.kana,
        birthDate: row.birth_date,
        sex: row.sex,
        flag: flagOf(row),
        version: row.version,
        ...readRecord(row.record),
      };
    },
    count: () => storing.count(),
  };
}
