import { dayInJapan } from '../../src-shared/domain/clock.ts';
import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';

const inJapan = { timeZone: 'Asia/Tokyo', hourCycle: 'h23' } as const;
const time = new Intl.DateTimeFormat('ja-JP', { ...inJapan, hour: '2-digit', minute: '2-digit' });
const dayOfYear = new Intl.DateTimeFormat('ja-JP', { ...inJapan, month: 'numeric', day: 'numeric' });
const wholeDay = new Intl.DateTimeFormat('ja-JP', {
  ...inJapan,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const seconds = new Intl.DateTimeFormat('ja-JP', {
  ...inJapan,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** 11/20 17:02, with the year where it is another one than now. */
export function dayAndTime(at: IsoTimestamp, now: Date): string {
  const moment = new Date(at);
  const sameYear = dayInJapan(moment).slice(0, 4) === dayInJapan(now).slice(0, 4);
  return `${(sameYear ? dayOfYear : wholeDay).format(moment)} ${time.format(moment)}`;
}

/** 10:32 for today, 11/20 17:02 for other days. */
export function timeOrDay(at: IsoTimestamp, now: Date): string {
  const moment = new Date(at);
  return dayInJapan(moment) === dayInJapan(now) ? time.format(moment) : dayAndTime(at, now);
}

/** 2026/11/20 17:02:09, for logs. */
export function exactTime(at: IsoTimestamp): string {
  const moment = new Date(at);
  return `${wholeDay.format(moment)} ${seconds.format(moment)}`;
}

/** 2021/5/21 of a day, with all its digits: 2021/05/21. */
export function slashed(date: string): string {
  return date.replaceAll('-', '/');
}

/** たった今, 12分前, 3時間前, 2日前: how long something has been waiting. */
export function ago(at: IsoTimestamp, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (minutes < 1) return 'たった今';
  if (minutes < 60) return `${minutes}分前`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)}時間前` : `${Math.floor(minutes / (24 * 60))}日前`;
}
