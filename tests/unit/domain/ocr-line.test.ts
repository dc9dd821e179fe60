import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatOcrLine, readOcrLine, withoutScannerFrame } from '../../../src-shared/domain/ocr-line.ts';

describe('the OCR line', () => {
  it('is 券種, 回数, 市町村コード and 券番号', () => {
    expect(readOcrLine('121312370000000123')).toEqual({
      readable: true,
      line: {
        value: {
          ticketKind: '1',
          doseNumber: 2,
          municipalityCode: '131237',
          ticketNumber: '0000000123',
        },
        normalised: false,
      },
    });
  });

  it('is read with blanks and full-width digits, which is said', () => {
    const reading = readOcrLine('１２ 131237 0000 000 123');
    expect(reading).toMatchObject({ readable: true, line: { normalised: true } });
  });

  it.each([
    ['12131237000000012', 'length'],
    ['1213123700000001234', 'length'],
    ['12131237000000012X', 'length'],
    ['321312370000000123', 'ticket-kind'],
    ['021312370000000123', 'ticket-kind'],
    ['101312370000000123', 'dose-number'],
    ['181312370000000123', 'dose-number'],
    ['121312380000000123', 'municipality-code'],
  ])('%s is refused because of its %s', (text, wrong) => {
    expect(readOcrLine(text)).toEqual({ readable: false, wrong });
  });

  it('is written as the 18 digits that it was read from', () => {
    const line = fc
      .tuple(fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 7 }), fc.stringMatching(/^[0-9]{10}$/))
      .map(([kind, dose, ticket]) => `${kind}${dose}131237${ticket}`);
    fc.assert(
      fc.property(line, (digits) => {
        const reading = readOcrLine(digits);
        expect(reading.readable && formatOcrLine(reading.line.value)).toBe(digits);
      }),
    );
  });

  it('never lets one wrong digit of the municipality code pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 9 }), (place, step) => {
        const digits = Array.from('121312370000000123');
        digits[place] = String((Number(digits[place]) + step) % 10);
        expect(readOcrLine(digits.join(''))).toEqual({ readable: false, wrong: 'municipality-code' });
      }),
    );
  });
});

describe('what a scanner types', () => {
  it.each([
    ['A1234567890A', '1234567890'],
    ['a1234567890b\r', '1234567890'],
    ['D121312370000000123D', '121312370000000123'],
  ])('%s loses its frame', (text, digits) => {
    expect(withoutScannerFrame(text)).toBe(digits);
  });

  it.each(['A123A', 'A1234567890', 'E1234567890E', '1234567890', 'ABCD'])(
    '%s has no frame to lose',
    (text) => {
      expect(withoutScannerFrame(text)).toBe(text);
    },
  );
});
