import * as fc from 'fast-check';

import { addMonthsToDay, dayNumber, dayOfNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import { standardRules } from '../../../../src-shared/domain/rules/check-rules.ts';
import {
  AddresseeNumber,
  IsoDate,
  MunicipalityCode,
  TicketNumber,
} from '../../../../src-shared/domain/identifiers.ts';
import { type RecordRow, recordRowOf } from '../../../../src-shared/domain/rows/record-rows.ts';
import type { StandingDose, TicketHolder } from '../../../../src-shared/domain/rows/ticket-holder.ts';

export const day = (text: string): number => dayNumber(IsoDate.parse(text));
export const context = { today: day('2024-05-01'), rules: standardRules };
export const OWN = MunicipalityCode.parse('131237');
const LAST_DAY = day('2024-03-31');

/** A dose as it was really given. */
export interface Given {
  readonly number: number;
  readonly on: number;
  readonly maker: string;
  readonly lot: string;
}

/** Somebody with a series in which everything was done by the rules of its time. */
export interface SoundPerson {
  readonly birthDay: number;
  readonly doses: readonly Given[];
}

const lots: Readonly<Record<string, string>> = {
  ファイザー: 'FJ7489',
  '武田/モデルナ': '3004733',
  アストラゼネカ: 'A0134',
  '武田（ノババックス）': 'N1234',
};
const given = (number: number, on: number, maker: string): Given => ({
  number,
  on,
  maker,
  lot: lots[maker] ?? 'GJ1852',
});

/** The first day on which a booster could be given, as the handbooks of each time say it. */
function boosterFrom(before: number, maker: string): number {
  if (maker === '武田（ノババックス）') return addMonthsToDay(before, 6);
  const waits = [
    [day('2021-12-01'), 6],
    [day('2022-05-25'), 5],
    [day('2022-10-21'), 3],
  ] as const;
  return Math.min(...waits.map(([from, months]) => Math.max(from, addMonthsToDay(before, months))));
}

const days = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: most }));

/** A grown-up: two doses of one maker and boosters of any, each as early as it could be or later. */
const grownUp: fc.Arbitrary<SoundPerson> = fc
  .record({
    birthDay: fc.integer({ min: day('1925-01-01'), max: day('2002-01-01') }),
    first: fc.integer({ min: day('2021-06-01'), max: day('2022-03-01') }),
    primary: fc.constantFrom<[string, number]>(
      ['ファイザー', 19],
      ['武田/モデルナ', 21],
      ['アストラゼネカ', 28],
    ),
    late: days(300),
    boosters: fc.array(
      fc.record({
        maker: fc.constantFrom('ファイザー', '武田/モデルナ', '武田（ノババックス）'),
        late: days(100),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ birthDay, first, primary: [maker, gap], late, boosters }) => {
    const doses = [given(1, first, maker)];
    const second = first + gap + Math.min(late, maker === 'アストラゼネカ' ? 60 : 300);
    doses.push(given(2, second, maker));
    let before = second;
    for (const booster of boosters) {
      const isOld = booster.maker === '武田（ノババックス）';
      const on = Math.max(boosterFrom(before, booster.maker), isOld ? day('2022-05-27') : 0) + booster.late;
      if (on > (isOld ? day('2023-12-25') : LAST_DAY)) break;
      doses.push(given(doses.length + 1, on, booster.maker));
      before = on;
    }
    return { birthDay, doses };
  });

/** Five to eleven at dose 1: the children's product twice, though a birthday may lie between, and a third after five months. */
const child: fc.Arbitrary<SoundPerson> = fc
  .record({
    birthDay: fc.integer({ min: day('2010-03-02'), max: day('2017-02-20') }),
    late: days(100),
    gap: days(60),
    third: fc.boolean(),
  })
  .map(({ birthDay, late, gap, third }) => {
    const first =
      day('2022-02-21') + Math.min(late, Math.max(0, addMonthsToDay(birthDay, 144) - day('2022-02-21') - 2));
    const second = first + 19 + gap;
    const product = 'コミナティ（5〜11歳用）';
    const doses = [given(1, first, product), given(2, second, product)];
    const on = Math.max(addMonthsToDay(second, 5), day('2022-09-06'));
    if (third && on < addMonthsToDay(birthDay, 144) - 1) doses.push(given(3, on, product));
    return { birthDay, doses };
  });

/** Six months to four years at dose 1: three doses, 18 and 55 days between; the cell may say the maker only. */
const infant: fc.Arbitrary<SoundPerson> = fc
  .record({
    birthDay: fc.integer({ min: day('2018-12-01'), max: day('2022-04-01') }),
    maker: fc.constantFrom('コミナティ（6ヵ月〜4歳用）', 'ファイザー'),
    late: days(30),
    gap: days(30),
    wait: days(60),
  })
  .map(({ birthDay, maker, late, gap, wait }) => {
    const first = day('2022-10-24') + late;
    const second = first + 19 + gap;
    return {
      birthDay,
      doses: [given(1, first, maker), given(2, second, maker), given(3, second + 56 + wait, maker)],
    };
  });

export const soundPerson: fc.Arbitrary<SoundPerson> = fc.oneof(grownUp, child, infant);

/** The row that a file has of a dose. */
export function rowOf(
  { number, on, maker, lot }: Given,
  line: number,
  ticketNumber: string,
  more: Readonly<Record<string, string>> = {},
): RecordRow {
  const row = recordRowOf(
    line,
    line * 10,
    {
      municipalityCode: OWN,
      ticketNumber,
      doseNumber: String(number),
      ticketKind: '1',
      vaccinatedOn: dayOfNumber(on),
      maker,
      lotNumber: lot,
      venue: '市民体育館',
      ...more,
    },
    true,
  );
  if (!row) throw new Error('a row with ticket and dose is a row');
  return row;
}

export function standingOf({ number, on, maker, lot }: Given, ticketNumber: string): StandingDose {
  return {
    ticketNumber: TicketNumber.parse(ticketNumber),
    doseNumber: number,
    injection: true,
    vaccinatedOn: dayOfNumber(on),
    maker,
    lotNumber: lot,
    confirmed: false,
  };
}

export function holderOf(
  birthDay: number,
  doses: readonly StandingDose[],
  changes: Partial<TicketHolder> = {},
): TicketHolder {
  return {
    addresseeNumber: AddresseeNumber.parse('10012345'),
    birthDate: dayOfNumber(birthDay),
    flag: { kind: 'none' },
    stoppedOn: null,
    replacedBy: null,
    otherTickets: [],
    doses,
    ...changes,
  };
}
