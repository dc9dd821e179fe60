import { describe, expect, test } from 'vitest';

import type { Holder, TicketKey } from '../../../src-main/cache/repositories.ts';
import { AddresseeNumber, IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { checkedFile } from './checked-file.ts';

const header = '市町村コード,券番号,接種回数,接種日,ワクチンメーカー,ワクチンロット番号,宛名番号';
const row = (ticket: string, addressee = '5550001'): string =>
  `131237,${ticket},1,20210701,ファイザー,FJ7489,${addressee}`;

/** Only one ticket was ever issued. */
function holder({ ticketNumber }: TicketKey): Holder | null {
  if (ticketNumber !== '0012345678') return null;
  return {
    addresseeNumber: AddresseeNumber.parse('5550001'),
    birthDate: IsoDate.parse('1960-01-02'),
    flag: { kind: 'none' },
    stoppedOn: null,
    replacedBy: null,
    otherTickets: [],
    doses: [],
  };
}

describe('a ticket from which a spreadsheet cut its leading zeros', () => {
  test('is proposed with them where it was issued and its holder fits', async () => {
    const { findings, summary } = await checkedFile(`${header}\n${row('12345678')}\n`, { holder });
    expect(findings).toMatchObject([
      {
        line: 2,
        column: '券番号',
        code: 'ticket-number-format',
        severity: 'reject',
        value: '12345678',
        proposal: '0012345678',
      },
    ]);
    expect(summary).toMatchObject({ rows: 1, good: 0, rejected: 1 });
  });

  test('is told without a proposal where nobody holds it, or somebody else', async () => {
    const file = [header, row('12345679'), row('12345678', '5550002'), row('1234')].join('\n');
    const { findings, summary } = await checkedFile(file, { holder });
    expect(findings.map(({ line, code, proposal }) => [line, code, proposal])).toEqual([
      [2, 'ticket-number-format', null],
      [3, 'ticket-number-format', null],
      [4, 'ticket-number-format', null],
    ]);
    expect(summary).toMatchObject({ rows: 3, rejected: 3 });
  });
});
