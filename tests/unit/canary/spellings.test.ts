import { describe, expect, it } from 'vitest';

import { spelledIn, spellings } from '../../integration/spellings.ts';

const CANARY = '金糸雀　啼子';

describe('the search for canaries', () => {
  it.each(spellings(CANARY))('finds one that lies in the middle of something as $what', ({ bytes, what }) => {
    const hay = Buffer.concat([Buffer.from('{"x":"'), bytes, Buffer.from('"}')]);
    expect(spelledIn(hay, [CANARY])).toContain(`canary 0 as ${what}`);
  });

  it.each([0, 1, 2, 3, 4, 5])('finds one in base64 with %i bytes before it', (before) => {
    const hay = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(CANARY), Buffer.from('yyyy')]);
    expect(spelledIn(Buffer.from(hay.toString('base64')), [CANARY]).join()).toContain('base64');
    expect(spelledIn(Buffer.from(hay.toString('base64url')), [CANARY]).join()).toContain('base64url');
  });

  it('finds nothing where there is nothing', () => {
    expect(spelledIn(Buffer.from('カナリアはここにいない'), [CANARY])).toEqual([]);
  });
});
