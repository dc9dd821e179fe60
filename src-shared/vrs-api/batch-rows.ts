import { z } from 'zod';

import { IndividualNumber } from '../domain/individual-number.ts';
import { hasMunicipalityCheckDigit } from '../domain/municipality-check-digit.ts';
import { type BatchKind, batchColumns } from './batches.ts';

type ColumnOf<Kind extends BatchKind> = Exclude<(typeof batchColumns)[Kind][number], 'line'>;

/** A row with its cells by name; `line` beside them. */
export type BatchRowOf<Kind extends BatchKind> = Readonly<Record<ColumnOf<Kind>, string>> & {
  readonly line: number;
};

const municipalityCode = /^[0-9]{6}$/;
const addresseeNumber = /^[0-9A-Za-z]{1,15}$/;
const ticketNumber = /^[0-9]{10}$/;
const day = z.iso.date().def.pattern ?? /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const dayOrNothing = new RegExp(`^$|${day.source}`);
const flag = /^(?:moved-out|deceased|none)$/;

/** Without control characters; the length in UTF-16 units, as the answer schemas count it. */
const text = (least: 0 | 1, most: number): RegExp =>
  new RegExp(`^[^\\u0000-\\u001f\\u007f-\\u009f]{${least},${most}}$`);

/**
 * How the cells of a row look in a chunk. `line` is a number; every other cell is a string, and `''` stands for nothing where the
 * pattern lets it. They are data so that both sides check a million rows without a schema in the row loop.
 */
export const rowPatterns: {
  readonly [Kind in BatchKind]: Readonly<Record<ColumnOf<Kind>, RegExp>>;
} = {
  subjects: {
    municipalityCode,
    addresseeNumber,
    /** With its check digit. Nothing: what stands stays. */
    individualNumber: /^(?:[0-9]{12})?$/,
    name: text(1, 50),
    /** Nothing: what stands stays. */
    kana: text(0, 50),
    birthDate: day,
    sex: /^[0129]$/,
    ticketNumber,
    flag,
    /** Nothing where the flag is `none`, and only there. */
    flagOn: dayOrNothing,
  },
  records: {
    municipalityCode,
    ticketNumber,
    doseNumber: /^[1-7]$/,
    ticketKind: /^[12]$/,
    vaccinatedOn: day,
    vaccinatedInMunicipality: /^(?:[0-9]{6})?$/,
    venue: text(0, 30),
    doctor: text(0, 20),
    maker: text(1, 20),
    lotNumber: text(1, 20),
  },
  flags: { municipalityCode, addresseeNumber, flag, flagOn: dayOrNothing },
  reversal: { recordId: /^[0-9a-f-]{0,36}$/, addresseeNumber: /^[0-9A-Za-z]{0,15}$/ },
};

/** One line of a chunk as a row, or undefined where it is not one: no JSON array, other columns, a cell of another form. */
export function parseBatchRow<Kind extends BatchKind>(
  kind: Kind,
  line: string,
): BatchRowOf<Kind> | undefined {
  let cells: unknown;
  try {
    cells = JSON.parse(line);
  } catch {
    return undefined;
  }
  const columns: readonly string[] = batchColumns[kind];
  const patterns: Readonly<Record<string, RegExp>> = rowPatterns[kind];
  if (!Array.isArray(cells) || cells.length !== columns.length) return undefined;
  if (!Number.isSafeInteger(cells[0]) || Number(cells[0]) < 1) return undefined;
  const row: Record<string, unknown> = { line: cells[0] };
  for (let index = 1; index < columns.length; index += 1) {
    const column = columns[index] ?? '';
    const cell: unknown = cells[index];
    if (typeof cell !== 'string' || patterns[column]?.test(cell) !== true) return undefined;
    row[column] = cell;
  }
  // Every column of the kind has been checked just now.
  return areDigitsRight(row) ? (row as BatchRowOf<Kind>) : undefined;
}

/** What a pattern can't say: check digits, and that a flag and its day come together. */
function areDigitsRight(row: Readonly<Record<string, unknown>>): boolean {
  for (const code of [row['municipalityCode'], row['vaccinatedInMunicipality']]) {
    if (typeof code === 'string' && code !== '' && !hasMunicipalityCheckDigit(code)) return false;
  }
  const number = row['individualNumber'];
  if (typeof number === 'string' && number !== '' && !IndividualNumber.parse(number)) return false;
  return row['flag'] === undefined || (row['flag'] === 'none') === (row['flagOn'] === '');
}
