import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { SqlDatabase } from './encrypted-database.ts';
import type { DraftsRepository, JournalledDraft } from './repositories.ts';

interface DraftRow {
  readonly draft_id: string;
  readonly owner: string;
  readonly content: string;
  readonly staging_key: Uint8Array | null;
  readonly updated_at: IsoTimestamp;
}

export function draftsRepository(database: SqlDatabase): DraftsRepository {
  const columns = 'draft_id, owner, content, staging_key, updated_at';
  const save = database.prepare<[string, string, string, Uint8Array | null, string]>(
    `INSERT OR REPLACE INTO draft (${columns}) VALUES (?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare<[string]>('DELETE FROM draft WHERE draft_id = ?');
  const find = database.prepare<[string], DraftRow>(`SELECT ${columns} FROM draft WHERE draft_id = ?`);
  const list = database.prepare<[string | null, string | null], DraftRow>(
    `SELECT ${columns} FROM draft WHERE ? IS NULL OR owner = ? ORDER BY updated_at DESC, draft_id`,
  );
  return {
    save: ({ draftId, owner, content, stagingKey, updatedAt }) =>
      database.durableTransaction(() => {
        save.run(draftId, owner, content, stagingKey, updatedAt);
      }),
    remove: (draftId) => database.durableTransaction(() => remove.run(draftId).changes > 0),
    find(draftId) {
      const row = find.get(draftId);
      return row === undefined ? undefined : draftOf(row);
    },
    list: (owner) => list.all(owner, owner).map(draftOf),
  };
}

function draftOf(row: DraftRow): JournalledDraft {
  return {
    draftId: row.draft_id,
    owner: row.owner,
    content: row.content,
    // A copy of its own: the driver's buffer may be part of a larger one.
    stagingKey: row.staging_key === null ? null : Uint8Array.from(row.staging_key),
    updatedAt: row.updated_at,
  };
}
