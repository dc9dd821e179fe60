import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { accessLogCalls, AccessLogEntry } from '../../src-shared/vrs-api/access-log.ts';
import type { AccessNote, HandlersFor } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';

interface EntryRow {
  readonly sequence: number;
  readonly at: string;
  readonly user_id: string;
  readonly workstation: string;
  readonly call: string;
  readonly status: number;
  readonly code: string;
  readonly addressee_numbers: string;
}

export interface Access extends AccessNote {
  readonly at: Date;
  readonly workstation: string;
  readonly call: string;
  readonly status: number;
  readonly code: string;
}

/** As many numbers as one entry may carry; an access to more people gives several entries. */
const MOST_NUMBERS = 2000;
const DEFAULT_LIMIT = 500;

/** What this VRS recorded of every call, before it was answered. */
export class AccessLog {
  readonly #storage: Storage;
  readonly #insert;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#insert = storage.database.prepare(
      `INSERT INTO access_log (municipality_code, at, user_id, workstation, call, status, code, addressee_numbers)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  record(access: Access): void {
    const { addresseeNumbers } = access;
    this.#storage.writeSoon(() => {
      for (let start = 0; start === 0 || start < addresseeNumbers.length; start += MOST_NUMBERS) {
        this.#insert.run(
          access.municipalityCode,
          access.at.toISOString(),
          access.userId,
          access.workstation,
          access.call,
          access.status,
          access.code,
          JSON.stringify(addresseeNumbers.slice(start, start + MOST_NUMBERS)),
        );
      }
    });
  }

  /** Oldest first, of this municipality; the next page begins after the cursor. */
  page(
    municipalityCode: string,
    asked: {
      from?: string | undefined;
      until?: string | undefined;
      userId?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    },
  ): { entries: AccessLogEntry[]; cursor: string | null } {
    const limit = asked.limit ?? DEFAULT_LIMIT;
    const rows = this.#storage.database
      .prepare<[Record<string, string | number>], EntryRow>(
        `SELECT * FROM access_log WHERE municipality_code = @municipalityCode AND sequence > @after
           AND at >= @from AND at < @until ${asked.userId === undefined ? '' : 'AND user_id = @userId'}
           ORDER BY sequence LIMIT @limit`,
      )
      .all({
        municipalityCode,
        after: asked.cursor === undefined ? 0 : readCursor(asked.cursor),
        from: asked.from === undefined ? '' : new Date(asked.from).toISOString(),
        until: asked.until === undefined ? '9999' : new Date(asked.until).toISOString(),
        ...(asked.userId === undefined ? {} : { userId: asked.userId }),
        limit: limit + 1,
      });
    const entries = rows.slice(0, limit).map(entryOf);
    const last = entries.at(-1);
    return { entries, cursor: rows.length > limit && last ? `log-${last.sequence}` : null };
  }
}

export function accessLogHandlers(log: AccessLog): HandlersFor<keyof typeof accessLogCalls> {
  return { 'accessLog.list': ({ caller, query }) => log.page(caller.municipalityCode, query) };
}

function readCursor(cursor: string): number {
  const [, sequence] = /^log-([0-9]{1,15})$/.exec(cursor) ?? [];
  if (sequence === undefined) throw new Refusal('request-invalid');
  return Number(sequence);
}

function entryOf(row: EntryRow): AccessLogEntry {
  const numbers: unknown = JSON.parse(row.addressee_numbers);
  return {
    sequence: row.sequence,
    at: IsoTimestamp.parse(row.at),
    userId: row.user_id,
    workstation: row.workstation,
    call: row.call,
    status: row.status,
    code: row.code,
    addresseeNumbers: Array.isArray(numbers) ? numbers.map(String) : [],
  };
}
