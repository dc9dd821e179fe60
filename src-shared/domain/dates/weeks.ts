import { IsoDate } from '../identifiers.ts';
import { addDays, addMonths, dayNumber } from './calendar.ts';

/** The Monday of the week in which a day lies: weeks go from Monday to Sunday. */
export function mondayOf(day: IsoDate): IsoDate {
  // 1970-01-01 was a Thursday.
  const daysSinceMonday = (((dayNumber(day) + 3) % 7) + 7) % 7;
  return addDays(day, -daysSinceMonday);
}

export function isMonday(day: IsoDate): boolean {
  return mondayOf(day) === day;
}

/** The Sunday that ends a week. */
export function sundayOf(monday: IsoDate): IsoDate {
  return addDays(monday, 6);
}

/** True once the week's Sunday is over. Both days are days in Japan. */
export function isFinished(monday: IsoDate, today: IsoDate): boolean {
  return sundayOf(monday) < today;
}

/** The weeks whose Monday lies in a month (YYYY-MM): every week belongs to one month. */
export function weeksOfMonth(month: string): readonly IsoDate[] {
  const first = IsoDate.parse(`${month}-01`);
  const next = addMonths(first, 1);
  const weeks: IsoDate[] = [];
  const before = mondayOf(first);
  for (let monday = before < first ? addDays(before, 7) : before; monday < next; monday = addDays(monday, 7))
    weeks.push(monday);
  return weeks;
}

/** The moment in UTC at which a day begins in Japan, which has no summer time. */
export function startOfDayInJapan(day: IsoDate): Date {
  return new Date(`${day}T00:00:00+09:00`);
}
