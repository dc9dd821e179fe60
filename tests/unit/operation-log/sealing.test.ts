import { createSecretKey, randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { seal, unseal } from '../../../src-main/operation-log/sealing.ts';

const key = createSecretKey(randomBytes(32));

describe('a sealed value', () => {
  it('opens under its key, in its entry, and nowhere else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0')),
        fc.integer({ min: 1 }),
        (text, sequence) => {
          const sealed = seal(key, sequence, text);
          expect(unseal(key, sequence, sealed)).toBe(text);
          expect(unseal(key, sequence + 1, sealed)).toBeUndefined();
          expect(unseal(createSecretKey(randomBytes(32)), sequence, sealed)).toBeUndefined();
        },
      ),
    );
  });

  it('does not open when one character is another', () => {
    const sealed = seal(key, 7, '1000000001');
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(unseal(key, 7, changed)).toBeUndefined();
    }
    for (const other of ['', 'AAAA', sealed.slice(0, -5), `sha256:${'0'.repeat(64)}`]) {
      expect(unseal(key, 7, other)).toBeUndefined();
    }
  });

  it('does not tell how long a number is, nor that two are the same', () => {
    const lengths = ['1', '123456789012345'].map((text) => seal(key, 7, text).length);
    expect(lengths).toEqual([59, 59]);
    expect(seal(key, 7, '1')).not.toBe(seal(key, 7, '1'));
  });
});
