import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addresseeOf,
  firstOfAddressee,
  restOfAddressee,
} from '../../../../src-shared/domain/rows/addressee-key.ts';

describe('宛名番号 as two numbers', () => {
  it('is the same 宛名番号 again, with its zeros and the case of its letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z]{1,15}$/), (addresseeNumber) => {
        const [first, rest] = [firstOfAddressee(addresseeNumber), restOfAddressee(addresseeNumber)];
        expect(Number.isSafeInteger(first) && Number.isSafeInteger(rest)).toBe(true);
        expect(addresseeOf(first, rest)).toBe(addresseeNumber);
      }),
      { examples: [['zzzzzzzzzzzzzzz'], ['000000000000000'], ['0'], ['00000000']] },
    );
  });
});
