import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Finding } from '../../../../src-shared/contract/batches.ts';
import { IsoDate, MunicipalityCode } from '../../../../src-shared/domain/identifiers.ts';
import { checkRow } from '../../../../src-shared/domain/rules/check-row.ts';
import { toldOf } from '../../../../src-shared/domain/rules/finding.ts';
import { recordsLayout, subjectsLayout } from '../../../../src-shared/domain/rules/layouts.ts';
import { unmappableCharacters } from '../../../../src-shared/domain/rules/unmappable.ts';
import { parseBatchRow } from '../../../../src-shared/vrs-api/batch-rows.ts';

const context = { municipalityCode: MunicipalityCode.parse('131237'), today: IsoDate.parse('2024-05-01') };

const soundRecord = {
  municipalityCode: '131237',
  ticketNumber: '0123456789',
  doseNumber: '2',
  vaccinatedOn: '令和3年6月22日',
  maker: 'モデルナ',
  lotNumber: '3004733',
};
const soundSubject = {
  municipalityCode: '131237',
  addresseeNumber: '10012345',
  individualNumber: '123456789018',
  name: '髙橋　花子',
  kana: 'ﾀｶﾊｼ ﾊﾅｺ',
  birthDate: 'S25.4.1',
  sex: '2',
  ticketNumber: '0123456789',
  flag: '2',
  flagOn: '20230401',
};

describe('a row that can be stored', () => {
  it('of 接種記録 becomes what a chunk carries', () => {
    const { row } = checkRow(recordsLayout, 7, soundRecord, context);
    expect(row).toEqual([
      7,
      '131237',
      '0123456789',
      '2',
      '1',
      '2021-06-22',
      '',
      '',
      '',
      '武田/モデルナ',
      '3004733',
    ]);
  });

  it('of 接種対象者 becomes what a chunk carries', () => {
    const { row, findings } = checkRow(subjectsLayout, 7, soundSubject, context);
    expect(findings).toEqual([]);
    expect(row?.slice(1)).toEqual([
      '131237',
      '10012345',
      '123456789018',
      '髙橋　花子',
      'ﾀｶﾊｼ ﾊﾅｺ',
      '1950-04-01',
      '2',
      '0123456789',
      'deceased',
      '2023-04-01',
    ]);
  });
});

/** Cells as files have them: mostly right in one way or another, sometimes wrong, sometimes anything at all. */
const cell = (right: readonly string[], ...wrong: readonly string[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong, '', '　') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  );
const records = fc.record({
  municipalityCode: cell(['131237', '１３１２３７', '131032'], '131238'),
  ticketNumber: cell(['0123456789', '0123 456 789'], '121312370123456789'),
  doseNumber: cell(['1', '７'], '8'),
  ticketKind: cell(['1', '２', ''], '3'),
  vaccinatedOn: cell(['20210601', 'R3.6.1', '２０２１/6/1', '2030/1/1'], '20210229'),
  vaccinatedInMunicipality: cell(['131032', ''], '131033'),
  venue: cell(['市民体育館', '　市民体育館 ', ''], '𠮷'.repeat(16), '市民\n体育館'),
  doctor: cell(['見本　医師', ' 医師 ', '']),
  maker: cell(['ファイザー', 'Moderna', 'コミナティ(5~11歳用)', '不明 ']),
  lotNumber: cell(['FJ7489', 'ｆｊ７４８９', '3004667', '不 明']),
  addresseeNumber: cell(['10012345', '１２', ''], '1-1'),
  birthDate: cell(['19500401', '2022-01-01', '']),
});
const subjects = fc.record({
  municipalityCode: cell(['131237', '131032']),
  addresseeNumber: cell(['10012345', '１２'], '1-1'),
  individualNumber: cell(['123456789018', '１２３４５６７８９０１８', ''], '123456789012', '12345'),
  name: cell(['見本　花子', '\u{E000}田', '葛\u{E0100}城', ' 見本']),
  kana: cell(['ミホン　ハナコ', '']),
  birthDate: cell(['S25.4.1', '20300101'], 'S64.1.8'),
  sex: cell(['1', '２'], '3'),
  ticketNumber: cell(['0123456789']),
  flag: cell(['0', '1', '2', ''], '９'),
  flagOn: cell(['20230401', '20300101', '']),
});

describe('any row at all', () => {
  it('is either refused or taken by the wire as it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(records, (cells) => {
        const { row, findings } = checkRow(recordsLayout, 2, cells, context);
        taken += row ? 1 : 0;
        const rejected = findings.some(({ severity }) => severity === 'reject');
        expect(row === undefined).toBe(rejected);
        expect(rejected || parseBatchRow('records', JSON.stringify(row)) !== undefined).toBe(true);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(subjects, (cells) => {
        const { row } = checkRow(subjectsLayout, 2, cells, context);
        taken += row ? 1 : 0;
        expect(row === undefined || parseBatchRow('subjects', JSON.stringify(row)) !== undefined).toBe(true);
      }),
      { numRuns: 1000 },
    );
    // Both kinds of row must come up, or this says nothing.
    expect(taken).toBeGreaterThan(300);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(records, (cells) => {
        const once = checkRow(recordsLayout, 2, cells, context);
        fc.pre(once.row !== undefined);
        const twice = checkRow(recordsLayout, 2, once.values, context);
        expect(twice.row).toEqual(once.row);
        expect(twice.findings.filter(({ code }) => code === 'value-normalised')).toEqual([]);
      }),
    );
  });

  it('has one 取込不可 for a cell at most', () => {
    fc.assert(
      fc.property(records, (cells) => {
        const { findings } = checkRow(recordsLayout, 2, cells, context);
        const columns = findings.filter(({ severity }) => severity === 'reject').map(({ column }) => column);
        expect(new Set(columns).size).toBe(columns.length);
      }),
    );
  });

  it('has findings that the contract takes', () => {
    fc.assert(
      fc.property(records, (cells) => {
        for (const found of checkRow(recordsLayout, 2, cells, context).findings) {
          const { column, code, severity, value } = found;
          const finding = { line: 2, column, code, severity, value, ...toldOf(found) };
          expect(Finding.safeParse(finding).error).toBeUndefined();
        }
      }),
    );
  });

  it('never shows an individual number, right or wrong', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{9,14}$/), fc.boolean(), (digits, wide) => {
        const typed = wide
          ? digits.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
          : digits;
        const cells = { ...soundSubject, individualNumber: ` ${typed}` };
        const { findings } = checkRow(subjectsLayout, 2, cells, context);
        const shown = JSON.stringify([findings, findings.map(toldOf)]);
        expect(shown).not.toContain(digits);
        expect(shown).not.toContain(typed);
        expect(shown).toContain('［個人番号］');
      }),
    );
  });
});

describe('characters that other machines may not show', () => {
  it('are named by their code points, each once and five at most', () => {
    expect(unmappableCharacters('\uE000\uE000\uFFFD')).toBe('U+E000 U+FFFD');
    expect(unmappableCharacters('\uE000\uE001\uE002\uE003\uE004\uE005')).toBe(
      'U+E000 U+E001 U+E002 U+E003 U+E004',
    );
    expect(unmappableCharacters('葛\u{E0100}城①㈱髙')).toBeUndefined();
  });
});
