import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { peopleCalls, Person } from '../../src-shared/vrs-api/people.ts';
import type { AccessNote, HandlersFor } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { PeopleStore } from './people-store.ts';
import { recordOf, type RecordRow } from './rows.ts';

export interface PeopleParts {
  readonly people: PeopleStore;
  readonly feed: ChangeFeed;
}

export function peopleHandlers({ people, feed }: PeopleParts): HandlersFor<keyof typeof peopleCalls> {
  const noteHolder = (note: AccessNote, record: RecordRow): void => {
    const holder = people.holderOf(record.municipality_code, record.ticket_number);
    if (holder) note.addresseeNumbers = [holder.addressee_number];
  };
  return {
    'people.find': ({ caller, query, note }) => {
      const found = people.find(caller.municipalityCode, query);
      note.addresseeNumbers = numbersOf(found);
      return { people: [...found] };
    },

    'people.read': ({ caller, path, note }) => {
      const person = people.read(caller.municipalityCode, path.addresseeNumber);
      if (!person) throw new Refusal('not-found');
      note.addresseeNumbers = [person.addresseeNumber];
      return person;
    },

    'people.changes': ({ caller, query, note }) => {
      const page = feed.page(caller.municipalityCode, query.cursor, query.limit);
      note.addresseeNumbers = numbersOf(page.people);
      return page;
    },

    'records.read': ({ caller, path, note }) => {
      const record = people.record(caller.municipalityCode, path.recordId);
      if (!record) throw new Refusal('not-found');
      noteHolder(note, record);
      return recordOf(record);
    },

    'records.history': ({ caller, path, note }) => {
      const states = people.states(caller.municipalityCode, path.recordId);
      const [first] = states;
      if (!first) throw new Refusal('not-found');
      noteHolder(note, first);
      return {
        states: states.map((row) => ({
          record: recordOf(row),
          change: row.change,
          at: row.changed_at as IsoTimestamp,
          by: row.changed_by,
          batchId: row.batch_id,
          reason: row.reason,
        })),
      };
    },
  };
}

const numbersOf = (people: readonly Person[]): readonly string[] =>
  people.map(({ addresseeNumber }) => addresseeNumber);
