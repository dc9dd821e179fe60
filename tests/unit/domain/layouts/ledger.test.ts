import { describe, expect, it } from 'vitest';
import fc from 'fast-check';

import { MunicipalityCode } from '../../../../src-shared/domain/identifiers.ts';
import { rowPlans } from '../../../../src-shared/domain/layouts/row-plans.ts';
import {
  type LedgerDose,
  ledgerLines,
  type LedgerPerson,
} from '../../../../src-shared/domain/layouts/write-ledger.ts';
import { readHeaders } from '../../../../src-shared/domain/rules/headers.ts';
import { ledgerLayout, recordsLayout } from '../../../../src-shared/domain/rules/layouts.ts';

const OWN = MunicipalityCode.parse('131237');

const dose = (doseNumber: number, change: Partial<LedgerDose> = {}): LedgerDose => ({
  doseNumber,
  ticketKind: '1',
  registeredAt: '2021-06-30T15:00:01Z',
  vaccinatedOn: '2021-06-01',
  ticketNumber: '0123456789',
  vaccinatedInMunicipality: '131237',
  venue: '市民体育館',
  doctor: '見本　医師',
  maker: 'ファイザー',
  lotNumber: 'FJ7489',
  ...change,
});

const cellsOf = (person: LedgerPerson): readonly (readonly string[])[] =>
  [...ledgerLines([person])].slice(1).map((line) => line.trimEnd().split(','));

describe('予防接種台帳向け出力 as it is written', () => {
  it('has a person in one line, each dose in its block, moments in the time of Japan', () => {
    const [cells = []] = cellsOf({ addresseeNumber: '10012345', doses: [dose(1), dose(3)] });
    expect(cells).toHaveLength(57);
    expect(cells.slice(0, 9)).toEqual([
      '10012345',
      '20210701000001',
      '20210601',
      '0123456789',
      '131237',
      '市民体育館',
      '見本　医師',
      'ファイザー',
      'FJ7489',
    ]);
    expect(cells.slice(9, 17)).toEqual(['', '', '', '', '', '', '', '']);
    expect(cells[18]).toBe('20210601');
  });

  it('gives a dose that somebody has by two tickets a line of its own, and leaves out 予診のみ', () => {
    const twice = dose(2, { ticketNumber: '0700000001' });
    const doses = [dose(1), dose(2), twice, dose(3, { ticketKind: '2' })];
    const lines = cellsOf({ addresseeNumber: '1', doses });
    expect(lines.map((cells) => [cells[3], cells[11], cells[19]])).toEqual([
      ['0123456789', '0123456789', ''],
      ['', '0700000001', ''],
    ]);
    expect(cellsOf({ addresseeNumber: '1', doses: [] })).toEqual([]);
  });

  it('quotes what would end a cell', () => {
    const [, line = ''] = ledgerLines([{ addresseeNumber: '1', doses: [dose(1, { venue: 'A,"B"' })] }]);
    expect(line).toContain(',"A,""B""",');
  });
});

describe('a ledger as rows of 接種記録', () => {
  const headers = ledgerLayout.columns.map(({ name }) => name);
  const reading = readHeaders(headers);
  const columns = 'columns' in reading ? reading.columns.map(({ column }) => column) : [];

  it('has a plan for every dose, with the columns of 接種記録 under the names of the file', () => {
    const plans = rowPlans(ledgerLayout, columns, OWN);
    expect(plans.map(({ block }) => block)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const { layout, given } of plans) {
      const ids = new Set(layout.columns.map(({ id }) => id));
      const lacking = recordsLayout.columns.filter(({ id, required }) => required && !ids.has(id));
      expect(lacking).toEqual([]);
      expect(given).toMatchObject({ municipalityCode: OWN, ticketKind: '1' });
    }
    const third = plans[2]?.layout.columns.find(({ id }) => id === 'vaccinatedOn');
    expect(third?.name).toBe('3回目接種日');
  });

  it('has none for a dose that the file has no columns for', () => {
    const two = readHeaders(headers.slice(0, 17));
    expect(two.problem).toBeUndefined();
    const first = 'columns' in two ? two.columns.map(({ column }) => column) : [];
    expect(rowPlans(ledgerLayout, first, OWN).map(({ block }) => block)).toEqual([1, 2]);
  });

  it('must have all that a dose needs as soon as it has something of it', () => {
    expect(readHeaders([...headers.slice(0, 17), '3回目接種日'])).toMatchObject({
      problem: 'column-missing',
      missing: [
        { column: '3回目券番号' },
        { column: '3回目ワクチンメーカー' },
        { column: '3回目ワクチンロット番号' },
      ],
    });
  });

  it('finds each cell of the written line again, whichever doses somebody has', () => {
    const plans = rowPlans(ledgerLayout, columns, OWN);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 })), (numbers) => {
        const doses = numbers.map((number) => dose(number, { lotNumber: `FJ000${number}` }));
        const [cells = []] = cellsOf({ addresseeNumber: '1', doses });
        const read = plans
          .filter(({ deciding }) => deciding.some((cell) => (cells[cell] ?? '') !== ''))
          .map(({ places, given }) => {
            const lot = places.find(({ column }) => column.id === 'lotNumber');
            return [given['doseNumber'], cells[lot?.cell ?? -1]];
          });
        const expected = numbers.toSorted((one, other) => one - other);
        expect(read).toEqual(expected.map((number) => [String(number), `FJ000${number}`]));
      }),
    );
  });
});
