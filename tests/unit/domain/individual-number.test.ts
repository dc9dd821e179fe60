import { inspect } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  IndividualNumber,
  individualNumberCheckDigit,
  revealIndividualNumber,
} from '../../../src-shared/domain/individual-number.ts';

const elevenDigits = fc.stringMatching(/^[0-9]{11}$/).filter((digits) => /[1-9]/.test(digits));
const withCheckDigit = elevenDigits.map((digits) => `${digits}${individualNumberCheckDigit(digits)}`);

describe('個人番号', () => {
  it.each(['123456789018', '023456789013', '111111111118'])(
    'is read with the right check digit',
    (digits) => {
      const number = IndividualNumber.parse(digits);
      expect(number && revealIndividualNumber(number)).toBe(digits);
    },
  );

  it.each([
    ['twelve zeros', '000000000000'],
    ['a wrong check digit', '123456789012'],
    ['eleven digits', '12345678901'],
    ['thirteen digits', '1234567890180'],
    ['a letter', '12345678901A'],
    ['full-width digits', '１２３４５６７８９０１８'],
    ['nothing', ''],
  ])('is not read from %s', (_, text) => {
    expect(IndividualNumber.parse(text)).toBeUndefined();
  });

  it('is not read with its check digit wrong', () => {
    fc.assert(
      fc.property(withCheckDigit, fc.integer({ min: 1, max: 9 }), (digits, step) => {
        const wrong = `${digits.slice(0, 11)}${(Number(digits.charAt(11)) + step) % 10}`;
        expect(IndividualNumber.parse(wrong)).toBeUndefined();
      }),
    );
  });

  it('is not read with one other digit wrong, unless both sums leave 0 or 1, which share the digit 0', () => {
    fc.assert(
      fc.property(
        withCheckDigit,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (digits, place, step) => {
          const changed = (Number(digits.charAt(place)) + step) % 10;
          const wrong = `${digits.slice(0, place)}${changed}${digits.slice(place + 1)}`;
          const shared = digits.endsWith('0') && individualNumberCheckDigit(wrong.slice(0, 11)) === 0;
          expect(IndividualNumber.parse(wrong) === undefined).toBe(!shared);
        },
      ),
    );
  });

  it('prints as a mask wherever something is printed', () => {
    const number = IndividualNumber.parse('123456789018');
    for (const printed of [
      String(number),
      JSON.stringify({ number }),
      inspect({ number }, { depth: 9, showHidden: true }),
      inspect(number),
      JSON.stringify(Object.assign({}, number)),
      inspect(structuredClone(Object.assign({}, number))),
    ]) {
      expect(printed).not.toContain('123456789018');
      expect(printed).not.toContain('1234567890');
    }
    expect(String(number)).toBe('[個人番号]');
  });
});
