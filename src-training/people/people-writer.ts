import { randomUUID } from 'node:crypto';

import { kanaKey, nameKey } from '../../src-shared/domain/text/search-keys.ts';
import type { Storage } from '../storage/database.ts';
import type { PeopleStore } from './people-store.ts';
import type { PersonRow, RecordRow, TicketRow } from './rows.ts';

/** Who does something, when, and through which batch: it stands beside every state that it makes. */
export interface Doing {
  readonly at: string;
  readonly by: string;
  readonly batchId: string | null;
  readonly reason: string;
}

/** What a person has of their own, apart from doses and the 個人番号. */
export type PersonFields = Pick<PersonRow, 'name' | 'kana' | 'birth_date' | 'sex' | 'flag' | 'flag_on'>;
export type RecordFields = Pick<
  RecordRow,
  | 'ticket_kind'
  | 'vaccinated_on'
  | 'vaccinated_in'
  | 'venue'
  | 'doctor'
  | 'maker'
  | 'lot_number'
  | 'registered_by'
>;
export type TicketFields = Omit<TicketRow, 'person_id' | 'municipality_code'>;

/** A person's fields and tickets, as history keeps them. */
export interface PersonState extends PersonFields {
  readonly tickets: readonly TicketFields[];
}

const RECORD_COLUMNS = 20;

/**
 * Every change of people, tickets and records. The state before goes into the history and the person to the end of the change feed,
 * so nothing is ever overwritten for good. Call it inside a write.
 */
export class PeopleWriter {
  readonly #storage: Storage;
  readonly #people: PeopleStore;
  readonly #keepRecord;
  readonly #insertRecord;
  readonly #deleteRecord;
  readonly #touch;
  readonly #holder;

