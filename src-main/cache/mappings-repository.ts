import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { SqlDatabase } from './encrypted-database.ts';
import type { MappingsRepository, RememberedMapping } from './repositories.ts';

interface MappingRow {
  readonly header_sha256: string;
  readonly kind: string;
  readonly layout_id: string;
  readonly columns: string;
  readonly saved_at: IsoTimestamp;
}

export function mappingsRepository(database: SqlDatabase): MappingsRepository {
  const save = database.prepare<[string, string, string, string, string]>(
    'INSERT OR REPLACE INTO column_mapping (header_sha256, kind, layout_id, columns, saved_at) VALUES (?, ?, ?, ?, ?)',
  );
  const find = database.prepare<[string, string | null, string | null], MappingRow>(
    `SELECT * FROM column_mapping WHERE header_sha256 = ? AND (? IS NULL OR kind = ?)
       ORDER BY saved_at DESC, kind LIMIT 1`,
  );
  return {
    save: ({ headerSha256, kind, layoutId, columns, savedAt }) => {
      save.run(headerSha256, kind, layoutId, JSON.stringify(columns), savedAt);
    },
    find(headerSha256, kind) {
      const row = find.get(headerSha256, kind, kind);
      return row === undefined ? undefined : mappingOf(row);
    },
  };
}

function mappingOf(row: MappingRow): RememberedMapping {
  return {
    headerSha256: row.header_sha256,
    kind: row.kind,
    layoutId: row.layout_id,
    // Written by `save` and by nobody else.
    columns: JSON.parse(row.columns) as (string | null)[],
    savedAt: row.saved_at,
  };
}
