import {
  IsoDate,
  IsoTimestamp,
  MunicipalityCode,
  RecordId,
  TicketNumber,
} from '../../../../src-shared/domain/identifiers.ts';
import { type DoseRecord, Person } from '../../../../src-shared/vrs-api/people.ts';

const OWN = MunicipalityCode.parse('131237');
const REGISTERED = IsoTimestamp.parse('2021-06-01T00:00:00Z');

/** A dose that was in order: ファイザー with a lot of its kind, by the person's own ticket. */
export function madeDose(
  doseNumber: number,
  on: string,
  changes: Partial<Record<keyof DoseRecord, unknown>> = {},
): unknown {
  return {
    recordId: RecordId.parse(`00000000-0000-4000-8000-00000000000${doseNumber}`),
    municipalityCode: OWN,
    ticketNumber: '0000000001',
    doseNumber,
    ticketKind: '1',
    vaccinatedOn: IsoDate.parse(on),
    vaccinatedInMunicipality: OWN,
    venue: '市民体育館',
    doctor: '見本　医師',
    maker: 'ファイザー',
    lotNumber: 'FJ7489',
    registeredAt: REGISTERED,
    registeredBy: 'tablet',
    confirmed: false,
    version: 1,
    ...changes,
  };
}

/** A made-up person born in 1950 with one ticket. */
export function madePerson(
  doses: readonly unknown[],
  changes: Partial<Record<keyof Person, unknown>> = {},
): Person {
  return Person.parse({
    addresseeNumber: '1',
    municipalityCode: OWN,
    name: '見本　花子',
    kana: 'ミホン　ハナコ',
    birthDate: '1950-04-01',
    sex: '2',
    flag: { kind: 'none' },
    tickets: [ticket('0000000001')],
    doses,
    version: 1,
    updatedAt: REGISTERED,
    ...changes,
  });
}

export function ticket(
  number: string,
  stoppedOn: string | null = null,
  replacedBy: string | null = null,
): unknown {
  return {
    municipalityCode: OWN,
    ticketNumber: TicketNumber.parse(number),
    issuedOn: '2021-04-01',
    stoppedOn,
    replacedBy,
  };
}
