import type { DoseRecord, Person, ResidencyFlag, Ticket } from '../../src-shared/vrs-api/people.ts';
import type { Holder, StandingDose } from './repositories.ts';

/**
 * How people lie in the file: JSON arrays without names, a third of the size of the objects that VRS sends. They are written from
 * checked people and read from an authenticated file only, so reading them back is a matter of order.
 */

type TicketFields = [
  Ticket['municipalityCode'],
  Ticket['ticketNumber'],
  Ticket['issuedOn'],
  Ticket['stoppedOn'],
  Ticket['replacedBy'],
];

type DoseFields = [
  DoseRecord['recordId'],
  DoseRecord['municipalityCode'],
  DoseRecord['ticketNumber'],
  DoseRecord['doseNumber'],
  DoseRecord['ticketKind'],
  DoseRecord['vaccinatedOn'],
  DoseRecord['vaccinatedInMunicipality'],
  DoseRecord['venue'],
  DoseRecord['doctor'],
  DoseRecord['maker'],
  DoseRecord['lotNumber'],
  DoseRecord['registeredAt'],
  DoseRecord['registeredBy'],
  DoseRecord['confirmed'],
  DoseRecord['version'],
];

/** What the columns of `person` do not hold. */
export type RestOfPerson = Pick<Person, 'municipalityCode' | 'updatedAt' | 'tickets' | 'doses'>;
type RestFields = [Person['municipalityCode'], Person['updatedAt'], TicketFields[], DoseFields[]];

export function recordOf({ municipalityCode, updatedAt, tickets, doses }: RestOfPerson): string {
  const fields: RestFields = [
    municipalityCode,
    updatedAt,
    tickets.map((t) => [t.municipalityCode, t.ticketNumber, t.issuedOn, t.stoppedOn, t.replacedBy]),
    doses.map((d) => [
      d.recordId,
      d.municipalityCode,
      d.ticketNumber,
      d.doseNumber,
      d.ticketKind,
      d.vaccinatedOn,
      d.vaccinatedInMunicipality,
      d.venue,
      d.doctor,
      d.maker,
      d.lotNumber,
      d.registeredAt,
      d.registeredBy,
      d.confirmed,
      d.version,
    ]),
  ];
  return JSON.stringify(fields);
}

export function readRecord(record: string): RestOfPerson {
  const [municipalityCode, updatedAt, tickets, doses] = JSON.parse(record) as RestFields;
  return {
    municipalityCode,
    updatedAt,
    tickets: tickets.map((fields) => {
      const [code, ticketNumber, issuedOn, stoppedOn, replacedBy] = fields;
      return { municipalityCode: code, ticketNumber, issuedOn, stoppedOn, replacedBy };
    }),
    doses: doses.map(doseOf),
  };
}

function doseOf(fields: DoseFields): DoseRecord {
  return {
    recordId: fields[0],
    municipalityCode: fields[1],
    ticketNumber: fields[2],
    doseNumber: fields[3],
    ticketKind: fields[4],
    vaccinatedOn: fields[5],
    vaccinatedInMunicipality: fields[6],
    venue: fields[7],
    doctor: fields[8],
    maker: fields[9],
    lotNumber: fields[10],
    registeredAt: fields[11],
    registeredBy: fields[12],
    confirmed: fields[13],
    version: fields[14],
  };
}

type StandingFields = [
  StandingDose['ticketNumber'],
  number,
  boolean,
  StandingDose['vaccinatedOn'],
  string,
  string,
  boolean,
];
type HolderFields = [
  Holder['addresseeNumber'],
  Holder['birthDate'],
  ResidencyFlag,
  Holder['stoppedOn'],
  Holder['replacedBy'],
  Ticket['ticketNumber'][],
  StandingFields[],
];

/** What the batch checker gets to know through one of a person's tickets. */
export function holderTextOf(person: Person, ticket: Ticket): string {
  const fields: HolderFields = [
    person.addresseeNumber,
    person.birthDate,
    person.flag,
    ticket.stoppedOn,
    ticket.replacedBy,
    person.tickets
      .filter((other) => other.municipalityCode === ticket.municipalityCode)
      .map(({ ticketNumber }) => ticketNumber)
      .filter((other) => other !== ticket.ticketNumber),
    person.doses
      .toSorted((a, b) => a.doseNumber - b.doseNumber)
      .map((d) => [
        d.ticketNumber,
        d.doseNumber,
        d.ticketKind === '1',
        d.vaccinatedOn,
        d.maker,
        d.lotNumber,
        d.confirmed,
      ]),
  ];
  return JSON.stringify(fields);
}

/** The beginning of a holder's text that says who it is: `["` 宛名番号 (fifteen characters) `","` the birth date `"`. */
export const PERSON_CHARACTERS = 31;

/** Who it is, from the beginning of a holder's text. */
export function personInHolder(text: string): Pick<Holder, 'addresseeNumber' | 'birthDate'> {
  const [, addresseeNumber, , birthDate] = text.split('"') as [
    string,
    Holder['addresseeNumber'],
    string,
    Holder['birthDate'],
  ];
  return { addresseeNumber, birthDate };
}

export function readHolder(text: string): Holder {
  const [addresseeNumber, birthDate, flag, stoppedOn, replacedBy, otherTickets, doses] = JSON.parse(
    text,
  ) as HolderFields;
  return {
    addresseeNumber,
    birthDate,
    flag,
    stoppedOn,
    replacedBy,
    otherTickets,
    doses: doses.map(([ticketNumber, doseNumber, injection, vaccinatedOn, maker, lotNumber, confirmed]) => ({
      ticketNumber,
      doseNumber,
      injection,
      vaccinatedOn,
      maker,
      lotNumber,
      confirmed,
    })),
  };
}
