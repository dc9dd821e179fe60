import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MunicipalityCode, TicketNumber } from '../../../../src-shared/domain/identifiers.ts';
import { NO_VACCINE, vaccineIdOf } from '../../../../src-shared/domain/doses/vaccines.ts';
import { municipalityCheckDigit } from '../../../../src-shared/domain/municipality-check-digit.ts';
import { NO_DAY, recordRowOf, vaccineOfCells } from '../../../../src-shared/domain/rows/record-rows.ts';
import { digestOf, ticketKey, ticketNumberOf } from '../../../../src-shared/domain/rows/row-keys.ts';

describe('the number of a ticket', () => {
  it('is different for different tickets and gives the ten digits back', () => {
    const municipality = fc
      .stringMatching(/^[0-9]{5}$/)
      .map((digits) => MunicipalityCode.parse(`${digits}${municipalityCheckDigit(digits)}`));
    const number = fc.stringMatching(/^[0-9]{10}$/).map((digits) => TicketNumber.parse(digits));
    fc.assert(
      fc.property(municipality, number, municipality, number, (city, ticket, otherCity, otherTicket) => {
        const key = ticketKey(city, ticket);
        expect(Number.isSafeInteger(key)).toBe(true);
        expect(ticketNumberOf(key)).toBe(ticket);
        expect(key === ticketKey(otherCity, otherTicket)).toBe(city === otherCity && ticket === otherTicket);
      }),
    );
  });
});

describe('a digest', () => {
  it('is 0 for nothing and only for nothing', () => {
    expect(digestOf('')).toBe(0);
    expect(digestOf('', '')).toBe(0);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(digestOf(text)).not.toBe(0);
        expect(Number.isSafeInteger(digestOf(text))).toBe(true);
      }),
    );
  });

  it('tells where one text ends and the next begins', () => {
    expect(digestOf('ab', 'c')).not.toBe(digestOf('a', 'bc'));
    expect(digestOf('a', '')).not.toBe(digestOf('', 'a'));
  });

  it('does not meet itself among a hundred thousand texts', () => {
    const digests = new Set(Array.from({ length: 100_000 }, (_, index) => digestOf(`会場${index}`)));
    expect(digests.size).toBe(100_000);
  });
});

const values = {
  municipalityCode: '131237',
  ticketNumber: '0000000001',
  doseNumber: '2',
  ticketKind: '1',
  vaccinatedOn: '2021-06-22',
  maker: 'ファイザー',
  lotNumber: 'FJ7489',
};

const said = (changed: Readonly<Record<string, string>>): string => {
  const row = recordRowOf(2, 0, { ...values, ...changed }, true);
  return JSON.stringify([row?.day, row?.venue, row?.lot, row?.maker, row?.otherContent]);
};

describe('a row of checked values', () => {
  it('says the same where everything that is stored is the same, and something else where one cell of it is', () => {
    expect(said({ addresseeNumber: '1', ticketNumber: '0000000002', doseNumber: '3' })).toBe(said({}));
    const stored = ['ticketKind', 'vaccinatedInMunicipality', 'venue', 'doctor', 'maker', 'lotNumber'];
    for (const column of stored) expect(said({ [column]: '131032' })).not.toBe(said({}));
    expect(said({ vaccinatedOn: '2021-06-23' })).not.toBe(said({}));
  });

  it('knows whether it says who holds the ticket', () => {
    expect(recordRowOf(2, 0, values, true)).toMatchObject({
      holder: 0,
      birthDay: NO_DAY,
      name: 0,
      dose: 2,
      injection: true,
      storable: true,
    });
    expect(recordRowOf(2, 0, { ...values, birthDate: '1970-01-02' }, true)?.birthDay).toBe(1);
  });

  it('is there even where its day can not be read, but not without its ticket or dose', () => {
    const { vaccinatedOn: _, ...dayless } = values;
    expect(recordRowOf(2, 0, dayless, false)).toMatchObject({ day: NO_DAY, dose: 2, storable: false });
    const { ticketNumber: __, ...ticketless } = values;
    expect(recordRowOf(2, 0, ticketless, false)).toBeUndefined();
  });

  it('names no vaccine where the lot is another maker’s', () => {
    expect(vaccineOfCells('ファイザー', '3004733')).toBe(NO_VACCINE);
    expect(vaccineOfCells('塩野義', 'FJ7489')).toBe(NO_VACCINE);
    expect(vaccineOfCells('ファイザー', 'FJ7489')).toBe(vaccineIdOf('Pfizer'));
  });
});
