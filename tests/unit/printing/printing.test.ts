import { describe, expect, it } from 'vitest';

import { type PaperMargins, printingHandlers } from '../../../src-main/printing/printing-handlers.ts';
import { printWith } from '../../../src-main/shell/printing.ts';
import { userWith } from '../gateway/gateway-under-test.ts';

const about = '22222222-2222-4222-8222-222222222222';
const margins = { header: '上', footer: '下' };

describe('SECURITY H61: printing', () => {
  it('puts on the paper who prints, on which terminal and when, whatever the page says', async () => {
    const put: PaperMargins[] = [];
    const handlers = printingHandlers({
      municipalityName: '試験市',
      workstation: 'WS-01',
      print: (given) => {
        put.push(given);
        return Promise.resolve('printed');
      },
      clock: { now: () => new Date('2026-11-22T01:02:03Z') },
    });
    const input = { sheet: 'receipt', about } as const;
    expect(await handlers['printing.print'](input, userWith('clerk'))).toEqual({
      ok: true,
      value: { result: {}, subjects: [], detail: { sheet: 'receipt', about } },
    });
    expect(put).toEqual([
      {
        header: '試験市　接種記録ワークステーション　受領書',
        footer: `tester01　WS-01　2026/11/22 10:02:03　${about}`,
      },
    ]);
  });

  it.each([
    [true, '', 'printed'],
    [false, 'Print job canceled', 'cancelled'],
    [false, 'Print job failed', 'failed'],
    [false, 'No printers available on the network', 'failed'],
  ] as const)('takes what the system says for what it is: %s %s', async (success, reason, outcome) => {
    const given: unknown[] = [];
    const print = printWith(() => ({
      print: (options, told) => {
        given.push(options);
        told?.(success, reason);
      },
    }));
    expect(await print(margins)).toBe(outcome);
    expect(given).toEqual([{ silent: false, printBackground: true, pageSize: 'A4', ...margins }]);
  });

  it('fails where there is no window', async () => {
    expect(await printWith(() => undefined)(margins)).toBe('failed');
  });
});
