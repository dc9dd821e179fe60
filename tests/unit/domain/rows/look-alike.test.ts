import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lookAlikesOf, withLostZeros } from '../../../../src-shared/domain/rows/look-alike.ts';

const ticket = fc.stringMatching(/^[0-9]{10}$/);

describe('the tickets that one may be taken for', () => {
  it('are taken for it as well', () => {
    fc.assert(
      fc.property(ticket, (number) => {
        for (const other of lookAlikesOf(number)) expect(lookAlikesOf(other)).toContain(number);
      }),
    );
  });

  it('are other ticket numbers, each once, and few', () => {
    fc.assert(
      fc.property(ticket, (number) => {
        const found = lookAlikesOf(number);
        expect(found.every((other) => /^[0-9]{10}$/.test(other) && other !== number)).toBe(true);
        expect(new Set(found).size).toBe(found.length);
        expect(found.length).toBeLessThanOrEqual(30);
      }),
    );
  });

  it.each([
    ['0000000001', '0000000004'],
    ['0000000001', '0000000007'],
    ['0000000004', '0000000007'],
    ['0000000003', '0000000008'],
    ['0000000000', '0000000006'],
    ['0000000005', '0000000006'],
    ['0000000012', '0000000021'],
  ])('%s and %s', (one, other) => {
    expect(lookAlikesOf(one)).toContain(other);
  });

  it.each([
    ['0000000001', '0000000002'],
    ['0000000005', '0000000000'],
    ['0000000012', '0000000014'],
    ['0000000102', '0000000201'],
  ])('are not %s and %s', (one, other) => {
    expect(lookAlikesOf(one)).not.toContain(other);
  });
});

describe('leading zeros that a spreadsheet cut off', () => {
  it.each([
    ['123456789', '0123456789'],
    ['12345678', '0012345678'],
    ['10000', '0000010000'],
  ])('of %s are put back for a look at %s', (text, number) => {
    expect(withLostZeros(text)).toBe(number);
  });

  it.each(['0123456789', '012345678', '1234', '12345678901', '1234567８9', ''])('of %j are not', (text) => {
    expect(withLostZeros(text)).toBeUndefined();
  });
});
