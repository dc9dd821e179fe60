import * as fc from 'fast-check';

import { dayNumber, dayOfNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';

/** A day written in a test. */
export const day = (text: string): IsoDate => IsoDate.parse(text);

/** Any day from 1873 to 2100. */
export const anyDay = fc
  .integer({ min: dayNumber(day('1873-01-01')), max: dayNumber(day('2100-12-31')) })
  .map(dayOfNumber);
