import type { RecordFields, PeopleWriter } from './people-writer.ts';
import type { PeopleStore } from './people-store.ts';
import type { Storage } from '../storage/database.ts';

/**
 * What others do meanwhile: a venue's reader corrects a dose, a supervisor ticks 確認済み. The contract has no call for it yet; tests and
 * trainings need it to make a row's target change between the difference and the approval.
 */
export class IndividualRegistration {
  readonly #storage: Storage;
  readonly #people: PeopleStore;
  readonly #writer: PeopleWriter;
  readonly #now: () => Date;
  readonly #noBatchApplying: () => Promise<void>;

  constructor(parts: {
    readonly storage: Storage;
    readonly people: PeopleStore;
    readonly writer: PeopleWriter;
    readonly now: () => Date;
    readonly noBatchApplying: () => Promise<void>;
  }) {
    this.#storage = parts.storage;
    this.#people = parts.people;
    this.#writer = parts.writer;
    this.#now = parts.now;
    this.#noBatchApplying = parts.noBatchApplying;
  }

  /** Waits until no batch is being applied: a batch that goes in as a whole must find what was approved. */
  async correct(municipalityCode: string, recordId: string, fields: Partial<RecordFields>): Promise<void> {
    await this.#change(municipalityCode, recordId, fields, 'corrected');
  }

  async confirm(municipalityCode: string, recordId: string, confirmed: boolean): Promise<void> {
    const change = confirmed ? 'confirmed' : 'unlocked';
    await this.#change(municipalityCode, recordId, { confirmed: confirmed ? 1 : 0 }, change);
  }

  async #change(
    municipalityCode: string,
    recordId: string,
    fields: Parameters<PeopleWriter['changeRecord']>[1],
    change: 'corrected' | 'confirmed' | 'unlocked',
  ): Promise<void> {
    await this.#noBatchApplying();
    this.#storage.write(() => {
      const record = this.#people.record(municipalityCode, recordId);
      if (!record) throw new RangeError('a record of this municipality');
      const at = this.#now().toISOString();
      this.#writer.changeRecord(record, fields, change, {
        at,
        by: '個別登録',
        batchId: null,
        reason: '個別の訂正',
      });
    });
  }
}
