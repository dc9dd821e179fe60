import type { TicketHolder } from '../../src-shared/domain/rows/ticket-holder.ts';
import type { AddresseeNumber, MunicipalityCode, TicketNumber } from '../../src-shared/domain/identifiers.ts';
import type { Storage } from '../storage/database.ts';
import { PeopleStore } from './people-store.ts';

/** What stands for somebody, as the terminal's copy would answer it: told by VRS itself, to who can read its file. */
export class StandingPeople {
  readonly #people: PeopleStore;

  constructor(storage: Storage) {
    this.#people = new PeopleStore(storage);
  }

  /** Null where nobody has the 宛名番号. */
  residentOf(municipalityCode: MunicipalityCode, addresseeNumber: AddresseeNumber) {
    const person = this.#people.read(municipalityCode, addresseeNumber);
    if (!person) return null;
    const { name, kana, birthDate, sex, flag, tickets } = person;
    const ticket = tickets.findLast(({ stoppedOn }) => stoppedOn === null) ?? tickets.at(-1);
    return { name, kana, birthDate, sex, flag, ticketNumber: ticket?.ticketNumber ?? null };
  }

  /** Null where the ticket was never issued. */
  holderOf(ticket: {
    readonly municipalityCode: MunicipalityCode;
    readonly ticketNumber: TicketNumber;
  }): TicketHolder | null {
    const { municipalityCode, ticketNumber } = ticket;
    const row = this.#people.holderOf(municipalityCode, ticketNumber);
    if (!row) return null;
    const person = this.#people.withDoses(row);
    const own = person.tickets.filter((each) => each.municipalityCode === municipalityCode);
    const held = own.find((each) => each.ticketNumber === ticketNumber);
    const { addresseeNumber, birthDate, flag, doses } = person;
    return {
      addresseeNumber,
      birthDate,
      flag,
      stoppedOn: held?.stoppedOn ?? null,
      replacedBy: held?.replacedBy ?? null,
      otherTickets: own.flatMap((each) => (each === held ? [] : each.ticketNumber)),
      doses: doses.map((dose) => ({
        ticketNumber: dose.ticketNumber,
        doseNumber: dose.doseNumber,
        injection: dose.ticketKind === '1',
        vaccinatedOn: dose.vaccinatedOn,
        maker: dose.maker,
        lotNumber: dose.lotNumber,
        confirmed: dose.confirmed,
      })),
    };
  }
}
