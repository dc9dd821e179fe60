import type {
  AddresseeNumber,
  DoseNumber,
  IsoDate,
  IsoTimestamp,
  MunicipalityCode,
  RecordId,
  TicketNumber,
} from '../../src-shared/domain/identifiers.ts';
import type { DoseRecord, Person, ResidencyFlag, Ticket } from '../../src-shared/vrs-api/people.ts';

/** Rows as SQLite gives them, and the contract's values made from them. */
export interface PersonRow {
  readonly person_id: number;
  readonly municipality_code: string;
  readonly addressee_number: string;
  readonly name: string;
  readonly name_key: string;
  readonly kana: string;
  readonly kana_key: string;
  readonly birth_date: string;
  readonly sex: '0' | '1' | '2' | '9';
  readonly flag: 'none' | 'moved-out' | 'deceased';
  readonly flag_on: string | null;
  readonly own_version: number;
  readonly version: number;
  readonly updated_at: string;
  readonly change_sequence: number;
  readonly changed_by: string;
  readonly batch_id: string | null;
}

export interface TicketRow {
  readonly municipality_code: string;
  readonly ticket_number: string;
  readonly person_id: number;
  readonly issued_on: string;
  readonly stopped_on: string | null;
  readonly replaced_by: string | null;
}

export interface RecordRow {
  readonly record_id: string;
  readonly municipality_code: string;
  readonly ticket_number: string;
  readonly dose_number: number;
  readonly ticket_kind: '1' | '2';
  readonly vaccinated_on: string;
  readonly vaccinated_in: string | null;
  readonly venue: string;
  readonly doctor: string;
  readonly maker: string;
  readonly lot_number: string;
  readonly registered_at: string;
  readonly registered_by: 'tablet' | 'individual' | 'batch';
  readonly confirmed: number;
  readonly version: number;
  readonly change: 'registered' | 'corrected' | 'deleted' | 'confirmed' | 'unlocked' | 'reversed';
  readonly changed_at: string;
  readonly changed_by: string;
  readonly batch_id: string | null;
  readonly reason: string;
}

/**
 * The brands are given here without parsing again: what stands in the file was parsed when it came in, and every answer passes the
 * call's schema before it leaves.
 */
export function personOf(row: PersonRow, tickets: readonly Ticket[], doses: readonly DoseRecord[]): Person {
  return {
    addresseeNumber: row.addressee_number as AddresseeNumber,
    municipalityCode: row.municipality_code as MunicipalityCode,
    name: row.name,
    kana: row.kana,
    birthDate: row.birth_date as IsoDate,
    sex: row.sex,
    flag: flagOf(row),
    tickets: [...tickets],
    doses: [...doses],
    version: row.version,
    updatedAt: row.updated_at as IsoTimestamp,
  };
}

export function flagOf({ flag, flag_on }: Pick<PersonRow, 'flag' | 'flag_on'>): ResidencyFlag {
  return flag === 'none' || flag_on === null ? { kind: 'none' } : { kind: flag, on: flag_on as IsoDate };
}

export function ticketOf(row: TicketRow): Ticket {
  return {
    municipalityCode: row.municipality_code as MunicipalityCode,
    ticketNumber: row.ticket_number as TicketNumber,
    issuedOn: row.issued_on as IsoDate,
    stoppedOn: row.stopped_on as IsoDate | null,
    replacedBy: row.replaced_by as TicketNumber | null,
  };
}

export function recordOf(row: RecordRow): DoseRecord {
  return {
    recordId: row.record_id as RecordId,
    municipalityCode: row.municipality_code as MunicipalityCode,
    ticketNumber: row.ticket_number as TicketNumber,
    doseNumber: row.dose_number as DoseNumber,
    ticketKind: row.ticket_kind,
    vaccinatedOn: row.vaccinated_on as IsoDate,
    vaccinatedInMunicipality: row.vaccinated_in as MunicipalityCode | null,
    venue: row.venue,
    doctor: row.doctor,
    maker: row.maker,
    lotNumber: row.lot_number,
    registeredAt: row.registered_at as IsoTimestamp,
    registeredBy: row.registered_by,
    confirmed: row.confirmed === 1,
    version: row.version,
  };
}
