import type { DateFormat } from '../rules/layout.ts';
import { foldWidth, removeBlanks } from '../text/width.ts';

/** Which way of writing a day a text follows; whether there is such a day is another question. */
export function dateFormatOf(text: string): DateFormat {
  const folded = foldWidth(removeBlanks(text));
  if (/^[0-9]{8}$/.test(folded)) return 'YYYYMMDD';
  if (/^[0-9]{4}年/.test(folded)) return 'YYYY年M月D日';
  return /^[0-9]/.test(folded) ? 'YYYY-MM-DD' : '和暦';
}
