import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatTicketNumber,
  readAddresseeNumber,
  readDoseNumber,
  readMunicipalityCode,
  readTicketNumber,
  tidyIdentifier,
} from '../../../src-shared/domain/identifier-text.ts';
import {
  AddresseeNumber,
  DoseNumber,
  MunicipalityCode,
  TicketNumber,
} from '../../../src-shared/domain/identifiers.ts';
import { municipalityCheckDigit } from '../../../src-shared/domain/municipality-check-digit.ts';

describe('a ticket number', () => {
  it('is read as it stands', () => {
    expect(readTicketNumber('0123456789')).toEqual({ value: '0123456789', normalised: false });
  });

  it.each(['０１２３４５６７８９', '0123 456 789', ' 0123456789\r'])(
    'is put right from 「%s」, which is said',
    (text) => {
      expect(readTicketNumber(text)).toEqual({ value: '0123456789', normalised: true });
    },
  );

  it.each(['', '123456789', '12345678901', '12345-6789', '123456789O', '一二三四五六七八九十'])(
    'is not 「%s」',
    (text) => {
      expect(readTicketNumber(text)).toBeUndefined();
    },
  );

  it('is shown in groups that are read back to the same number', () => {
    expect(formatTicketNumber(TicketNumber.parse('1234567890'))).toBe('1234 567 890');
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{10}$/), (digits) => {
        const shown = formatTicketNumber(TicketNumber.parse(digits));
        expect(readTicketNumber(shown)).toEqual({ value: digits, normalised: true });
      }),
    );
  });
});

describe('an addressee number', () => {
  it('keeps its leading zeros and the case of its letters', () => {
    expect(readAddresseeNumber('000012')).toEqual({ value: '000012', normalised: false });
    expect(readAddresseeNumber('ａB1')).toEqual({ value: 'aB1', normalised: true });
  });

  it.each(['', '1234567890123456', '12-34', '宛1'])('is not 「%s」', (text) => {
    expect(readAddresseeNumber(text)).toBeUndefined();
  });
});

describe('a municipality code', () => {
  it.each(['131237', '１３１２３７', '131 237'])('is read from 「%s」', (text) => {
    expect(readMunicipalityCode(text)?.value).toBe('131237');
  });

  it.each(['131238', '13123', '11002', ''])('is not 「%s」', (text) => {
    expect(readMunicipalityCode(text)).toBeUndefined();
  });
});

describe('a dose number', () => {
  it.each([
    ['1', 1, false],
    ['7', 7, false],
    ['３', 3, true],
  ])('is read from 「%s」', (text, value, normalised) => {
    expect(readDoseNumber(text)).toEqual({ value, normalised });
  });

  it.each(['0', '8', '', '1.0', '01', '2回目', '1e0', '-1'])('is not 「%s」', (text) => {
    expect(readDoseNumber(text)).toBeUndefined();
  });
});

describe('the parsers of cells', () => {
  it('take what the schemas take, and nothing else', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[0-9]{0,12}$/),
      fc.stringMatching(/^[0-9A-Za-z-]{0,17}$/),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.stringMatching(/^[0-9]{5}$/).map((digits) => digits + String(municipalityCheckDigit(digits))),
    );
    fc.assert(
      fc.property(text, (written) => {
        const tidy = tidyIdentifier(written);
        expect(readTicketNumber(written)?.value).toBe(TicketNumber.safeParse(tidy).data);
        expect(readAddresseeNumber(written)?.value).toBe(AddresseeNumber.safeParse(tidy).data);
        expect(readMunicipalityCode(written)?.value).toBe(MunicipalityCode.safeParse(tidy).data);
        const dose = /^[0-9]$/.test(tidy) ? DoseNumber.safeParse(Number(tidy)).data : undefined;
        expect(readDoseNumber(written)?.value).toBe(dose);
      }),
      { numRuns: 2000 },
    );
  });
});
