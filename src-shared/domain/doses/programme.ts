import { IsoDate } from '../identifiers.ts';

/** The days between which a vaccination programme gave doses. */
export interface Programme {
  readonly name: string;
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
}

/** 新型コロナワクチンの特例臨時接種: 2021-02-17 to 2024-03-31 (厚生労働省Q&A 0033). What VRS holds. */
export const specialProgramme: Programme = {
  name: '特例臨時接種',
  firstDay: IsoDate.parse('2021-02-17'),
  lastDay: IsoDate.parse('2024-03-31'),
};
