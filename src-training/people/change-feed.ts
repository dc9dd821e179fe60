import type { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import type { VrsAnswer } from '../../src-shared/vrs-api/calls.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import type { PeopleStore } from './people-store.ts';

const DEFAULT_LIMIT = 1000;

interface Change {
  readonly change_sequence: number;
  readonly person_id: number | null;
  readonly addressee_number: string | null;
}

/**
 * The feed for the local copy, in the order of change. A person who changes while somebody reads moves to the end and comes again,
 * so a reader who goes on until nothing remains has everybody as of then.
 */
export class ChangeFeed {
  readonly #people: PeopleStore;
  readonly #page;
  readonly #remaining;

  constructor(storage: Storage, people: PeopleStore) {
    this.#people = people;
    this.#page = storage.database.prepare<[Record<string, string | number>], Change>(
      `SELECT change_sequence, person_id, NULL AS addressee_number FROM person
         WHERE municipality_code = @municipalityCode AND change_sequence > @after
       UNION ALL
       SELECT change_sequence, NULL, addressee_number FROM person_removed
         WHERE municipality_code = @municipalityCode AND change_sequence > @after
       ORDER BY change_sequence LIMIT @limit`,
    );
    this.#remaining = storage.database.prepare<[Record<string, string | number>], { remaining: number }>(
      `SELECT (SELECT count(*) FROM person WHERE municipality_code = @municipalityCode AND change_sequence > @after)
         + (SELECT count(*) FROM person_removed WHERE municipality_code = @municipalityCode AND change_sequence > @after)
         AS remaining`,
    );
  }

  page(
    municipalityCode: string,
    cursor: string | undefined,
    limit = DEFAULT_LIMIT,
  ): VrsAnswer<'people.changes'> {
    const after = cursor === undefined ? 0 : readCursor(cursor);
    const changes = this.#page.all({ municipalityCode, after, limit });
    const last = changes.at(-1)?.change_sequence ?? after;
    const people = changes.flatMap(({ person_id }) => {
      const row = person_id === null ? undefined : this.#people.rowOfId(person_id);
      return row ? [this.#people.withDoses(row)] : [];
    });
    return {
      people,
      // What went into the file was parsed then.
      removed: changes.flatMap(({ addressee_number }) =>
        addressee_number === null ? [] : [addressee_number as AddresseeNumber],
      ),
      cursor: writeCursor(last),
      remaining: this.#remaining.get({ municipalityCode, after: last })?.remaining ?? 0,
    };
  }
}

/** Opaque to callers: nobody is to count with it. */
function writeCursor(sequence: number): string {
  return Buffer.from(`changes-1:${sequence}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const [, sequence] = /^changes-1:([0-9]{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (sequence === undefined) throw new Refusal('request-invalid');
  return Number(sequence);
}
