import { nameKey } from '../../src-shared/domain/text/search-keys.ts';
import type { BatchRowOf } from '../../src-shared/vrs-api/batch-rows.ts';
import type { FieldChange } from '../../src-shared/vrs-api/batches.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { PersonFields } from '../people/people-writer.ts';
import type { PersonRow, TicketRow } from '../people/rows.ts';
import type { Storage } from '../storage/database.ts';
import { type Evaluation, fieldChange, MASKED_NUMBER } from './evaluation.ts';

type SubjectRow = BatchRowOf<'subjects'>;
type FlagRow = BatchRowOf<'flags'>;

/**
 * 接種対象者: the key is 市町村コード and 宛名番号, and a 券番号 has one holder. In this order:
 *
 * 1. Another municipality → conflicting.
 * 2. The ticket is somebody else's → conflicting.
 * 3. The 個人番号 is somebody else's → conflicting.
 * 4. Nobody has the 宛名番号 → new.
 * 5. Birth date and name are both others than those that stand → conflicting: it is another person under the same number.
 * 6. The ticket was the person's and has been stopped → conflicting: an old extract must not bring it back.
 * 7. Every field as it stands → unchanged, otherwise changed. A ticket that is new stops the one before it (再発行).
 *
 * 転出・死亡フラグ (`flags`): nobody has the 宛名番号 → conflicting; a day before birth → conflicting; else unchanged or changed.
 */
export class PersonEvaluator {
  readonly #people: PeopleStore;
  readonly #numberHolder;
  readonly #number;

  constructor(storage: Storage, people: PeopleStore) {
    this.#people = people;
    this.#numberHolder = storage.database.prepare<[string, string], { person_id: number }>(
      'SELECT person_id FROM individual_number WHERE municipality_code = ? AND number = ?',
    );
    this.#number = storage.database.prepare<[number], { number: string }>(
      'SELECT number FROM individual_number WHERE person_id = ?',
    );
  }

  evaluateSubject(municipalityCode: string, row: SubjectRow): Evaluation {
    if (row.municipalityCode !== municipalityCode) {
      return conflict(undefined, 'municipalityCode', municipalityCode, row.municipalityCode);
    }
    const person = this.#people.rowOf(municipalityCode, row.addresseeNumber);
    const holder = this.#people.holderOf(municipalityCode, row.ticketNumber);
    if (holder && holder.person_id !== person?.person_id) {
      return conflict(person, 'ticketNumber', null, row.ticketNumber);
    }
    const numberHolder =
      row.individualNumber === ''
        ? undefined
        : this.#numberHolder.get(municipalityCode, row.individualNumber);
    if (numberHolder && numberHolder.person_id !== person?.person_id) {
      return conflict(person, 'individualNumber', null, MASKED_NUMBER);
    }
    if (!person) {
      const { addresseeNumber } = row;
      return { effect: 'new', target: null, targetVersion: 0, addresseeNumber, changes: null };
    }
    return this.#against(person, row);
  }

  evaluateFlag(municipalityCode: string, row: FlagRow): Evaluation {
    if (row.municipalityCode !== municipalityCode) {
      return conflict(undefined, 'municipalityCode', municipalityCode, row.municipalityCode);
    }
    const person = this.#people.rowOf(municipalityCode, row.addresseeNumber);
    if (!person) return conflict(undefined, 'addresseeNumber', null, row.addresseeNumber);
    if (row.flagOn !== '' && row.flagOn < person.birth_date) {
      return conflict(person, 'flagOn', person.flag_on, row.flagOn);
    }
    return result(person, flagChanges(person, row));
  }

  #against(person: PersonRow, row: SubjectRow): Evaluation {
    const isOther = person.birth_date !== row.birthDate && nameKey(person.name) !== nameKey(row.name);
    if (isOther) return conflict(person, 'name', person.name, row.name);
    const tickets = this.#people.ticketsOf(person.person_id);
    const ticket = tickets.find(({ ticket_number }) => ticket_number === row.ticketNumber);
    if (ticket && ticket.stopped_on !== null) {
      return conflict(person, 'ticketNumber', currentTicket(tickets), row.ticketNumber);
    }
    const fields = subjectFields(row, person);
    const number = this.#number.get(person.person_id)?.number ?? '';
    const numberChanges = row.individualNumber !== '' && row.individualNumber !== number;
    const changes = [
      fieldChange('name', person.name, fields.name),
      fieldChange('kana', person.kana, fields.kana),
      fieldChange('birthDate', person.birth_date, fields.birth_date),
      fieldChange('sex', person.sex, fields.sex),
      ticket ? undefined : fieldChange('ticketNumber', currentTicket(tickets), row.ticketNumber),
      ...flagChanges(person, row),
      numberChanges ? hiddenNumberChange(number) : undefined,
    ].filter((change) => change !== undefined);
    return result(person, changes);
  }
}

/** Before and after would look alike, so the field before says that there was another one. */
function hiddenNumberChange(before: string): FieldChange {
  return {
    field: 'individualNumber',
    before: before === '' ? null : `${MASKED_NUMBER}（変更前）`,
    after: MASKED_NUMBER,
  };
}

/** The person as the row says; an empty カナ氏名 leaves the one that stands. */
export function subjectFields(row: SubjectRow, before: PersonRow | undefined): PersonFields {
  return {
    name: row.name,
    kana: row.kana === '' ? (before?.kana ?? '') : row.kana,
    birth_date: row.birthDate,
    sex: sexOf(row.sex),
    ...flagFields(row),
  };
}

export function flagFields(row: Pick<SubjectRow, 'flag' | 'flagOn'>): Pick<PersonFields, 'flag' | 'flag_on'> {
  if (row.flag !== 'moved-out' && row.flag !== 'deceased') return { flag: 'none', flag_on: null };
  return { flag: row.flag, flag_on: row.flagOn };
}

function flagChanges(person: PersonRow, row: Pick<SubjectRow, 'flag' | 'flagOn'>): readonly FieldChange[] {
  return [
    fieldChange('flag', person.flag, row.flag),
    fieldChange('flagOn', person.flag_on, row.flagOn),
  ].filter((change) => change !== undefined);
}

function currentTicket(tickets: readonly TicketRow[]): string | null {
  return tickets.findLast(({ stopped_on }) => stopped_on === null)?.ticket_number ?? null;
}

function sexOf(text: string): PersonFields['sex'] {
  return text === '1' || text === '2' || text === '9' ? text : '0';
}

function result(person: PersonRow, changes: readonly FieldChange[]): Evaluation {
  const unchanged = changes.length === 0;
  return {
    effect: unchanged ? 'unchanged' : 'changed',
    target: String(person.person_id),
    targetVersion: person.own_version,
    addresseeNumber: person.addressee_number,
    changes: unchanged ? null : changes,
  };
}

function conflict(
  person: PersonRow | undefined,
  field: string,
  before: string | null,
  after: string,
): Evaluation {
  return {
    effect: 'conflicting',
    target: person ? String(person.person_id) : null,
    targetVersion: person?.own_version ?? 0,
    addresseeNumber: person?.addressee_number ?? '',
    changes: [{ field, before, after }],
  };
}
