import { identifyMaker } from '../doses/maker-text.ts';
import { normaliseLot } from '../doses/lots.ts';
import { dateFormatOf } from '../layouts/date-formats.ts';
import { parseJapaneseDate } from '../dates/parse.ts';
import {
  isDigits,
  readAddresseeNumber,
  readDoseNumber,
  readMunicipalityCode,
  readTicketNumber,
  tidyIdentifier,
} from '../identifier-text.ts';
import { IndividualNumber } from '../individual-number.ts';
import { ocrLinePartNames, readOcrLine } from '../ocr-line.ts';
import { removeBlanks } from '../text/width.ts';
import { finding, HIDDEN_NUMBER, type RowFinding } from './finding.ts';
import type { CellType, Column } from './layout.ts';

/** A cell as it goes on, or the one thing that is wrong with it. */
export type CellReading = { readonly value: string } | { readonly wrong: RowFinding };
type CellReader = (text: string, column: Column) => CellReading;

/** Control characters and halves of characters: VRS takes none in a text (`rowPatterns`). */
const NO_TEXT = /[\p{Cc}\p{Cs}]/u;
const OUTER_BLANKS = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
/** Much more than any width: what is longer is not looked at character by character. */
const LONGEST_READ = 4096;

/** Reads a cell that is not empty, by the type of its column. */
export function readCell(text: string, column: Column): CellReading {
  return readers[column.type](text, column);
}

const wrongCharacters = ({ name, type }: Column, text: string, expected: string): CellReading => ({
  wrong: finding('value-characters', name, text, { column: name, value: text, expected, type }),
});

const tooLong = ({ name, width }: Column, text: string): CellReading => ({
  wrong: finding('value-too-long', name, text, { column: name, value: text, limit: width }),
});

/** A text of the column's width. VRS counts a kanji outside the basic plane and a selector as two, so the width here does too. */
function readText(text: string, column: Column): CellReading {
  if (text.length > LONGEST_READ) return tooLong(column, text);
  if (NO_TEXT.test(text)) {
    return wrongCharacters(column, text.replaceAll(/\p{Cc}/gu, '␣'), '改行や制御文字を含まない文字');
  }
  return text.length <= column.width ? { value: text } : tooLong(column, text);
}

/** ASCII letters, digits and signs, kana, kanji: nearly every cell begins and ends with one of them. */
const isWritten = (code: number): boolean => (code > 0x20 && code < 0x7f) || (code > 0x3000 && code < 0xa000);

function outerBlanksRemoved(text: string): string {
  const isTidy = isWritten(text.charCodeAt(0)) && isWritten(text.charCodeAt(text.length - 1));
  return isTidy ? text : text.replace(OUTER_BLANKS, '');
}

const readers: Readonly<Record<CellType, CellReader>> = {
  'municipality-code': (text, column) => {
    const read = readMunicipalityCode(text);
    if (read) return { value: read.value };
    const { name } = column;
    return isDigits(tidyIdentifier(text), 6)
      ? { wrong: finding('municipality-code-check-digit', name, text, { column: name, value: text }) }
      : wrongCharacters(column, text, '検査数字を含む数字6桁（例：131237。先頭の0も要ります）');
  },

  'addressee-number': (text, column) => {
    const read = readAddresseeNumber(text);
    if (read) return { value: read.value };
    return tidyIdentifier(text).length > column.width
      ? tooLong(column, text)
      : wrongCharacters(column, text, '15文字以内の英数字（例：10012345）');
  },

  // SECURITY: P4 — neither the value nor its length goes into a finding.
  'individual-number': (text, { name, type }) => {
    const digits = tidyIdentifier(text);
    if (!isDigits(digits, 12)) {
      const about = { column: name, value: HIDDEN_NUMBER, expected: '数字12桁', type };
      return { wrong: finding('value-characters', name, HIDDEN_NUMBER, about) };
    }
    return IndividualNumber.parse(digits)
      ? { value: digits }
      : { wrong: finding('individual-number-check-digit', name, HIDDEN_NUMBER, {}) };
  },

  'ticket-number': (text, { name }) => {
    const read = readTicketNumber(text);
    if (read) return { value: read.value };
    // Somebody put the whole OCR line in the column: if it is broken too, say where.
    const line = readOcrLine(text);
    if (!line.readable && line.wrong !== 'length') {
      const about = { value: text, wrong: ocrLinePartNames[line.wrong] };
      return { wrong: finding('ocr-line-format', name, text, about) };
    }
    const inOcrLine = line.readable ? line.line.value.ticketNumber : '';
    return { wrong: finding('ticket-number-format', name, text, { value: text, inOcrLine, issued: '' }) };
  },

  'dose-number': (text, column) => {
    const read = readDoseNumber(text);
    return read
      ? { value: String(read.value) }
      : { wrong: finding('dose-number-range', column.name, text, { value: text }) };
  },

  date: (text, { id, name, dateFormats }) => {
    const isTaken = dateFormats === undefined || dateFormats.includes(dateFormatOf(text));
    const value = !isTaken || text.length > LONGEST_READ ? undefined : parseJapaneseDate(text);
    const about = { column: name, value: text, isVaccination: id === 'vaccinatedOn' };
    return value ? { value } : { wrong: finding('date-invalid', name, text, about) };
  },

  code: (text, column) => {
    const given = tidyIdentifier(text);
    const { codes = [], name } = column;
    const found = codes.find((candidate) => candidate.given === given);
    if (found) return { value: found.sent };
    return { wrong: finding('value-code', name, text, { column: name, value: text, codes }) };
  },

  text: (text, column) => readText(outerBlanksRemoved(text), column),
  maker: (text, column) =>
    readText(
      text.length > LONGEST_READ ? text : (identifyMaker(text)?.name ?? outerBlanksRemoved(text)),
      column,
    ),
  lot: (text, column) => readText(text.length > LONGEST_READ ? text : normaliseLot(text), column),
};

/**
 * The cell as it was understood, where that is not just how it stands: narrowed, without blanks, one name for a maker.
 * 令和3年4月1日 for a date and 1 for 転出 are other ways to write a value; nothing was put right there.
 */
export function putRight(text: string, value: string, type: CellType): string | undefined {
  const understood = type === 'text' || type === 'maker' || type === 'lot' ? value : tidyIdentifier(text);
  // CP932 has one code for 〜 and ～, and everybody reads it as the latter: コミナティ（5～11歳用） is no other name.
  return understood === text || understood.replaceAll('〜', '～') === text ? undefined : understood;
}

/** Whether a cell has nothing but blanks in it. */
export function isBlank(text: string): boolean {
  if (text === '') return true;
  return !isWritten(text.charCodeAt(0)) && removeBlanks(text) === '';
}
