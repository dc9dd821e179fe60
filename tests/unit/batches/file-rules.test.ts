import { describe, expect, test } from 'vitest';

import { KEPT_FINDINGS } from '../../../src-main/batches/checking/findings.ts';
import type { Holder } from '../../../src-main/cache/repositories.ts';
import { CheckSummary } from '../../../src-shared/contract/batches.ts';
import { AddresseeNumber, IsoDate, TicketNumber } from '../../../src-shared/domain/identifiers.ts';
import { checkedFile } from './checked-file.ts';
import { inCp932 } from './in-cp932.ts';
import { recordsHeader as header, recordsRow as row } from './records-rows.ts';

/** Everybody holds the ticket that is asked about, and nothing stands for them but what a test says. */
const held = (change: Partial<Holder> = {}) => ({
  holder: (): Holder => ({
    addresseeNumber: AddresseeNumber.parse('5550001'),
    birthDate: IsoDate.parse('1960-01-02'),
    flag: { kind: 'none' },
    stoppedOn: null,
    replacedBy: null,
    otherTickets: [],
    doses: [],
    ...change,
  }),
});

/** The columns of one dose in 台帳向け出力. */
const ledgerColumns = (dose: number): string[] =>
  [
    '接種履歴登録日時',
    '接種日',
    '券番号',
    '接種自治体コード',
    '接種会場名',
    '接種医師名',
    'ワクチンメーカー',
    'ワクチンロット番号',
  ].map((name) => `${dose}回目${name}`);

