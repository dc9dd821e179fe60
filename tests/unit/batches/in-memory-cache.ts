import type { Cache } from '../../../src-main/cache/cache.ts';
import type {
  Holder,
  JournalledDraft,
  RememberedMapping,
  Resident,
  TicketKey,
} from '../../../src-main/cache/repositories.ts';
import { ok } from '../../../src-shared/contract/problem.ts';

const unused = (): never => {
  throw new Error('not used here');
};

/** A cache that only keeps drafts and mappings, and knows the tickets and people that a test gives it. */
export interface InMemoryCache extends Cache {
  readonly kept: Map<string, JournalledDraft>;
}

export function inMemoryCache(
  known: {
    readonly holder?: (ticket: TicketKey) => Holder | null;
    readonly resident?: (addresseeNumber: string) => Resident | null;
  } = {},
): InMemoryCache {
  const kept = new Map<string, JournalledDraft>();
  const mappings = new Map<string, RememberedMapping>();
  return {
    kept,
    drafts: {
      save: async (draft) => ok(void kept.set(draft.draftId, draft)),
      remove: async (draftId) => ok(kept.delete(draftId)),
      find: async (draftId) => ok(kept.get(draftId)),
      list: async (owner) =>
        ok([...kept.values()].filter((draft) => owner === null || draft.owner === owner).toReversed()),
    },
    mappings: {
      save: async (mapping) => ok(void mappings.set(`${mapping.headerSha256}/${mapping.kind}`, mapping)),
      find: async (headerSha256, kind) =>
        ok(
          [...mappings.values()]
            .toReversed()
            .find((each) => each.headerSha256 === headerSha256 && (kind === null || each.kind === kind)),
        ),
    },
    tickets: {
      holders: async (tickets) => ok(tickets.map((ticket) => known.holder?.(ticket) ?? null)),
      residents: async (people) => ok(people.map((person) => known.resident?.(person) ?? null)),
    },
    people: {
      upsert: unused,
      remove: unused,
      byTicketNumber: unused,
      byAddresseeNumber: unused,
      search: unused,
      open: unused,
      count: unused,
    },
    sync: { position: unused, take: unused },
    close: async () => undefined,
    discard: async () => undefined,
  };
}
