import { identifyMaker } from '../doses/maker-text.ts';
import { normaliseLot } from '../doses/lots.ts';
import { parseJapaneseDate } from '../dates/parse.ts';
import {
  readAddresseeNumber,
  readDoseNumber,
  readMunicipalityCode,
  readTicketNumber,
  tidyIdentifier,
} from '../identifier-text.ts';
import { IndividualNumber } from '../individual-number.ts';
import { ocrLinePartNames, readOcrLine } from '../ocr-line.ts';
import { characterCount } from '../text/characters.ts';
import { removeBlanks } from '../text/width.ts';
import { finding, HIDDEN_NUMBER, type RowFinding } from './finding.ts';
import type { CellType, Column } from './layout.ts';

/** A cell as it goes on, or the one thing that is wrong with it. */
export type CellReading = { readonly value: string } | { readonly wrong: RowFinding };
type CellReader = (text: string, column: Column) => CellReading;

/** Control characters and halves of characters: VRS takes none in a text (`rowPatterns`). */
const NO_TEXT = /[\p{Cc}\p{Cs}]/u;
const OUTER_BLANKS = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

/** Reads a cell that is not empty, by the type of its column. */
export function readCell(text: string, column: Column): CellReading {
  return readers[column.type](text, column);
}

const wrongCharacters = (column: Column, text: string, expected: string): CellReading => ({
  wrong: finding('value-characters', column.name, text, { column: column.name, value: text, expected }),
});

/** A text of the column's width. VRS counts a kanji outside the basic plane and a selector as two, so the width here does too. */
function readText(text: string, column: Column): CellReading {
  if (NO_TEXT.test(text)) {
    return wrongCharacters(column, text.replaceAll(/\p{Cc}/gu, '␣'), '改行や制御文字を含まない文字');
  }
  if (text.length <= column.width) return { value: text };
  const length = Math.max(characterCount(text), column.width + 1);
  const about = { column: column.name, length, limit: column.width };
  return { wrong: finding('value-too-long', column.name, text, about) };
}

const readers: Readonly<Record<CellType, CellReader>> = {
  'municipality-code': (text, column) => {
    const read = readMunicipalityCode(text);
    if (read) return { value: read.value };
    const { name } = column;
    return /^[0-9]{6}$/.test(tidyIdentifier(text))
      ? { wrong: finding('municipality-code-check-digit', name, text, { column: name, value: text }) }
      : wrongCharacters(column, text, '検査数字を含む数字6桁（例：131237。先頭の0も要ります）');
  },

  'addressee-number': (text, column) => {
    const read = readAddresseeNumber(text);
    if (read) return { value: read.value };
    const length = characterCount(tidyIdentifier(text));
    const about = { column: column.name, length, limit: column.width };
    return length > column.width
      ? { wrong: finding('value-too-long', column.name, text, about) }
      : wrongCharacters(column, text, '15文字以内の英数字（例：10012345）');
  },

  // SECURITY: P4 — neither the value nor its length goes into a finding.
  'individual-number': (text, column) => {
    const digits = tidyIdentifier(text);
    if (!/^[0-9]{12}$/.test(digits)) {
      const about = { column: column.name, value: HIDDEN_NUMBER, expected: '数字12桁' };
      return { wrong: finding('value-characters', column.name, HIDDEN_NUMBER, about) };
    }
    return IndividualNumber.parse(digits)
      ? { value: digits }
      : { wrong: finding('individual-number-check-digit', column.name, HIDDEN_NUMBER, {}) };
  },

  'ticket-number': (text, column) => {
    const read = readTicketNumber(text);
    if (read) return { value: read.value };
    // Somebody put the whole OCR line in the column: if it is broken too, say where.
    const line = readOcrLine(text);
    if (!line.readable && line.wrong !== 'length') {
      const about = { value: text, wrong: ocrLinePartNames[line.wrong] };
      return { wrong: finding('ocr-line-format', column.name, text, about) };
    }
    return { wrong: finding('ticket-number-format', column.name, text, { value: text }) };
  },

  'dose-number': (text, column) => {
    const read = readDoseNumber(text);
    return read
      ? { value: String(read.value) }
      : { wrong: finding('dose-number-range', column.name, text, { value: text }) };
  },

  date: (text, column) => {
    const value = parseJapaneseDate(text);
    return value
      ? { value }
      : { wrong: finding('date-invalid', column.name, text, { column: column.name, value: text }) };
  },

  code: (text, column) => {
    const given = tidyIdentifier(text);
    const { codes = [], name } = column;
    const found = codes.find((candidate) => candidate.given === given);
    if (found) return { value: found.sent };
    const list = codes.map((each) => `${each.given}（${each.meaning}）`).join('、');
    return { wrong: finding('value-code', name, text, { column: name, value: text, codes: list }) };
  },

  text: (text, column) => readText(text.replace(OUTER_BLANKS, ''), column),
  maker: (text, column) => readText(identifyMaker(text)?.name ?? text.replace(OUTER_BLANKS, ''), column),
  lot: (text, column) => readText(normaliseLot(text), column),
};

/**
 * The cell as it was understood, where that is not just how it stands: narrowed, without blanks, one name for a maker.
 * 令和3年4月1日 for a date and 1 for 転出 are other ways to write a value; nothing was put right there.
 */
export function putRight(text: string, value: string, type: CellType): string | undefined {
  const understood = type === 'text' || type === 'maker' || type === 'lot' ? value : tidyIdentifier(text);
  return understood === text ? undefined : understood;
}

/** Whether a cell has nothing but blanks in it. */
export const isBlank = (text: string): boolean => removeBlanks(text) === '';
