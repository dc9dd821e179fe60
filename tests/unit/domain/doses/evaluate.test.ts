import { describe, expect, it } from 'vitest';

import { DoseWarning as ContractWarning } from '../../../../src-shared/contract/people.ts';
import { evaluateDoses } from '../../../../src-shared/domain/doses/evaluate.ts';
import type { Person } from '../../../../src-shared/vrs-api/people.ts';
import { day } from '../dates/days.ts';
import { madeDose, madePerson, ticket } from './made-person.ts';

const TODAY = day('2024-05-01');
const codesOf = (person: Person): string[] => evaluateDoses(person, TODAY).map(({ code }) => code);

const sound = [madeDose(1, '2021-06-01'), madeDose(2, '2021-06-22'), madeDose(3, '2022-02-01')];

describe('the doses of one person', () => {
  it('are without warnings where everything is in order', () => {
    expect(evaluateDoses(madePerson(sound), TODAY)).toEqual([]);
    expect(evaluateDoses(madePerson([]), TODAY)).toEqual([]);
  });

  it('may stand in any order', () => {
    expect(codesOf(madePerson(sound.toReversed()))).toEqual([]);
  });

  it('give warnings that the contract takes', () => {
    const person = madePerson([
      madeDose(2, '2021-06-01', { maker: '？', lotNumber: '3004667', ticketNumber: '0000000009' }),
      madeDose(7, '2030-06-01'),
    ]);
    const warnings = evaluateDoses(person, TODAY);
    expect(warnings.length).toBeGreaterThan(4);
    for (const warning of warnings) expect(ContractWarning.safeParse(warning).success).toBe(true);
  });

  it('give what must be corrected first', () => {
    const person = madePerson([madeDose(2, '2021-06-01'), madeDose(3, '2021-05-01')]);
    expect(evaluateDoses(person, TODAY).map(({ severity }) => severity)).toEqual([
      'must-correct',
      'should-check',
    ]);
  });
});

describe('a day that can not be right', () => {
  it('is one warning and not five', () => {
    expect(codesOf(madePerson([madeDose(1, '2121-06-01'), madeDose(2, '2021-06-22')]))).toEqual([
      'date-in-future',
    ]);
    expect(codesOf(madePerson([madeDose(1, '2021-06-01'), madeDose(2, '2011-06-22')]))).toEqual([
      'date-before-programme',
    ]);
    expect(codesOf(madePerson([madeDose(1, '2024-04-01')]))).toEqual(['date-after-programme']);
  });

  it('is before birth even where the programme had begun', () => {
    expect(codesOf(madePerson([madeDose(1, '2021-06-01')], { birthDate: '2021-06-02' }))).toEqual([
      'date-before-birth',
    ]);
  });

  it('is compared with today in Japan as it is handed over', () => {
    const person = madePerson([madeDose(1, '2021-06-01')]);
    expect(evaluateDoses(person, day('2021-05-31')).map(({ code }) => code)).toEqual(['date-in-future']);
    expect(evaluateDoses(person, day('2021-06-01'))).toEqual([]);
  });
});

describe('a flag', () => {
  const doses = [madeDose(1, '2021-06-01'), madeDose(2, '2021-06-22')];

  it('of death allows doses up to that day', () => {
    expect(codesOf(madePerson(doses, { flag: { kind: 'deceased', on: '2021-06-22' } }))).toEqual([]);
    expect(codesOf(madePerson(doses, { flag: { kind: 'deceased', on: '2021-06-21' } }))).toEqual([
      'date-after-death',
    ]);
  });

  it('of moving out questions doses by the old ticket only', () => {
    const flag = { kind: 'moved-out', on: '2021-06-21' };
    expect(codesOf(madePerson(doses, { flag }))).toEqual(['date-after-move-out']);
    const elsewhere = [madeDose(1, '2021-06-01'), madeDose(2, '2021-06-22', { municipalityCode: '131032' })];
    expect(codesOf(madePerson(elsewhere, { flag }))).toEqual([]);
  });
});

describe('a ticket', () => {
  it('that is not the person’s is told', () => {
    const person = madePerson([madeDose(1, '2021-06-01', { ticketNumber: '0000000002' })]);
    expect(codesOf(person)).toEqual(['ticket-not-issued']);
  });

  it('of the municipality before can not be known', () => {
    const person = madePerson([
      madeDose(1, '2021-06-01', { ticketNumber: '0000000002', municipalityCode: '131032' }),
    ]);
    expect(codesOf(person)).toEqual([]);
  });

  it('that was stopped names the newer one', () => {
    const tickets = [ticket('0000000001', '2021-05-31', '0000000002'), ticket('0000000002')];
    const [warning] = evaluateDoses(madePerson([madeDose(1, '2021-06-01')], { tickets }), TODAY);
    expect(warning).toMatchObject({ code: 'ticket-stopped', severity: 'should-check' });
    expect(warning?.sentence).toContain('0000000002');
  });
});

