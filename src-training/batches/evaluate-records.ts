import { normaliseLot } from '../../src-shared/domain/doses/lots.ts';
import { identifyMaker } from '../../src-shared/domain/doses/maker-text.ts';
import type { BatchRowOf } from '../../src-shared/vrs-api/batch-rows.ts';
import type { FieldChange } from '../../src-shared/vrs-api/batches.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { RecordFields } from '../people/people-writer.ts';
import type { PersonRow, RecordRow } from '../people/rows.ts';
import type { Storage } from '../storage/database.ts';
import { type Evaluation, fieldChange } from './evaluation.ts';

type Row = BatchRowOf<'records'>;

/**
 * 接種記録: the key is 市町村コード, 券番号 and 接種回数. In this order:
 *
 * 1. Another municipality's ticket → conflicting. A municipality registers for its own tickets.
 * 2. A ticket that nobody holds → conflicting: nobody can say whose dose it is.
 * 3. The record stands: confirmed and another → locked; the same in every field → unchanged; anything else → changed. Maker and lot are
 *    the same however they are written.
 * 4. The holder has this dose under another of their tickets → conflicting: it would be there twice.
 * 5. Otherwise → new. A stopped ticket is taken: the dose may have been given before it was stopped.
 */
export class RecordEvaluator {
  readonly #people: PeopleStore;
  readonly #record;
  readonly #doseElsewhere;

  constructor(storage: Storage, people: PeopleStore) {
    this.#people = people;
    this.#record = storage.database.prepare<[string, string, number], RecordRow>(
      'SELECT * FROM record WHERE municipality_code = ? AND ticket_number = ? AND dose_number = ?',
    );
    this.#doseElsewhere = storage.database.prepare<[number, string, number], RecordRow>(
      `SELECT record.* FROM ticket JOIN record USING (municipality_code, ticket_number)
         WHERE person_id = ? AND ticket_number <> ? AND dose_number = ?`,
    );
  }

  evaluate(municipalityCode: string, row: Row): Evaluation {
    if (row.municipalityCode !== municipalityCode) {
      return conflict('', 'municipalityCode', municipalityCode, row.municipalityCode);
    }
    const holder = this.#people.holderOf(municipalityCode, row.ticketNumber);
    if (!holder) return conflict('', 'ticketNumber', null, row.ticketNumber);
    const record = this.recordOf(row);
    if (record) return against(record, holder, row);
    const elsewhere = this.#doseElsewhere.get(holder.person_id, row.ticketNumber, Number(row.doseNumber));
    if (elsewhere) {
      return conflict(holder.addressee_number, 'ticketNumber', elsewhere.ticket_number, row.ticketNumber);
    }
    const addresseeNumber = holder.addressee_number;
    return { effect: 'new', target: null, targetVersion: 0, addresseeNumber, changes: null };
  }

  recordOf(row: Row): RecordRow | undefined {
    return this.#record.get(row.municipalityCode, row.ticketNumber, Number(row.doseNumber));
  }
}

function against(record: RecordRow, holder: PersonRow, row: Row): Evaluation {
  const changes = changesOf(record, row);
  const effect = changes.length === 0 ? 'unchanged' : record.confirmed === 1 ? 'locked' : 'changed';
  return {
    effect,
    target: record.record_id,
    targetVersion: record.version,
    addresseeNumber: holder.addressee_number,
    changes: effect === 'unchanged' ? null : changes,
  };
}

function changesOf(record: RecordRow, row: Row): readonly FieldChange[] {
  const fields = fieldsOf(row);
  return [
    fieldChange('ticketKind', record.ticket_kind, fields.ticket_kind),
    fieldChange('vaccinatedOn', record.vaccinated_on, fields.vaccinated_on),
    fieldChange('vaccinatedInMunicipality', record.vaccinated_in, fields.vaccinated_in),
    fieldChange('venue', record.venue, fields.venue),
    fieldChange('doctor', record.doctor, fields.doctor),
    isSameMaker(record.maker, fields.maker) ? undefined : fieldChange('maker', record.maker, fields.maker),
    isSameLot(record.lot_number, fields.lot_number)
      ? undefined
      : fieldChange('lotNumber', record.lot_number, fields.lot_number),
  ].filter((change) => change !== undefined);
}

/** Another way to write the same: full width, blanks, 武田／モデルナ. What stands is left as it is written. */
const isSameLot = (one: string, other: string): boolean => normaliseLot(one) === normaliseLot(other);
const isSameMaker = (one: string, other: string): boolean =>
  (identifyMaker(one)?.name ?? one) === (identifyMaker(other)?.name ?? other);

/** The record that the row says. */
export function fieldsOf(row: Row): RecordFields {
  return {
    ticket_kind: row.ticketKind === '2' ? '2' : '1',
    vaccinated_on: row.vaccinatedOn,
    vaccinated_in: row.vaccinatedInMunicipality === '' ? null : row.vaccinatedInMunicipality,
    venue: row.venue,
    doctor: row.doctor,
    maker: row.maker,
    lot_number: row.lotNumber,
    registered_by: 'batch',
  };
}

function conflict(addresseeNumber: string, field: string, before: string | null, after: string): Evaluation {
  return {
    effect: 'conflicting',
    target: null,
    targetVersion: 0,
    addresseeNumber,
    changes: [{ field, before, after }],
  };
}
