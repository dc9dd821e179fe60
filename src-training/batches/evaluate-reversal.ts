import type { BatchRowOf } from '../../src-shared/vrs-api/batch-rows.ts';
import type { FieldChange } from '../../src-shared/vrs-api/batches.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { PeopleWriter, PersonState } from '../people/people-writer.ts';
import type { RecordRow } from '../people/rows.ts';
import type { Storage } from '../storage/database.ts';
import { type Evaluation, fieldChange } from './evaluation.ts';

type Row = BatchRowOf<'reversal'>;

/**
 * Undoing an applied batch, row by row. What the batch made still stands as it made it → changed, and goes back to the state before,
 * or is taken away where there was none. Changed by anybody since → conflicting, and stays. Confirmed since → locked.
 * A person or a ticket that has doses by now is not taken away: conflicting.
 */
export class ReversalEvaluator {
  readonly #people: PeopleStore;
  readonly #writer: PeopleWriter;
  readonly #dosesUnder;

  constructor(storage: Storage, people: PeopleStore, writer: PeopleWriter) {
    this.#people = people;
    this.#writer = writer;
    this.#dosesUnder = storage.database.prepare<[string, string], { doses: number }>(
      'SELECT count(*) AS doses FROM record WHERE municipality_code = ? AND ticket_number = ?',
    );
  }

  evaluate(municipalityCode: string, reversed: string, row: Row): Evaluation {
    return row.recordId === ''
      ? this.#person(municipalityCode, reversed, row.addresseeNumber)
      : this.#record(municipalityCode, reversed, row.recordId);
  }

  #record(municipalityCode: string, reversed: string, recordId: string): Evaluation {
    const record = this.#people.record(municipalityCode, recordId);
    if (!record) return left(recordId, 0, '', 'recordId', 'conflicting');
    const holder = this.#people.holderOf(municipalityCode, record.ticket_number)?.addressee_number ?? '';
    if (record.confirmed === 1) return left(recordId, record.version, holder, 'confirmed', 'locked');
    if (record.batch_id !== reversed) return left(recordId, record.version, holder, 'version', 'conflicting');
    const changes = recordChanges(record, this.#writer.earlierRecord(record));
    return {
      effect: 'changed',
      target: recordId,
      targetVersion: record.version,
      addresseeNumber: holder,
      changes,
    };
  }

  #person(municipalityCode: string, reversed: string, addresseeNumber: string): Evaluation {
    const person = this.#people.rowOf(municipalityCode, addresseeNumber);
    if (!person) return left(null, 0, '', 'addresseeNumber', 'conflicting');
    const target = String(person.person_id);
    if (person.batch_id !== reversed) {
      return left(target, person.own_version, addresseeNumber, 'version', 'conflicting');
    }
    const now = this.#writer.stateOf(person);
    const earlier = this.#writer.earlierState(person)?.state;
    const going = now.tickets.filter(
      ({ ticket_number }) => !earlier?.tickets.some((ticket) => ticket.ticket_number === ticket_number),
    );
    const used = going.some(
      ({ ticket_number }) => this.#dosesUnder.get(municipalityCode, ticket_number)?.doses !== 0,
    );
    if (used) return left(target, person.own_version, addresseeNumber, 'ticketNumber', 'conflicting');
    const changes = personChanges(now, earlier);
    return {
      effect: 'changed',
      target,
      targetVersion: person.own_version,
      addresseeNumber: person.addressee_number,
      changes,
    };
  }
}

function left(
  target: string | null,
  targetVersion: number,
  addresseeNumber: string,
  field: string,
  effect: 'conflicting' | 'locked',
): Evaluation {
  return { effect, target, targetVersion, addresseeNumber, changes: [{ field, before: null, after: null }] };
}

function recordChanges(now: RecordRow, earlier: RecordRow | undefined): readonly FieldChange[] {
  return [
    fieldChange('ticketKind', now.ticket_kind, earlier?.ticket_kind ?? null),
    fieldChange('vaccinatedOn', now.vaccinated_on, earlier?.vaccinated_on ?? null),
    fieldChange('vaccinatedInMunicipality', now.vaccinated_in, earlier?.vaccinated_in ?? null),
    fieldChange('venue', now.venue, earlier?.venue ?? null),
    fieldChange('doctor', now.doctor, earlier?.doctor ?? null),
    fieldChange('maker', now.maker, earlier?.maker ?? null),
    fieldChange('lotNumber', now.lot_number, earlier?.lot_number ?? null),
  ].filter((change) => change !== undefined);
}

function personChanges(now: PersonState, earlier: PersonState | undefined): readonly FieldChange[] {
  return [
    fieldChange('name', now.name, earlier?.name ?? null),
    fieldChange('kana', now.kana, earlier?.kana ?? null),
    fieldChange('birthDate', now.birth_date, earlier?.birth_date ?? null),
    fieldChange('sex', now.sex, earlier?.sex ?? null),
    fieldChange('ticketNumber', goodTicket(now), goodTicket(earlier)),
    fieldChange('flag', now.flag, earlier?.flag ?? null),
    fieldChange('flagOn', now.flag_on, earlier?.flag_on ?? null),
  ].filter((change) => change !== undefined);
}

function goodTicket(state: PersonState | undefined): string | null {
  return state?.tickets.findLast(({ stopped_on }) => stopped_on === null)?.ticket_number ?? null;
}