describe('checking a file', () => {
  test('good rows are good, and the summary passes the contract', async () => {
    const { summary, found, rows } = await checkedFile(`${header}\n${row(1)}\n${row(2)}\n`, held());
    expect(found).toEqual([]);
    expect(CheckSummary.parse(summary)).toMatchObject({
      rows: 2,
      good: 2,
      rejected: 0,
      mustCorrect: 0,
      shouldCheck: 0,
      repeated: 0,
      rulesVersion: 'rules-1/test-1',
    });
    expect(rows).toEqual([
      [2, '131237', '0000000001', '1', '1', '2021-07-01', '', '', '', 'ファイザー', 'FJ7489'],
      [3, '131237', '0000000002', '1', '1', '2021-07-01', '', '', '', 'ファイザー', 'FJ7489'],
    ]);
  });

  test('lines are those of a spreadsheet: the header is line 1, quoted line breaks and blank lines are counted as it does', async () => {
    const text = [header, row(1, { venue: '"会場\r\nの二階"' }), '', ',,,,,,', row(2, { dose: 9 }), ''].join(
      '\r\n',
    );
    const { found, summary } = await checkedFile(text, held());
    expect(found).toEqual(['2 value-characters', '5 dose-number-range']);
    expect(summary).toMatchObject({ rows: 2, rejected: 2 });
  });

  test('a wrong quote, too many and too few cells cost their own row', async () => {
    const text = [header, '131237,"0000000001,1', row(1), `${row(2)},more`, '131237', row(3)].join('\n');
    const { found, findings, summary } = await checkedFile(text, held());
    expect(found).toEqual(['2 row-quote', '4 row-cell-count', '5 row-cell-count']);
    expect(findings[1]?.sentence).toContain('列が8あります');
    expect(summary).toMatchObject({ rows: 5, good: 2, rejected: 3 });
  });

  test('bytes without a character are named with their row, column and value, never replaced', async () => {
    const bytes = Buffer.concat([
      inCp932(`${header}\r\n${row(1, { venue: '髙橋①' })}\r\n131237,0000000002,1,20210701,会`),
      Buffer.from([0x81, 0xad]),
      inCp932(',ファイザー,FJ7489\r\n'),
      Buffer.concat([
        inCp932('131237,0000000003,9,20210701,'),
        Buffer.from([0xff]),
        inCp932(',ファイザー,FJ7489\r\n'),
      ]),
    ]);
    const { found, findings, rows } = await checkedFile(bytes, { ...held(), encoding: 'cp932' });
    expect(found).toEqual(['3 file-undecodable-bytes', '4 file-undecodable-bytes', '4 dose-number-range']);
    expect(findings[0]).toMatchObject({ column: '接種会場名', value: '81 AD' });
    expect(findings[0]?.sentence).toContain('Shift_JIS');
    expect(rows.map(([line]) => line)).toEqual([2]);
    expect(rows[0]?.[7]).toBe('髙橋①');
  });

  test('the end-of-file mark of old hosts is no row', async () => {
    const { found, summary } = await checkedFile(`${header}\r\n${row(1)}\r\n\u001A`, held());
    expect(found).toEqual([]);
    expect(summary).toMatchObject({ rows: 1, good: 1 });
  });

  test('columns that the layout does not have are ignored, and said', async () => {
    const { found, summary } = await checkedFile(`${header},備考\n${row(1)},何か\n`, held());
    expect(found).toEqual(['1 column-unknown']);
    expect(summary).toMatchObject({ rows: 1, good: 1 });
  });

  test('the same row again is skipped, the same record with other contents rejects both', async () => {
    const rows = [row(1), row(1), row(2), row(2, { lot: 'FJ7490' }), row(3)];
    const { found, summary, rows: sent } = await checkedFile([header, ...rows].join('\n'), held());
    expect(found).toEqual(['3 row-duplicate', '4 row-key-conflict', '5 row-key-conflict']);
    expect(summary).toMatchObject({ rows: 5, good: 2, repeated: 1, rejected: 2 });
    expect(sent.map(([line]) => line)).toEqual([2, 6]);
  });

  test('rows are held against each other and against what stands', async () => {
    const standing = {
      ticketNumber: TicketNumber.parse('0000000001'),
      maker: 'ファイザー',
      lotNumber: 'FJ7489',
      injection: true,
      confirmed: false,
    };
    const doses = [
      { ...standing, doseNumber: 1, vaccinatedOn: IsoDate.parse('2021-07-01') },
      { ...standing, doseNumber: 2, vaccinatedOn: IsoDate.parse('2021-08-01'), confirmed: true },
    ];
    const rows = [row(1), row(1, { dose: 2, day: '20210802' }), row(1, { dose: 4, day: '20210720' })];
    const { found, summary } = await checkedFile([header, ...rows].join('\n'), held({ doses }));
    expect(found).toEqual([
      '2 record-unchanged',
      '3 record-confirmed',
      '4 dose-missing-before',
      '4 dose-order-reversed',
    ]);
    expect(summary).toMatchObject({ rows: 3, good: 1, rejected: 1, mustCorrect: 1 });
  });

  test('a ticket that was never issued must be corrected; another city’s ticket can’t be known', async () => {
    const other = row(2).replace('131237', '131032');
    const { found } = await checkedFile(`${header}\n${row(1)}\n${other}\n`);
    expect(found).toEqual(['2 ticket-not-issued', '3 other-municipality']);
  });

  test('台帳: two doses of one record were not read one after another', async () => {
    const ledger = ['個別宛名番号', ...ledgerColumns(1), ...ledgerColumns(2)].join(',');
    const dose = ',,20210701,0000000001,131237,東会場,,ファイザー,FJ7489';
    const { found } = await checkedFile(`${ledger}\n5550001${dose}${dose}\n`, held());
    expect(found).toContain('2 dose-same-day');
    expect(found).not.toContain('2 ticket-repeated-in-sequence');
  });

  test('接種対象者: a person twice, a ticket of somebody else', async () => {
    const subjects = '市町村コード,宛名番号,個人番号,氏名,生年月日,性別,券番号';
    const lines = [
      '131237,5550001,123456789018,試験 一郎,1960-01-02,1,0000000001',
      '131237,5550001,123456789018,試験 二郎,1960-01-02,1,0000000001',
      '131237,5550002,,試験 三郎,S35.1.2,1,0000000002',
    ];
    const { found, findings, summary } = await checkedFile([subjects, ...lines].join('\n'), held());
    expect(found).toEqual(['2 row-key-conflict', '3 row-key-conflict', '4 ticket-person-mismatch']);
    expect(summary).toMatchObject({ rows: 3, rejected: 2, mustCorrect: 1 });
    expect(JSON.stringify([findings, summary])).not.toContain('123456789018');
  });

  test('a 個人番号 in any column is in no finding', async () => {
    const rows = [
      row(1).replace('0000000001', '123456789018'),
      row(2, { venue: `番号は１２３４５６７８９０１８です${'あ'.repeat(30)}` }),
      row(3, { lot: '123456789018' }),
    ];
    const { findings, summary } = await checkedFile([header, ...rows].join('\n'), held());
    expect(findings.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify([findings, summary])).not.toMatch(/123456789018|１２３４５６７８９０１８/);
  });

  test('of a rule that every row breaks, all are counted and so many are kept', async () => {
    const lines = Array.from({ length: KEPT_FINDINGS + 500 }, (_, index) => row(index, { dose: 9 }));
    const { summary, findings } = await checkedFile([header, ...lines].join('\n'), { limit: 20_000 });
    expect(summary.rules).toMatchObject([{ code: 'dose-number-range', count: KEPT_FINDINGS + 500 }]);
    expect(findings).toHaveLength(KEPT_FINDINGS);
  });
});
