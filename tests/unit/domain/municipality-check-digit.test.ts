import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import {
  hasMunicipalityCheckDigit,
  municipalityCheckDigit,
} from '../../../src-shared/domain/municipality-check-digit.ts';

const fiveDigits = fc.stringMatching(/^[0-9]{5}$/);
const withCheckDigit = fiveDigits.map((digits) => `${digits}${municipalityCheckDigit(digits)}`);

describe('the check digit of a municipality code', () => {
  it.each(['131237', '131032', '011002', '131016', '141003', '271004', '401307', '472018', '112241'])(
    'is right in the published code %s',
    (code) => {
      expect(hasMunicipalityCheckDigit(code)).toBe(true);
      expect(MunicipalityCode.safeParse(code).success).toBe(true);
    },
  );

  it('is 1 where the remainder is 0 and 0 where it is 1, unlike that of 個人番号', () => {
    expect(municipalityCheckDigit('00000')).toBe(1);
    expect(municipalityCheckDigit('20000')).toBe(0);
  });

  it('finds every change of one digit, unless one sum leaves 0 and the other 10, which share the digit 1', () => {
    fc.assert(
      fc.property(
        withCheckDigit,
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (code, place, step) => {
          const changed = changeDigit(code, place, step);
          fc.pre(place === 5 || !isBlindSpot(code, changed));
          expect(hasMunicipalityCheckDigit(changed)).toBe(false);
        },
      ),
    );
  });

  it('has a blind spot: sums that leave 0 and 10 share the digit 1', () => {
    expect(hasMunicipalityCheckDigit('000001')).toBe(true);
    expect(hasMunicipalityCheckDigit('000051')).toBe(true);
  });

  it('finds every exchange of neighbours, but for the same blind spot', () => {
    fc.assert(
      fc.property(withCheckDigit, fc.integer({ min: 0, max: 3 }), (code, place) => {
        const exchanged = `${code.slice(0, place)}${code.charAt(place + 1)}${code.charAt(place)}${code.slice(place + 2)}`;
        fc.pre(exchanged !== code && !isBlindSpot(code, exchanged));
        expect(hasMunicipalityCheckDigit(exchanged)).toBe(false);
      }),
    );
  });
});

function changeDigit(code: string, place: number, step: number): string {
  const changed = (Number(code.charAt(place)) + step) % 10;
  return `${code.slice(0, place)}${changed}${code.slice(place + 1)}`;
}

function isBlindSpot(one: string, other: string): boolean {
  const remainders = [remainder(one), remainder(other)].toSorted((a, b) => a - b);
  return remainders[0] === 0 && remainders[1] === 10;
}

function remainder(code: string): number {
  const weights = [6, 5, 4, 3, 2];
  return weights.reduce((sum, weight, index) => sum + weight * Number(code.charAt(index)), 0) % 11;
}