  constructor(storage: Storage, people: PeopleStore) {
    const marks = Array.from({ length: RECORD_COLUMNS }, () => '?').join(', ');
    this.#storage = storage;
    this.#people = people;
    this.#keepRecord = this.#storage.sql('INSERT INTO record_past SELECT * FROM record WHERE record_id = ?');
    this.#insertRecord = this.#storage.sql(`INSERT INTO record VALUES (${marks})`);
    this.#deleteRecord = this.#storage.sql('DELETE FROM record WHERE record_id = ?');
    this.#touch = this.#storage.sql(
      'UPDATE person SET version = version + 1, updated_at = ?, change_sequence = ? WHERE person_id = ?',
    );
    this.#holder = this.#storage.sql<[string, string], { person_id: number }>(
      'SELECT person_id FROM ticket WHERE municipality_code = ? AND ticket_number = ?',
    );
  }

  /** A dose that was not there. Gives its new record ID. */
  registerRecord(
    key: Pick<RecordRow, 'municipality_code' | 'ticket_number' | 'dose_number'>,
    fields: RecordFields,
    doing: Doing,
  ): string {
    const record_id = randomUUID();
    const row: RecordRow = {
      record_id,
      ...key,
      ...fields,
      registered_at: doing.at,
      confirmed: 0,
      version: 1,
      change: 'registered',
      changed_at: doing.at,
      changed_by: doing.by,
      batch_id: doing.batchId,
      reason: doing.reason,
    };
    this.#insert(row);
    this.#touchHolder(row, doing);
    return record_id;
  }

  /** The next state of a record, with whatever of it changes. */
  changeRecord(
    before: RecordRow,
    fields: Partial<RecordFields & Pick<RecordRow, 'confirmed'>>,
    change: RecordRow['change'],
    doing: Doing,
  ): void {
    this.#keepRecord.run(before.record_id);
    this.#deleteRecord.run(before.record_id);
    this.#insert(nextState({ ...before, ...fields }, change, doing));
    this.#touchHolder(before, doing);
  }

  /** The record is gone; its last state says what took it away. */
  removeRecord(before: RecordRow, change: 'deleted' | 'reversed', doing: Doing): void {
    this.#keepRecord.run(before.record_id);
    this.#deleteRecord.run(before.record_id);
    this.#insert(nextState(before, change, doing));
    this.#keepRecord.run(before.record_id);
    this.#deleteRecord.run(before.record_id);
    this.#touchHolder(before, doing);
  }

  addPerson(
    municipalityCode: string,
    addresseeNumber: string,
    fields: PersonFields,
    ticket: TicketFields,
    individualNumber: string,
    doing: Doing,
  ): number {
    const { lastInsertRowid } = this.#storage
      .sql(
        `INSERT INTO person (municipality_code, addressee_number, name, name_key, kana, kana_key, birth_date, sex, flag, flag_on,
           own_version, version, updated_at, change_sequence, changed_by, batch_id)
           VALUES (@municipalityCode, @addresseeNumber, @name, @nameKey, @kana, @kanaKey, @birth_date, @sex, @flag, @flag_on,
             1, 1, @at, @sequence, @by, @batchId)`,
      )
      .run({
        ...fields,
        ...doing,
        municipalityCode,
        addresseeNumber,
        nameKey: nameKey(fields.name),
        kanaKey: kanaKey(fields.kana),
        sequence: this.#storage.nextChange(),
      });
    const personId = Number(lastInsertRowid);
    this.#insertTickets(municipalityCode, personId, [ticket]);
    if (individualNumber !== '') this.#setNumber(municipalityCode, personId, individualNumber);
    return personId;
  }

  /** The person's next state. An empty 個人番号 leaves the one that stands, null takes it away. */
  changePerson(before: PersonRow, state: PersonState, individualNumber: string | null, doing: Doing): void {
    this.#keepPerson(before);
    this.#storage
      .sql(
        `UPDATE person SET name = @name, name_key = @nameKey, kana = @kana, kana_key = @kanaKey, birth_date = @birth_date, sex = @sex,
           flag = @flag, flag_on = @flag_on, own_version = own_version + 1, version = version + 1, updated_at = @at,
           change_sequence = @sequence, changed_by = @by, batch_id = @batchId WHERE person_id = @personId`,
      )
      .run({
        name: state.name,
        nameKey: nameKey(state.name),
        kana: state.kana,
        kanaKey: kanaKey(state.kana),
        birth_date: state.birth_date,
        sex: state.sex,
        flag: state.flag,
        flag_on: state.flag_on,
        ...doing,
        sequence: this.#storage.nextChange(),
        personId: before.person_id,
      });
    this.#storage.sql('DELETE FROM ticket WHERE person_id = ?').run(before.person_id);
    this.#insertTickets(before.municipality_code, before.person_id, state.tickets);
    if (individualNumber === null) {
      this.#storage.sql('DELETE FROM individual_number WHERE person_id = ?').run(before.person_id);
    } else if (individualNumber !== '') {
      this.#setNumber(before.municipality_code, before.person_id, individualNumber);
    }
  }

  /** A person whose registration is undone. The change feed says that they are gone. */
  removePerson(before: PersonRow): void {
    this.#keepPerson(before);
    for (const table of ['ticket', 'individual_number', 'person']) {
      this.#storage.sql(`DELETE FROM ${table} WHERE person_id = ?`).run(before.person_id);
    }
    this.#storage
      .sql('INSERT INTO person_removed VALUES (?, ?, ?)')
      .run(before.municipality_code, this.#storage.nextChange(), before.addressee_number);
  }

  /** The person's state before the one that stands, and the 個人番号 of then; null where there was none. */
  earlierState(person: PersonRow): { state: PersonState; individualNumber: string | null } | undefined {
    const key = [person.person_id, person.own_version - 1] as const;
    const past = this.#storage
      .sql<[number, number], { state: string }>(
        'SELECT state FROM person_past WHERE person_id = ? AND own_version = ?',
      )
      .get(...key);
    const number = this.#storage
      .sql<[number, number], { number: string }>(
        'SELECT number FROM individual_number_past WHERE person_id = ? AND own_version = ?',
      )
      .get(...key);
    // Written by `#keepPerson` and by nobody else.
    return past && { state: JSON.parse(past.state) as PersonState, individualNumber: number?.number ?? null };
  }

  earlierRecord(record: RecordRow): RecordRow | undefined {
    return this.#storage
      .sql<[string, number], RecordRow>('SELECT * FROM record_past WHERE record_id = ? AND version = ?')
      .get(record.record_id, record.version - 1);
  }

  stateOf(person: PersonRow): PersonState {
    const { name, kana, birth_date, sex, flag, flag_on } = person;
    const tickets = this.#people
      .ticketsOf(person.person_id)
      .map(({ ticket_number, issued_on, stopped_on, replaced_by }) => ({
        ticket_number,
        issued_on,
        stopped_on,
        replaced_by,
      }));
    return { name, kana, birth_date, sex, flag, flag_on, tickets };
  }

  #keepPerson(before: PersonRow): void {
    const { person_id, own_version, updated_at, changed_by, batch_id } = before;
    this.#storage
      .sql('INSERT INTO person_past VALUES (?, ?, ?, ?, ?, ?)')
      .run(person_id, own_version, JSON.stringify(this.stateOf(before)), updated_at, changed_by, batch_id);
    this.#storage
      .sql(
        `INSERT INTO individual_number_past SELECT person_id, ?, number FROM individual_number WHERE person_id = ?`,
      )
      .run(own_version, person_id);
  }

  #setNumber(municipalityCode: string, personId: number, number: string): void {
    this.#storage
      .sql(
        `INSERT INTO individual_number VALUES (?, ?, ?) ON CONFLICT (person_id) DO UPDATE SET number = excluded.number`,
      )
      .run(personId, municipalityCode, number);
  }

  #insertTickets(municipalityCode: string, personId: number, tickets: readonly TicketFields[]): void {
    const insert = this.#storage.sql('INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?)');
    for (const { ticket_number, issued_on, stopped_on, replaced_by } of tickets) {
      insert.run(municipalityCode, ticket_number, personId, issued_on, stopped_on, replaced_by);
    }
  }

  #insert(row: RecordRow): void {
    this.#insertRecord.run(
      row.record_id,
      row.municipality_code,
      row.ticket_number,
      row.dose_number,
      row.ticket_kind,
      row.vaccinated_on,
      row.vaccinated_in,
      row.venue,
      row.doctor,
      row.maker,
      row.lot_number,
      row.registered_at,
      row.registered_by,
      row.confirmed,
      row.version,
      row.change,
      row.changed_at,
      row.changed_by,
      row.batch_id,
      row.reason,
    );
  }

  #touchHolder(record: Pick<RecordRow, 'municipality_code' | 'ticket_number'>, doing: Doing): void {
    const holder = this.#holder.get(record.municipality_code, record.ticket_number);
    if (holder) this.#touch.run(doing.at, this.#storage.nextChange(), holder.person_id);
  }
}

function nextState(row: RecordRow, change: RecordRow['change'], doing: Doing): RecordRow {
  return {
    ...row,
    version: row.version + 1,
    change,
    changed_at: doing.at,
    changed_by: doing.by,
    batch_id: doing.batchId,
    reason: doing.reason,
  };
}
