import { kanaKey, nameKey } from '../../src-shared/domain/text/search-keys.ts';
import type { DoseRecord, Person, PeopleQuery } from '../../src-shared/vrs-api/people.ts';
import type { z } from 'zod';

import type { Storage } from '../storage/database.ts';
import { type PersonRow, personOf, recordOf, type RecordRow, ticketOf, type TicketRow } from './rows.ts';

/** As the contract's page of hits, and one more so that a caller sees that there are more. */
const MOST_HITS = 101;

/** Reading people, tickets and records. Every question names the municipality; another's data is not there. */
export class PeopleStore {
  readonly #storage: Storage;
  readonly #byAddressee;
  readonly #byId;
  readonly #tickets;
  readonly #records;
  readonly #record;
  readonly #holder;

  constructor(storage: Storage) {
    const { database } = storage;
    this.#storage = storage;
    this.#byAddressee = database.prepare<[string, string], PersonRow>(
      'SELECT * FROM person WHERE municipality_code = ? AND addressee_number = ?',
    );
    this.#byId = database.prepare<[number], PersonRow>('SELECT * FROM person WHERE person_id = ?');
    this.#tickets = database.prepare<[number], TicketRow>(
      'SELECT * FROM ticket WHERE person_id = ? ORDER BY issued_on, ticket_number',
    );
    this.#records = database.prepare<[string, string], RecordRow>(
      'SELECT * FROM record WHERE municipality_code = ? AND ticket_number = ? ORDER BY dose_number',
    );
    this.#record = database.prepare<[string, string], RecordRow>(
      'SELECT * FROM record WHERE municipality_code = ? AND record_id = ?',
    );
    this.#holder = database.prepare<[string, string], PersonRow>(
      `SELECT person.* FROM ticket JOIN person USING (person_id)
         WHERE ticket.municipality_code = ? AND ticket_number = ?`,
    );
  }

  read(municipalityCode: string, addresseeNumber: string): Person | undefined {
    const row = this.#byAddressee.get(municipalityCode, addresseeNumber);
    return row && this.withDoses(row);
  }

  rowOf(municipalityCode: string, addresseeNumber: string): PersonRow | undefined {
    return this.#byAddressee.get(municipalityCode, addresseeNumber);
  }

  rowOfId(personId: number): PersonRow | undefined {
    return this.#byId.get(personId);
  }

  /** Who holds the ticket, good or stopped. */
  holderOf(municipalityCode: string, ticketNumber: string): PersonRow | undefined {
    return this.#holder.get(municipalityCode, ticketNumber);
  }

  ticketsOf(personId: number): readonly TicketRow[] {
    return this.#tickets.all(personId);
  }

  withDoses(row: PersonRow): Person {
    const tickets = this.ticketsOf(row.person_id);
    const doses = tickets.flatMap((ticket) =>
      this.#records.all(ticket.municipality_code, ticket.ticket_number),
    );
    return personOf(row, tickets.map(ticketOf), doses.map(recordOf).toSorted(inOrder));
  }

  record(municipalityCode: string, recordId: string): RecordRow | undefined {
    return this.#record.get(municipalityCode, recordId);
  }

  /** The record as it stands, or as it stood last. */
  lastState(recordId: string): RecordRow | undefined {
    return this.#storage
      .sql<[{ recordId: string }], RecordRow>(
        `SELECT * FROM record WHERE record_id = @recordId
         UNION ALL SELECT * FROM record_past WHERE record_id = @recordId ORDER BY version DESC LIMIT 1`,
      )
      .get({ recordId });
  }

  /** Every state that the record has had, oldest first; none where there never was such a record here. */
  states(municipalityCode: string, recordId: string): readonly RecordRow[] {
    return this.#storage.database
      .prepare<[Record<string, string>], RecordRow>(
        `SELECT * FROM (SELECT * FROM record_past UNION ALL SELECT * FROM record)
           WHERE municipality_code = @municipalityCode AND record_id = @recordId ORDER BY version LIMIT 1000`,
      )
      .all({ municipalityCode, recordId });
  }

  /**
   * Everybody who fits every condition that is given. Kana and names are compared folded and from their beginning, so that a family
   * name alone finds the family; numbers and dates as they are.
   */
  find(municipalityCode: string, query: z.output<typeof PeopleQuery>): readonly Person[] {
    const conditions: string[] = ['municipality_code = @municipalityCode'];
    const values: Record<string, string | number> = { municipalityCode };
    const where = (condition: string, given: Record<string, string>): void => {
      conditions.push(condition);
      Object.assign(values, given);
    };
    const { ticketNumber, addresseeNumber, kana, name, birthDate } = query;
    if (ticketNumber !== undefined) {
      where(
        `person_id IN (SELECT person_id FROM ticket WHERE municipality_code = @municipalityCode AND ticket_number = @ticketNumber)`,
        { ticketNumber },
      );
    }
    if (addresseeNumber !== undefined) where('addressee_number = @addresseeNumber', { addresseeNumber });
    if (birthDate !== undefined) where('birth_date = @birthDate', { birthDate });
    const keys = { kana_key: kana && kanaKey(kana), name_key: name && nameKey(name) };
    for (const [column, key] of Object.entries(keys)) {
      if (key === undefined) continue;
      // Nothing but signs: it fits nobody rather than everybody.
      if (key === '') return [];
      where(`${column} >= @${column} AND ${column} < @${column}End`, {
        [column]: key,
        [`${column}End`]: `${key}\u{10FFFF}`,
      });
    }
    return this.#storage.database
      .prepare<[typeof values], PersonRow>(
        `SELECT * FROM person WHERE ${conditions.join(' AND ')} ORDER BY kana_key, addressee_number LIMIT @limit`,
      )
      .all({ ...values, limit: query.limit ?? MOST_HITS })
      .map((row) => this.withDoses(row));
  }
}

function inOrder(one: DoseRecord, other: DoseRecord): number {
  return one.doseNumber - other.doseNumber || (one.vaccinatedOn < other.vaccinatedOn ? -1 : 1);
}
