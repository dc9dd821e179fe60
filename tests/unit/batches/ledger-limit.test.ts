import { expect, test } from 'vitest';

import { rowsTogether } from '../../../src-main/batches/checking/rows-together.ts';
import { dayNumber } from '../../../src-shared/domain/dates/calendar.ts';
import { IsoDate, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { standardRules } from '../../../src-shared/domain/rules/check-rules.ts';
import { layoutOf } from '../../../src-shared/domain/rules/layouts.ts';
import { whatStands } from './staged-file.ts';

test('a ledger with more doses than can be held against each other is refused with what to do', async () => {
  const together = rowsTogether({
    layout: layoutOf('ledger'),
    municipalityCode: MunicipalityCode.parse('131237'),
    context: { today: dayNumber(IsoDate.parse('2021-10-01')), rules: standardRules },
    addCross: () => undefined,
    ...whatStands(() => null),
    mostDoses: 3,
  });
  const dose = (line: number, block: number): void => {
    const ticketNumber = String(line).padStart(10, '0');
    together.add(
      line * 8 + block,
      { municipalityCode: '131237', ticketNumber, doseNumber: String(block) },
      true,
    );
  };
  for (const [line, block] of [
    [2, 1],
    [2, 2],
    [3, 1],
  ] as const)
    dose(line, block);
  expect(await together.settle()).toMatchObject({ ok: true });
  dose(3, 2);
  expect(await together.settle()).toMatchObject({
    problem: {
      code: 'file-too-many-doses',
      sentence:
        'このファイルには接種の記録が多すぎます（一度に検査できるのは 3 件まで）。人ごとに行を分けて二つ以上のファイルにし、順に登録してください。',
    },
  });
});
