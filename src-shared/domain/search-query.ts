import { type DayRange, isWrittenAsDate, parseBirthDateQuery, parseJapaneseDate } from './dates/parse.ts';
import { readAddresseeNumber, readTicketNumber, tidyIdentifier } from './identifier-text.ts';
import type { AddresseeNumber, TicketNumber } from './identifiers.ts';
import { type OcrLine, readOcrLine, withoutScannerFrame } from './ocr-line.ts';
import { isDigits, isKana, isLettersAndDigits, isNameLike } from './text/script.ts';
import { kanaKey, nameKey, type SearchKey } from './text/search-keys.ts';
import { characterCount } from './text/characters.ts';

/**
 * How the search field was understood. `orAddresseeNumber`: the same text may be an 宛名番号 too, and both are to be looked for;
 * no rule can tell ten digits of the one from ten of the other. `birthDate` narrows any of them.
 */
export type UnderstoodQuery =
  | { readonly by: 'ocr-line'; readonly line: OcrLine; readonly birthDate?: DayRange }
  | {
      readonly by: 'ticket-number';
      readonly ticketNumber: TicketNumber;
      readonly orAddresseeNumber: AddresseeNumber;
      readonly birthDate?: DayRange;
    }
  | {
      readonly by: 'addressee-number';
      readonly addresseeNumber: AddresseeNumber;
      readonly birthDate?: DayRange;
    }
  | { readonly by: 'kana'; readonly text: string; readonly key: SearchKey; readonly birthDate?: DayRange }
  | {
      readonly by: 'name';
      readonly text: string;
      readonly key: SearchKey;
      readonly orAddresseeNumber?: AddresseeNumber;
      readonly birthDate?: DayRange;
    }
  | {
      readonly by: 'birth-date';
      readonly birthDate: DayRange;
      readonly orAddresseeNumber?: AddresseeNumber;
    };

/** Why it was not understood: a code of src-shared/contract/problem-sentences.ts with what its sentence needs. */
export type MisunderstoodQuery =
  | {
      readonly by: 'nothing';
      readonly problem:
        'search-empty' | 'search-too-short' | 'search-not-understood' | 'ocr-line-municipality';
    }
  | {
      readonly by: 'nothing';
      readonly problem: 'birth-date-not-a-day';
      readonly about: { readonly example: string };
    };

export type SearchQuery = UnderstoodQuery | MisunderstoodQuery;

/** What VRS takes as a name or a reading (`PeopleQuery`). */
const LONGEST_NAME = 50;

const notADay: MisunderstoodQuery = {
  by: 'nothing',
  problem: 'birth-date-not-a-day',
  about: { example: '昭和30年1月2日、S30.1.2、19550102' },
};

const misunderstood = (
  problem: 'search-empty' | 'search-too-short' | 'search-not-understood' | 'ocr-line-municipality',
): MisunderstoodQuery => ({ by: 'nothing', problem });

/**
 * Understands the two fields of 照会: `券番号・宛名番号・氏名・カナ` and `生年月日`. Either may be empty, not both.
 * A scanner's carriage return and NW-7 frame, full width, and blanks do no harm.
 */
export function understandQuery(text: string, birthDateText: string): SearchQuery {
  const birthDate = parseBirthDateQuery(birthDateText);
  if (birthDateText.trim() !== '' && !birthDate) return notADay;
  const typed = withoutScannerFrame(text.trim());
  if (typed === '') return birthDate ? { by: 'birth-date', birthDate } : misunderstood('search-empty');
  if (!birthDate) return asDate(typed) ?? asNumber(typed) ?? asName(typed, false);
  const query = asNumber(typed) ?? asName(typed, true);
  return query.by === 'nothing' ? query : { ...query, birthDate };
}

/**
 * A birth date in the main field. 20210401 and S30 may be an 宛名番号 as well; 令和3年2月30日 is nothing but a wrong date.
 * Digits alone count only as a whole day: 1955 and 195501 are numbers.
 */
function asDate(text: string): SearchQuery | undefined {
  if (isWrittenAsDate(text)) {
    const birthDate = parseBirthDateQuery(text);
    return birthDate ? { by: 'birth-date', birthDate } : notADay;
  }
  const tidied = tidyIdentifier(text);
  const day = isDigits(tidied) ? parseJapaneseDate(tidied) : undefined;
  const birthDate = day ? { from: day, until: day } : eraRange(tidied);
  const number = readAddresseeNumber(tidied);
  return birthDate && number ? { by: 'birth-date', birthDate, orAddresseeNumber: number.value } : undefined;
}

/** S30 or S300102: a letter of an era and digits. */
function eraRange(tidied: string): DayRange | undefined {
  return /^[A-Za-z]/.test(tidied) ? parseBirthDateQuery(tidied) : undefined;
}

function asNumber(text: string): SearchQuery | undefined {
  const tidied = tidyIdentifier(text);
  if (!isLettersAndDigits(tidied) || !/[0-9]/.test(tidied)) return undefined;
  if (isDigits(tidied) && tidied.length === 18) return asOcrLine(tidied);
  const addressee = readAddresseeNumber(tidied);
  if (!addressee) return misunderstood('search-not-understood');
  const ticket = readTicketNumber(tidied);
  return ticket
    ? { by: 'ticket-number', ticketNumber: ticket.value, orAddresseeNumber: addressee.value }
    : { by: 'addressee-number', addresseeNumber: addressee.value };
}

function asOcrLine(digits: string): SearchQuery {
  const reading = readOcrLine(digits);
  if (reading.readable) return { by: 'ocr-line', line: reading.line.value };
  return misunderstood(
    reading.wrong === 'municipality-code' ? 'ocr-line-municipality' : 'search-not-understood',
  );
}

/**
 * One kanji may be a whole surname (林, 森); one kana never narrows anything, so it needs a birth date beside it. Latin letters are a
 * name: residents from abroad are registered by them, and an 宛名番号 without any digit is not to be expected, but possible.
 */
function asName(text: string, withBirthDate: boolean): SearchQuery {
  if (!isNameLike(text) || text.length > LONGEST_NAME) return misunderstood('search-not-understood');
  if (isKana(text)) {
    const key = kanaKey(text);
    if (characterCount(key) < 2 && !withBirthDate) return misunderstood('search-too-short');
    return { by: 'kana', text, key };
  }
  const key = nameKey(text);
  if (key.replaceAll('ー', '') === '') return misunderstood('search-not-understood');
  const isLatin = /^\p{Script=Latin}+$/u.test(key);
  if (isLatin && key.length < 2 && !withBirthDate) return misunderstood('search-too-short');
  const number = /\s/u.test(text) ? undefined : readAddresseeNumber(text);
  return number ? { by: 'name', text, key, orAddresseeNumber: number.value } : { by: 'name', text, key };
}
