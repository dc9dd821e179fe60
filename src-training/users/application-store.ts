import { AuthorityApplication, type AuthorityState } from '../../src-shared/vrs-api/authorities.ts';
import type { Storage } from '../storage/database.ts';

export interface ApplicationRow {
  readonly application_id: string;
  readonly municipality_code: string;
  readonly kind: string;
  readonly state: string;
  readonly user_id: string;
  readonly entry: string;
  readonly before: string | null;
  readonly before_version: number | null;
  readonly reason: string;
  readonly maker: string;
  readonly checker: string | null;
  readonly return_reason: string;
}

/** As many as a list holds, the newest first. */
const LISTED = 500;

/** 利用者の申請: each is written once, and decided once. */
export class ApplicationStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Of that municipality only; another's is not there. */
  findIn(municipalityCode: string, applicationId: string): ApplicationRow | undefined {
    return this.#storage.database
      .prepare<[string, string], ApplicationRow>(
        'SELECT * FROM authority_application WHERE application_id = ? AND municipality_code = ?',
      )
      .get(applicationId, municipalityCode);
  }

  list(municipalityCode: string, state: AuthorityState | undefined): readonly ApplicationRow[] {
    return this.#storage.database
      .prepare<[string, string, string, number], ApplicationRow>(
        `SELECT * FROM authority_application WHERE municipality_code = ? AND (? = '' OR state = ?)
           ORDER BY number DESC LIMIT ?`,
      )
      .all(municipalityCode, state ?? '', state ?? '', LISTED);
  }

  /** Whether an application about this user ID waits: a second one would not know what the first one makes of it. */
  isWaitingFor(userId: string): boolean {
    return (
      this.#storage.database
        .prepare<[string]>(`SELECT 1 FROM authority_application WHERE user_id = ? AND state = 'waiting'`)
        .get(userId) !== undefined
    );
  }

  add(row: Omit<ApplicationRow, 'checker' | 'return_reason'>): void {
    this.#storage.database
      .prepare(
        `INSERT INTO authority_application (application_id, municipality_code, kind, state, user_id, entry, before, before_version,
             reason, maker)
           VALUES (@application_id, @municipality_code, @kind, @state, @user_id, @entry, @before, @before_version, @reason, @maker)`,
      )
      .run(row);
  }

  decide(applicationId: string, decision: Pick<ApplicationRow, 'state' | 'checker' | 'return_reason'>): void {
    this.#storage.database
      .prepare(
        `UPDATE authority_application SET state = @state, checker = @checker, return_reason = @return_reason
           WHERE application_id = @applicationId`,
      )
      .run({ ...decision, applicationId });
  }
}

export function toApplication(row: ApplicationRow): AuthorityApplication {
  return AuthorityApplication.parse({
    applicationId: row.application_id,
    kind: row.kind,
    state: row.state,
    entry: JSON.parse(row.entry),
    before: row.before === null ? null : JSON.parse(row.before),
    reason: row.reason,
    maker: JSON.parse(row.maker),
    checker: row.checker === null ? null : JSON.parse(row.checker),
    returnReason: row.return_reason,
  });
}
