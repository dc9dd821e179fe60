import { dayOfNumber } from '../../../src-shared/domain/dates/calendar.ts';
import { Person } from '../../../src-shared/vrs-api/people.ts';
import type { Resident } from '../../../src-training/residents/resident.ts';

/** A made-up resident as VRS would answer: what the rules are asked about. */
export function personOf(resident: Resident): Person {
  const { addresseeNumber, municipalityCode, name, kana, sex, flag } = resident;
  return Person.parse({
    addresseeNumber,
    municipalityCode,
    name,
    kana,
    birthDate: dayOfNumber(resident.birthDate),
    sex,
    flag: flag.kind === 'none' ? flag : { kind: flag.kind, on: dayOfNumber(flag.on) },
    tickets: resident.tickets.map(({ ticketNumber, issuedOn, stoppedOn, replacedBy }) => ({
      municipalityCode,
      ticketNumber,
      issuedOn: dayOfNumber(issuedOn),
      stoppedOn: stoppedOn === null ? null : dayOfNumber(stoppedOn),
      replacedBy,
    })),
    doses: resident.doses.map((dose) => ({
      recordId: dose.recordId,
      municipalityCode,
      ticketNumber: dose.ticketNumber,
      doseNumber: dose.doseNumber,
      ticketKind: dose.ticketKind,
      vaccinatedOn: dayOfNumber(dose.vaccinatedOn),
      vaccinatedInMunicipality: dose.vaccinatedIn,
      venue: dose.venue,
      doctor: dose.doctor,
      maker: dose.maker,
      lotNumber: dose.lotNumber,
      registeredAt: dose.registeredAt,
      registeredBy: dose.registeredBy,
      confirmed: dose.confirmed,
      version: 1,
    })),
    version: 1,
    updatedAt: '2024-04-01T00:00:00Z',
  });
}
