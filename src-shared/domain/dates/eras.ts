import { IsoDate } from '../identifiers.ts';
import { isoDateOf, partsOf } from './calendar.ts';

export type EraLetter = 'M' | 'T' | 'S' | 'H' | 'R';

/**
 * 元号, with the first and the last day of each: a day belongs to one era only, so R1.4.30, S64.1.8 and H31.5.1 do not exist.
 * Sources: 詔書 of 大正元年7月30日 and 昭和元年12月25日; 元号を改める政令 of 昭和64年1月7日 and 平成31年4月1日. 明治 is counted here from its
 * sixth year, when the calendar became today's (太政官布告第337号).
 */
export interface Era {
  readonly letter: EraLetter;
  readonly name: string;
  /** The western year that is its year 1. */
  readonly firstYear: number;
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
}

const era = (letter: EraLetter, name: string, firstYear: number, first: string, last: string): Era => ({
  letter,
  name,
  firstYear,
  firstDay: IsoDate.parse(first),
  lastDay: IsoDate.parse(last),
});

/** Newest first: most dates that are typed are young. */
export const eras: readonly [Era, ...Era[]] = [
  era('R', '令和', 2019, '2019-05-01', '9999-12-31'),
  era('H', '平成', 1989, '1989-01-08', '2019-04-30'),
  era('S', '昭和', 1926, '1926-12-25', '1989-01-07'),
  era('T', '大正', 1912, '1912-07-30', '1926-12-24'),
  era('M', '明治', 1868, '1873-01-01', '1912-07-29'),
];

/** 令和, 令, R, r: what people write for an era. Full width must have been folded before. */
export function eraNamed(text: string): Era | undefined {
  const upper = text.toUpperCase();
  return eras.find((candidate) =>
    [candidate.letter, candidate.name, candidate.name.charAt(0)].includes(upper),
  );
}

/** The era that a day lies in. */
export function eraOf(date: IsoDate): Era {
  return eras.find((candidate) => candidate.firstDay <= date) ?? eras[0];
}

/** The day of an era's year, if that day lies in the era. */
export function dayInEra(within: Era, year: number, month: number, day: number): IsoDate | undefined {
  if (year < 1) return undefined;
  const date = isoDateOf(within.firstYear + year - 1, month, day);
  return date !== undefined && date >= within.firstDay && date <= within.lastDay ? date : undefined;
}

/** 令和3年4月1日; the first year of an era is 元年. */
export function formatJapaneseDate(date: IsoDate): string {
  const { year, month, day } = partsOf(date);
  const within = eraOf(date);
  const eraYear = year - within.firstYear + 1;
  return `${within.name}${eraYear === 1 ? '元' : eraYear}年${month}月${day}日`;
}

/** R3.4.1, for narrow columns. */
export function formatShortJapaneseDate(date: IsoDate): string {
  const { year, month, day } = partsOf(date);
  const within = eraOf(date);
  return `${within.letter}${year - within.firstYear + 1}.${month}.${day}`;
}

/** 2021年4月1日. */
export function formatWesternDate(date: IsoDate): string {
  const { year, month, day } = partsOf(date);
  return `${year}年${month}月${day}日`;
}

/** 令和3年4月1日（2021年4月1日）: forms speak one calendar, people's papers the other. */
export function formatBoth(date: IsoDate): string {
  return `${formatJapaneseDate(date)}（${formatWesternDate(date)}）`;
}
