import { inPlace, oneOf, type Slip, spoilt } from './cell-plants.ts';
import { fullWidth, withoutLastDigit, wrongDigit } from './slips.ts';
import { neighbourMunicipality } from '../residents/municipalities.ts';
import { POPULATION_DAY } from '../residents/programme.ts';
import type { Random } from '../residents/random.ts';
import type { Resident } from '../residents/resident.ts';
import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import { compact, type SubjectCells } from './rows.ts';
import type { Piece, Wrong } from './wanted.ts';

/** What errors of 接種対象者 grow from. */
export interface SubjectSoil {
  readonly resident: Resident;
  readonly cells: SubjectCells;
  readonly random: Random;
  readonly fits: (text: string) => boolean;
  /** Whether VRS has this person. */
  readonly isKnown: boolean;
  /** A ticket of somebody further up in the file. */
  readonly ticketBefore: string | undefined;
}

type Plant = (soil: SubjectSoil) => readonly Piece[] | undefined;
const wrong = (code: RuleCode, column: keyof SubjectCells | null = null): Wrong => ({ code, column });

const always =
  (text: string): Slip<SubjectCells>[1] =>
  () =>
    text;

const flagged =
  (value: (cells: SubjectCells) => string): Slip<SubjectCells>[1] =>
  (cells) =>
    cells.flag === '0' ? undefined : value(cells);

/** Every error that a file of 接種対象者 can show. */
export const subjectPlants: Readonly<Partial<Record<RuleCode, Plant>>> = {
  'individual-number-check-digit': oneOf(
    'individual-number-check-digit',
    ['individualNumber', ({ individualNumber }) => wrongDigit(individualNumber)],
    ['individualNumber', always('0'.repeat(12))],
  ),
  'municipality-code-check-digit': oneOf('municipality-code-check-digit', [
    'municipalityCode',
    ({ municipalityCode }) => wrongDigit(municipalityCode),
  ]),
  'other-municipality': oneOf('other-municipality', ['municipalityCode', always(neighbourMunicipality.code)]),
  'value-missing': oneOf(
    'value-missing',
    ['name', always('')],
    ['birthDate', always('')],
    ['sex', always(' ')],
    ['ticketNumber', always('')],
    ['addresseeNumber', always('')],
    ['municipalityCode', always('　')],
    ['flagOn', flagged(() => '')],
  ),
  'value-code': oneOf('value-code', ['sex', always('3')], ['sex', always('男')], ['flag', always('9')]),
  'value-too-long': oneOf(
    'value-too-long',
    ['name', ({ name }) => name + '長'.repeat(50)],
    ['kana', ({ kana }) => kana + 'ナガイ'.repeat(20)],
    ['addresseeNumber', ({ addresseeNumber }) => addresseeNumber.padStart(16, '0')],
  ),
  'value-characters': oneOf(
    'value-characters',
    ['municipalityCode', ({ municipalityCode }) => withoutLastDigit(municipalityCode)],
    ['individualNumber', ({ individualNumber }) => withoutLastDigit(individualNumber)],
    ['addresseeNumber', ({ addresseeNumber }) => `${addresseeNumber}号`],
    ['name', ({ name }) => name.replace('　', '\n')],
  ),
  'value-normalised': oneOf(
    'value-normalised',
    ['ticketNumber', ({ ticketNumber }) => fullWidth(ticketNumber)],
    ['individualNumber', ({ individualNumber }) => fullWidth(individualNumber)],
    ['sex', ({ sex }) => fullWidth(sex)],
    ['birthDate', ({ birthDate }) => fullWidth(birthDate)],
    ['name', ({ name }) => `${name}　`],
  ),
  'date-invalid': oneOf(
    'date-invalid',
    ['birthDate', always('19800230')],
    ['birthDate', always('S64.1.8')],
    ['birthDate', always('昭和55年')],
    ['flagOn', flagged(() => '20231301')],
  ),
  'date-in-future': ({ cells, isKnown }) => {
    if (cells.flag === '2') {
      const flagOn = compact(POPULATION_DAY + 30_000);
      return inPlace({ cells: { ...cells, flagOn }, wrong: [wrong('date-in-future', 'flagOn')] });
    }
    // Of somebody whom VRS has, another birth date would be a finding of its own.
    if (isKnown || cells.flag !== '0') return undefined;
    const birthDate = `21${cells.birthDate.slice(2)}`.replace('0229', '0228');
    return inPlace({ cells: { ...cells, birthDate }, wrong: [wrong('date-in-future', 'birthDate')] });
  },
  'date-before-birth': ({ cells, resident, random }) =>
    cells.flag === '0'
      ? undefined
      : inPlace({
          cells: { ...cells, flagOn: compact(resident.birthDate - random.whole(1, 300)) },
          wrong: [wrong('date-before-birth', 'flagOn')],
        }),
  'ticket-number-format': oneOf(
    'ticket-number-format',
    ['ticketNumber', ({ ticketNumber }) => ticketNumber.replace(/^0+/, '')],
    ['ticketNumber', ({ ticketNumber }) => `${ticketNumber}1`],
  ),
  'ocr-line-format': oneOf('ocr-line-format', [
    'ticketNumber',
    ({ municipalityCode, ticketNumber }) => `19${municipalityCode}${ticketNumber}`,
  ]),
  'ticket-person-mismatch': ({ cells, ticketBefore, isKnown }) =>
    // Somebody who is new has no other ticket that would be in the way.
    ticketBefore === undefined || isKnown
      ? undefined
      : inPlace({
          cells: { ...cells, ticketNumber: ticketBefore },
          wrong: [wrong('ticket-person-mismatch', 'ticketNumber')],
        }),
  'file-unmappable-character': oneOf(
    'file-unmappable-character',
    ['name', ({ name }) => `${name}\uE001`],
    ['kana', ({ kana }) => `${kana.slice(0, 1)}\uFFFD`],
    ['name', ({ name }) => `\uFE01${name}`],
  ),
  'file-undecodable-bytes': spoilt('file-undecodable-bytes', ['name', 'kana']),
  'row-cell-count': spoilt('row-cell-count', []),
  'row-quote': spoilt('row-quote', ['name', 'kana']),
  'row-duplicate': ({ cells }) => inPlace({ cells, wrong: [] }, { cells, wrong: [wrong('row-duplicate')] }),
  'row-key-conflict': ({ cells }) => {
    const found = [wrong('row-key-conflict')];
    return inPlace({ cells, wrong: found }, { cells: { ...cells, kana: `${cells.kana}コ` }, wrong: found });
  },
};
