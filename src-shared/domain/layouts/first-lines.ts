import { parseJapaneseDate } from '../dates/parse.ts';
import { readMunicipalityCode, readTicketNumber } from '../identifier-text.ts';

/** A value that our files have and a header never is: a 市町村コード with its check digit, a 券番号, a day. */
export function looksLikeValue(text: string): boolean {
  return (
    readMunicipalityCode(text) !== undefined ||
    readTicketNumber(text) !== undefined ||
    parseJapaneseDate(text) !== undefined
  );
}

/** Whether some column of the first rows holds values of ours, most of the time: then its header may only have another name. */
export function looksLikeOurs(rows: readonly (readonly string[])[]): boolean {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, cell) => cell).some((cell) => {
    const texts = rows.map((row) => row[cell] ?? '').filter((text) => text.trim() !== '');
    return texts.length > 0 && texts.filter(looksLikeValue).length * 2 > texts.length;
  });
}

/** So few rows say nothing: somebody may have moved. */
const ENOUGH_ROWS = 10;
const NEARLY_ALL = 0.9;

/** The municipality that nearly all of the rows belong to, where that is not the own one. */
export function otherMunicipalityOf(codes: readonly string[], own: string): string | undefined {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const read = readMunicipalityCode(code);
    if (read) counts.set(read.value, (counts.get(read.value) ?? 0) + 1);
  }
  const readable = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (!most || readable < ENOUGH_ROWS || (counts.get(own) ?? 0) > readable * (1 - NEARLY_ALL))
    return undefined;
  return most[0] === own ? undefined : most[0];
}
