import { describe, expect, it } from 'vitest';

import {
  AddresseeNumber,
  DoseNumber,
  IsoDate,
  IsoTimestamp,
  MunicipalityCode,
  Sha256,
  TicketNumber,
  UserId,
} from '../../../src-shared/domain/identifiers.ts';

describe('the schemas of identifiers', () => {
  it.each([
    ['ticket number', TicketNumber, '0000000001'],
    ['addressee number', AddresseeNumber, '12345678901234Z'],
    ['municipality code', MunicipalityCode, '131237'],
    ['day', IsoDate, '2024-02-29'],
    ['moment', IsoTimestamp, '2021-04-01T00:00:00.000Z'],
    ['user ID', UserId, 'clerk01'],
    ['digest', Sha256, '0'.repeat(64)],
    ['dose number', DoseNumber, 7],
  ])('take a right %s', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(true);
  });

  it.each([
    ['ticket number of nine digits', TicketNumber, '123456789'],
    ['ticket number with a line end', TicketNumber, '1234567890\n'],
    ['ticket number of full-width digits', TicketNumber, '１２３４５６７８９０'],
    ['empty addressee number', AddresseeNumber, ''],
    ['addressee number of sixteen digits', AddresseeNumber, '1234567890123456'],
    ['municipality code with a wrong check digit', MunicipalityCode, '131238'],
    ['municipality code of five digits', MunicipalityCode, '13123'],
    ['day that does not exist', IsoDate, '2023-02-29'],
    ['moment without a zone', IsoTimestamp, '2021-04-01T00:00:00'],
    ['user ID that begins with a digit', UserId, '1clerk'],
    ['digest in capitals', Sha256, 'A'.repeat(64)],
    ['eighth dose', DoseNumber, 8],
    ['half a dose', DoseNumber, 1.5],
  ])('refuse a %s', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});
