import { dayInJapan } from '../../../src-shared/domain/clock.ts';

/** The years for which entries are kept behind the end of their own: 港区の特定個人情報保護評価書, «7年». */
const YEARS_KEPT = 7;

/**
 * 年度: April to March, by the day in Japan. A municipality counts how long a document is kept from the first of April after its year, so
 * that an archive of a fiscal year has one day on which all of it may go.
 */
export function fiscalYearOf(moment: Date): number {
  const [year = 0, month = 0] = dayInJapan(moment).split('-').map(Number);
  return month < 4 ? year - 1 : year;
}

/** The last day on which an archive has to be there. */
export function keptUntil(fiscalYear: number): string {
  return `${fiscalYear + 1 + YEARS_KEPT}-03-31`;
}