describe('the series', () => {
  it('is reversed where a higher number is earlier', () => {
    const [warning] = evaluateDoses(
      madePerson([madeDose(1, '2021-06-22'), madeDose(2, '2021-06-01')]),
      TODAY,
    );
    expect(warning).toMatchObject({ code: 'dose-order-reversed', doseNumbers: [1, 2] });
  });

  it('never has two doses on one day', () => {
    expect(codesOf(madePerson([madeDose(1, '2021-06-01'), madeDose(2, '2021-06-01')]))).toEqual([
      'dose-same-day',
    ]);
  });

  it('never has one dose twice, by two tickets', () => {
    const tickets = [ticket('0000000001'), ticket('0000000002')];
    const twice = (on: string): Person =>
      madePerson([madeDose(1, '2021-06-01'), madeDose(1, on, { ticketNumber: '0000000002' })], { tickets });
    expect(codesOf(twice('2021-06-02'))).toEqual(['dose-number-taken']);
    expect(codesOf(twice('2021-06-01'))).toEqual(['dose-same-day']);
  });

  it('names every dose that is missing', () => {
    const [warning] = evaluateDoses(madePerson([madeDose(3, '2022-02-01')]), TODAY);
    expect(warning?.code).toBe('dose-missing-before');
    expect(warning?.sentence).toContain('1回目・2回目の記録がありません');
  });

  it('takes 予診のみ for no dose', () => {
    const person = madePerson([
      madeDose(1, '2021-06-01'),
      madeDose(2, '2021-06-10', { ticketKind: '2', maker: '', lotNumber: '' }),
      madeDose(2, '2021-06-22', { recordId: '00000000-0000-4000-8000-000000000009' }),
    ]);
    expect(codesOf(person)).toEqual([]);
  });

  it('may be of two makers, but then it is asked about', () => {
    const person = madePerson([
      madeDose(1, '2021-06-01'),
      madeDose(2, '2021-07-01', { maker: '武田/モデルナ', lotNumber: '3004733' }),
    ]);
    expect(codesOf(person)).toEqual(['series-mixed-makers']);
  });
});

describe('children', () => {
  const child = { maker: 'コミナティ（5〜11歳用）' };
  const infant = { maker: 'コミナティ（6ヵ月〜4歳用）' };

  it('keep the product of dose 1 after the birthday', () => {
    const birthDate = '2010-06-15';
    const doses = [madeDose(1, '2022-06-01', child), madeDose(2, '2022-06-22', child)];
    expect(codesOf(madePerson(doses, { birthDate }))).toEqual([]);
    expect(
      codesOf(madePerson([doses[0], madeDose(2, '2022-06-22', { maker: 'コミナティ' })], { birthDate })),
    ).toEqual(['age-product-mismatch']);
  });

  it('are twelve the day before the birthday', () => {
    const doses = [madeDose(1, '2022-06-01', child)];
    expect(codesOf(madePerson(doses, { birthDate: '2010-06-03' }))).toEqual([]);
    expect(codesOf(madePerson(doses, { birthDate: '2010-06-02' }))).toEqual(['age-product-mismatch']);
  });

  it('are five the day before the birthday', () => {
    const doses = [madeDose(1, '2022-06-01', child)];
    expect(codesOf(madePerson(doses, { birthDate: '2017-06-02' }))).toEqual([]);
    expect(codesOf(madePerson(doses, { birthDate: '2017-06-03' }))).toEqual(['age-below']);
  });

  it('of six months to four years have three first doses, 18 and 55 days apart', () => {
    const birthDate = '2021-01-10';
    const series = (third: string): Person =>
      madePerson(
        [madeDose(1, '2022-11-01', infant), madeDose(2, '2022-11-20', infant), madeDose(3, third, infant)],
        { birthDate },
      );
    expect(codesOf(series('2023-01-15'))).toEqual([]);
    expect(codesOf(series('2023-01-14'))).toEqual(['interval-too-short']);
  });

  it('are known for an infants’ series by their age where only the maker is said', () => {
    const doses = [madeDose(1, '2022-11-01'), madeDose(2, '2022-11-22'), madeDose(3, '2023-01-17')];
    expect(codesOf(madePerson(doses, { birthDate: '2021-01-10' }))).toEqual([]);
    expect(codesOf(madePerson(doses, { birthDate: '2001-01-10' }))).toEqual(['interval-too-short']);
  });

  it('wait five months for dose 3 until the bivalent product came', () => {
    const first = [madeDose(1, '2022-06-01', child), madeDose(2, '2022-06-22', child)];
    const early = [...first, madeDose(3, '2022-11-21', child)];
    const inTime = [...first, madeDose(3, '2022-11-22', child)];
    const birthDate = '2014-01-01';
    expect(codesOf(madePerson(early, { birthDate }))).toEqual(['interval-too-short']);
    expect(codesOf(madePerson(inTime, { birthDate }))).toEqual([]);
  });
});

describe('the vaccine', () => {
  it('is asked about where it was not in use', () => {
    expect(
      codesOf(madePerson([madeDose(1, '2021-03-01', { maker: 'モデルナ', lotNumber: '3004733' })])),
    ).toEqual(['product-not-in-use']);
    expect(codesOf(madePerson([madeDose(1, '2023-10-01', { maker: 'コミナティ' })]))).toEqual([
      'product-not-in-use',
    ]);
  });

  it('is asked about where the master does not know it', () => {
    const [warning] = evaluateDoses(madePerson([madeDose(1, '2021-06-01', { maker: 'ファイサー' })]), TODAY);
    expect(warning?.code).toBe('maker-unknown');
    expect(warning?.sentence).toContain('ファイザー');
  });

  it('has a lot that is looked at after the notation was unified', () => {
    expect(codesOf(madePerson([madeDose(1, '2021-06-01', { lotNumber: 'ｆｊ 7489' })]))).toEqual([]);
    expect(codesOf(madePerson([madeDose(1, '2021-06-01', { lotNumber: '3004733' })]))).toEqual([
      'lot-pattern-unusual',
    ]);
    expect(
      codesOf(madePerson([madeDose(1, '2021-07-01', { maker: 'モデルナ', lotNumber: '3004667' })])),
    ).toEqual(['lot-recalled']);
  });
});
