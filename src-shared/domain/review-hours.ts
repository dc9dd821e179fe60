import { z } from 'zod';

import { dayInJapan } from './clock.ts';
import { isNationalHoliday, isTurnOfTheYear } from './dates/holidays.ts';
import type { IsoDate } from './identifiers.ts';

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** 勤務時間: the hours of the days on which people work at this terminal. */
export const ReviewHours = z
  .strictObject({
    from: TimeOfDay.default('08:30'),
    until: TimeOfDay.default('17:15'),
    /** 1 Monday … 7 Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]),
    /** Whether people work on national holidays and at the turn of the year as on any other day. */
    onHolidays: z.boolean().default(false),
  })
  .refine(({ from, until }) => from < until, '終わりは始めより後の時刻');
export type ReviewHours = z.infer<typeof ReviewHours>;

const JAPAN_AHEAD_MS = 9 * 3_600_000;

/** True where a moment (milliseconds since 1970) lies outside the working hours in Japan. The last minute itself still is work. */
export function isOutsideHours(time: number, { from, until, days, onHolidays }: ReviewHours): boolean {
  const inJapan = new Date(time + JAPAN_AHEAD_MS);
  const weekday = inJapan.getUTCDay() === 0 ? 7 : inJapan.getUTCDay();
  const clock = inJapan.toISOString().slice(11, 16);
  if (!days.includes(weekday) || clock < from || clock > until) return true;
  return !onHolidays && isDayOff(dayInJapan(new Date(time)));
}

const isDayOff = (day: IsoDate): boolean => isNationalHoliday(day) || isTurnOfTheYear(day);
