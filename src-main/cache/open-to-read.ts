import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { type DatabaseFailure, databaseFailureOf, EncryptedDatabase } from './encrypted-database.ts';
import { migrations } from './migrations/migrate.ts';
import type { TicketsRepository } from './repositories.ts';
import { ticketsRepository } from './tickets-repository.ts';

/** The local copy as a program beside the app may use it: to look things up, never to change or repair them. */
export interface CopyToRead {
  readonly tickets: TicketsRepository;
  /** The moment of the last complete reading of VRS; null where the copy was never complete. */
  readonly asOf: IsoTimestamp | null;
  close(): void;
}

/**
 * Opens the file of a local copy that exists, in this thread. `from-future`: another release has written it. A file that can't be read
 * stays as it is: making it anew is the app's.
 */
export function openCopyToRead(options: {
  readonly file: string;
  /** Raw 32 bytes. Overwritten. */
  readonly key: Uint8Array;
}):
  | { readonly ok: true; readonly copy: CopyToRead }
  | { readonly ok: false; readonly failure: DatabaseFailure } {
  let database: EncryptedDatabase | undefined;
  try {
    const opened = EncryptedDatabase.openToRead(options);
    database = opened;
    if (opened.schemaVersion !== migrations.length) {
      opened.close();
      return { ok: false, failure: 'from-future' };
    }
    const position = opened
      .prepare<[], { readonly as_of: IsoTimestamp | null }>('SELECT as_of FROM sync_position')
      .get();
    const close = (): void => opened.close();
    return { ok: true, copy: { tickets: ticketsRepository(opened), asOf: position?.as_of ?? null, close } };
  } catch (error) {
    database?.close();
    const failure = databaseFailureOf(error);
    if (failure === undefined) throw error;
    return { ok: false, failure };
  } finally {
    options.key.fill(0); // SECURITY: H57
  }
}
