import { describe, expect, it } from 'vitest';

import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { FlagFacts, flagRowOf } from '../../../../src-shared/domain/rows/flag-facts.ts';
import { checkFlagAgainst, type KnownBirth } from '../../../../src-shared/domain/rows/flag-rows.ts';
import type { CrossFinding } from '../../../../src-shared/domain/rows/row-finding.ts';
import { checkPerson } from '../../../../src-shared/domain/rows/subject-rows.ts';

type Values = Readonly<Record<string, string>>;

const values = (changes: Values = {}): Values => ({
  municipalityCode: '131237',
  addresseeNumber: '10012345',
  flag: 'deceased',
  flagOn: '2021-09-01',
  ...changes,
});

function factsOf(...rows: readonly Values[]): FlagFacts {
  const facts = new FlagFacts();
  for (const [index, row] of rows.entries()) facts.add(flagRowOf(index + 2, row));
  return facts;
}

const told = (...rows: readonly Values[]): readonly string[] => {
  const found: CrossFinding[] = [];
  checkPerson(
    factsOf(...rows),
    rows.map((_, place) => place),
    (each) => found.push(each),
  );
  return found.map(({ line, code }) => `${line} ${code}`);
};

const beside = (row: Values, born: KnownBirth): string | undefined =>
  checkFlagAgainst(factsOf(row), 0, born, '異動日')?.code;

describe('the rows of one person in 転出・死亡フラグ', () => {
  it('are skipped where they say the very same again', () => {
    expect(told(values(), values())).toEqual(['3 row-duplicate']);
  });

  it.each([{ flagOn: '2021-09-02' }, { flag: 'moved-out' }, { flag: 'none', flagOn: '' }])(
    'are refused, both, where they say different things: %o',
    (changes) => {
      expect(told(values(), values(changes))).toEqual(['2 row-key-conflict', '3 row-key-conflict']);
    },
  );

  it('are those of one municipality and one whole 宛名番号', () => {
    const facts = factsOf(
      values(),
      values({ municipalityCode: '131032' }),
      values({ addresseeNumber: '100123450' }),
      values({ addresseeNumber: '010012345' }),
      values({ flagOn: '2021-01-01' }),
    );
    expect([1, 2, 3, 4].map((place) => facts.isSamePerson(0, place))).toEqual([false, false, false, true]);
  });
});

describe('a row of 転出・死亡フラグ beside what stands', () => {
  it('is in order from the day of birth on', () => {
    expect(beside(values({ flagOn: '1950-04-01' }), IsoDate.parse('1950-04-01'))).toBeUndefined();
    expect(beside(values({ flagOn: '1950-03-31' }), IsoDate.parse('1950-04-01'))).toBe('date-before-birth');
  });

  it('has no day to be compared where the flag is taken away', () => {
    expect(beside(values({ flag: 'none', flagOn: '' }), IsoDate.parse('1950-04-01'))).toBeUndefined();
  });

  it('means nobody where nobody has the number; without a copy nobody can tell', () => {
    expect(beside(values(), null)).toBe('person-unknown');
    expect(beside(values(), 'unknown')).toBeUndefined();
  });
});
