import { DraftId } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import { UserId } from '../../src-shared/domain/identifiers.ts';
import type { Cache } from '../cache/cache.ts';
import type { JournalledDraft } from '../cache/repositories.ts';
import { DraftRecord, type Entry } from './draft-record.ts';
import { withWhatCameLater } from './earlier-records.ts';

/** Where drafts survive a crash: in the encrypted cache, synced before a save returns. Problem `cache-unavailable` while it is closed. */
export class DraftJournal {
  readonly #cache: () => Cache | undefined;
  readonly #clock: Clock;

  constructor(cache: () => Cache | undefined, clock: Clock) {
    this.#cache = cache;
    this.#clock = clock;
  }

  /** Problem `draft-missing` for a draft of somebody else too: a person learns nothing of other people's work. */
  async find(draftId: DraftId, owner: UserId): Promise<Outcome<Entry>> {
    const cache = this.#cache();
    if (!cache) return failed('cache-unavailable');
    const found = await cache.drafts.find(draftId);
    if (!found.ok) return found;
    const entry = found.value && entryOf(found.value);
    return entry?.owner === owner ? ok(entry) : failed('draft-missing');
  }

  /** Newest first. What an other version of the app wrote and this one can't read is left out. */
  async list(owner: UserId | null): Promise<Outcome<readonly Entry[]>> {
    const cache = this.#cache();
    if (!cache) return failed('cache-unavailable');
    const listed = await cache.drafts.list(owner);
    return listed.ok ? ok(listed.value.flatMap((draft) => entryOf(draft) ?? [])) : listed;
  }

  /** On disk when it resolves. */
  async save(entry: Entry): Promise<Outcome<Entry>> {
    const cache = this.#cache();
    if (!cache) return failed('cache-unavailable');
    const { draftId, owner, record, stagingKey } = entry;
    const updatedAt = timestampOf(this.#clock.now());
    const saved = await cache.drafts.save({
      draftId,
      owner,
      content: JSON.stringify(record),
      stagingKey,
      updatedAt,
    });
    return saved.ok ? ok(entry) : saved;
  }

  async remove(draftId: DraftId): Promise<Outcome<boolean>> {
    const cache = this.#cache();
    return cache ? cache.drafts.remove(draftId) : failed('cache-unavailable');
  }
}

function entryOf(draft: JournalledDraft): Entry | undefined {
  const draftId = DraftId.safeParse(draft.draftId);
  const owner = UserId.safeParse(draft.owner);
  const record = DraftRecord.safeParse(withWhatCameLater(jsonOf(draft.content)));
  if (!draftId.success || !owner.success || !record.success) return undefined;
  return { draftId: draftId.data, owner: owner.data, record: record.data, stagingKey: draft.stagingKey };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
