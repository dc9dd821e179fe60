import { IsoDate, IsoTimestamp } from './identifiers.ts';

/** Where time comes from. Passed in, so that a test can hold it still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export function timestampOf(moment: Date): IsoTimestamp {
  return IsoTimestamp.parse(moment.toISOString());
}

const tokyoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

/** The day in Japan at that moment: a terminal's own zone must not move a dose to the day before. */
export function dayInJapan(moment: Date): IsoDate {
  return IsoDate.parse(tokyoDay.format(moment));
}
