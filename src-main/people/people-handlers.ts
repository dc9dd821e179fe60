import type { LookupReason, peopleOperations, PersonView } from '../../src-shared/contract/people.ts';
import { failed, ok, type Outcome, type Problem } from '../../src-shared/contract/problem.ts';
import { type Clock, dayInJapan, timestampOf } from '../../src-shared/domain/clock.ts';
import { evaluateDoses } from '../../src-shared/domain/doses/evaluate.ts';
import type { AddresseeNumber, IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { understandQuery, type UnderstoodQuery } from '../../src-shared/domain/search-query.ts';
import type { CheckRules } from '../../src-shared/domain/rules/check-rules.ts';
import type { Person } from '../../src-shared/vrs-api/people.ts';
import type { HandlersOf, RecordedAnswer } from '../gateway/handler.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import type { LocalCopy } from './local-copy.ts';
import { searchLocally } from './search-locally.ts';
import { hitOf, searchVrs } from './search-vrs.ts';
import type { OutputOf } from '../../src-shared/contract/operations.ts';

export interface PeopleParts {
  readonly vrs: VrsClient;
  readonly localCopy: LocalCopy;
  readonly clock: Clock;
  readonly rules: CheckRules;
}

type Found = OutputOf<'people.search'>;

/** 照会: from the local copy where it has an answer, from VRS where it has none or where the person asks for it. */
export function peopleHandlers(parts: PeopleParts): HandlersOf<typeof peopleOperations> {
  const { vrs, localCopy, clock, rules } = parts;

  /** The moment as of which the copy is complete; undefined while it is not. */
  const copyAsOf = (): IsoTimestamp | undefined =>
    localCopy.state.state === 'ready' ? localCopy.state.asOf : undefined;

  async function findLocally(query: UnderstoodQuery): Promise<Outcome<Found | undefined>> {
    const { cache } = localCopy;
    const asOf = copyAsOf();
    if (!cache || asOf === undefined) return ok(undefined);
    const found = await searchLocally(cache, query);
    if (!found.ok) return found;
    const { hits, more } = found.value;
    return ok({ hits: [...hits], more, searchedBy: query.by, source: { from: 'local-copy', asOf } });
  }

  async function findInVrs(query: UnderstoodQuery): Promise<Outcome<Found>> {
    const found = await searchVrs(vrs, query);
    if (!found.ok) return found;
    const { people, more } = found.value;
    await localCopy.cache?.people.upsert(people);
    return ok({
      hits: people.map(hitOf),
      more,
      searchedBy: query.by,
      source: { from: 'vrs', asOf: timestampOf(clock.now()) },
    });
  }

  async function find(query: UnderstoodQuery, fresh: boolean): Promise<Outcome<Found>> {
    const local: Outcome<Found | undefined> = fresh ? ok(undefined) : await findLocally(query);
    // A copy that fails must not stop the look-up: VRS has the answer.
    const answer = local.ok ? local.value : undefined;
    if (answer && answer.hits.length > 0) return ok(answer);
    // Not in the copy: a ticket may be minutes old. Without VRS the copy's «none» stands, with its age.
    const inVrs = await findInVrs(query);
    return !inVrs.ok && answer ? ok(answer) : inVrs;
  }

  function viewOf(person: Person, source: PersonView['source']): PersonView {
    return { person, source, warnings: evaluateDoses(person, dayInJapan(clock.now()), rules) };
  }

  async function openLocally(addresseeNumber: AddresseeNumber): Promise<PersonView | undefined> {
    const asOf = copyAsOf();
    const person = asOf === undefined ? undefined : await localCopy.cache?.people.open(addresseeNumber);
    if (asOf === undefined || !person?.ok || !person.value) return undefined;
    return viewOf(person.value, { from: 'local-copy', asOf });
  }

  async function openInVrs(addresseeNumber: AddresseeNumber): Promise<Outcome<PersonView>> {
    const person = await vrs.call('people.read', { path: { addresseeNumber } });
    if (!person.ok) return person;
    await localCopy.cache?.people.upsert([person.value]);
    return ok(viewOf(person.value, { from: 'vrs', asOf: timestampOf(clock.now()) }));
  }

  return {
    'people.search': async ({ reason, text, birthDate, fresh }) => {
      const lacking = lackingReason(reason);
      if (lacking) return lacking;
      const query = understandQuery(text, birthDate);
      if (query.by === 'nothing') {
        return query.problem === 'birth-date-not-a-day'
          ? failed(query.problem, query.about)
          : failed(query.problem);
      }
      const found = await find(query, fresh);
      if (!found.ok) return found;
      const { hits, searchedBy, source } = found.value;
      const subjects = hits.map((hit) => hit.addresseeNumber);
      return ok({
        result: found.value,
        subjects,
        detail: { searchedBy, hits: hits.length, from: source.from },
      });
    },

    'people.open': async ({ reason, addresseeNumber, fresh }) => {
      const lacking = lackingReason(reason);
      if (lacking) return lacking;
      const local = fresh ? undefined : await openLocally(addresseeNumber);
      const view: Outcome<PersonView> = local ? ok(local) : await openInVrs(addresseeNumber);
      if (!view.ok) return view;
      const answer: RecordedAnswer<PersonView> = {
        result: view.value,
        subjects: [addresseeNumber],
        detail: { from: view.value.source.from },
      };
      return ok(answer);
    },
  };
}

function lackingReason(reason: LookupReason): { readonly ok: false; readonly problem: Problem } | undefined {
  return reason.code === 'other' && reason.note.trim() === '' ? failed('reason-note-missing') : undefined;
}
