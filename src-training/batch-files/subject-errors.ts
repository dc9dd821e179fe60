import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import { neighbourMunicipality } from '../residents/municipalities.ts';
import { fullWidth, wrongDigit } from './record-errors.ts';
import type { SubjectCells } from './rows.ts';

/** What may be made wrong in a file of 接種対象者. */
export type SubjectError = Extract<RuleCode, keyof typeof subjectErrors>;

export interface SubjectMistake {
  readonly rows: readonly SubjectCells[];
  readonly column: keyof SubjectCells | null;
  readonly cutOff?: number;
}

const change =
  (column: keyof SubjectCells, value: (cells: SubjectCells) => string) =>
  (cells: SubjectCells): SubjectMistake => ({ rows: [{ ...cells, [column]: value(cells) }], column });

/** Each takes a right row and gives what stands in the file instead. */
export const subjectErrors = {
  'individual-number-check-digit': change('individualNumber', ({ individualNumber }) =>
    wrongDigit(individualNumber),
  ),
  'municipality-code-check-digit': change('municipalityCode', ({ municipalityCode }) =>
    wrongDigit(municipalityCode),
  ),
  'other-municipality': change('municipalityCode', () => neighbourMunicipality.code),
  'value-missing': change('name', () => ''),
  'value-code': change('sex', () => '3'),
  'value-too-long': change('name', ({ name }) => name + '長'.repeat(50)),
  'value-normalised': change('ticketNumber', ({ ticketNumber }) => fullWidth(ticketNumber)),
  'date-invalid': change('birthDate', () => '19800230'),
  'ticket-number-format': change('ticketNumber', ({ ticketNumber }) => ticketNumber.replace(/^0+/, '')),
  'file-unmappable-character': change('name', ({ name }) => `${name}\uE001`),
  'row-duplicate': (cells: SubjectCells): SubjectMistake => ({ rows: [cells, cells], column: null }),
  'row-key-conflict': (cells: SubjectCells): SubjectMistake => ({
    rows: [cells, { ...cells, kana: `${cells.kana}コ` }],
    column: null,
  }),
  'row-cell-count': (cells: SubjectCells): SubjectMistake => ({ rows: [cells], column: null, cutOff: 2 }),
} as const;
