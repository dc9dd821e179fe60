import type { SqlDatabase } from './encrypted-database.ts';
import { flagOf, hitColumns, type PersonRow } from './people-rows.ts';
import { readHolder } from './person-record.ts';
import type { Resident, TicketsRepository } from './repositories.ts';

export function ticketsRepository(database: SqlDatabase): TicketsRepository {
  const holder = database.prepare<[string, string], { readonly holder: string }>(
    'SELECT holder FROM ticket WHERE ticket_number = ? AND municipality_code = ?',
  );
  const resident = database.prepare<[string], PersonRow>(
    `SELECT ${hitColumns} FROM person p WHERE p.addressee_number = ?`,
  );
  return {
    holders: (tickets) =>
      tickets.map(({ ticketNumber, municipalityCode }) => {
        const found = holder.get(ticketNumber, municipalityCode);
        return found === undefined ? null : readHolder(found.holder);
      }),
    residents: (addresseeNumbers) =>
      addresseeNumbers.map((addresseeNumber) => {
        const found = resident.get(addresseeNumber);
        return found === undefined ? null : residentOf(found);
      }),
  };
}

function residentOf(row: PersonRow): Resident {
  return {
    name: row.name,
    kana: row.kana,
    birthDate: row.birth_date,
    sex: row.sex,
    flag: flagOf(row),
    ticketNumber: row.ticket_number.length === 0 ? null : row.ticket_number,
  };
}
