import fc from 'fast-check';
import { expect, it } from 'vitest';

import { holderTextOf, readHolder, readRecord, recordOf } from '../../../src-main/cache/person-record.ts';
import { anyPerson } from '../../integration/cache/a-person.ts';

it('what is written of a person is read back the same', () => {
  fc.assert(
    fc.property(anyPerson, (person) => {
      const { municipalityCode, updatedAt, tickets, doses } = person;
      expect(readRecord(recordOf(person))).toEqual({ municipalityCode, updatedAt, tickets, doses });
    }),
  );
});

it('what is written of a holder is read back the same', () => {
  fc.assert(
    fc.property(anyPerson, (person) => {
      for (const ticket of person.tickets) {
        const { addresseeNumber, birthDate, flag } = person;
        const holder = readHolder(holderTextOf(person, ticket));
        expect(holder).toMatchObject({ addresseeNumber, birthDate, flag, replacedBy: ticket.replacedBy });
        expect(holder.stoppedOn).toBe(ticket.stoppedOn);
        const ofOwnCity = person.tickets.filter(
          ({ municipalityCode }) => municipalityCode === ticket.municipalityCode,
        );
        const numbersOf = ofOwnCity.map(({ ticketNumber }) => ticketNumber);
        expect(new Set([...holder.otherTickets, ticket.ticketNumber])).toEqual(new Set(numbersOf));
        expect(holder.doses.filter(({ injection }) => injection)).toHaveLength(
          person.doses.filter(({ ticketKind }) => ticketKind === '1').length,
        );
        expect(holder.doses).toHaveLength(person.doses.length);
        const numbers = holder.doses.map(({ doseNumber }) => doseNumber);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
    }),
  );
});
