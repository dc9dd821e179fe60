import { makers, RECALLED_LOT } from '../../residents/lots.ts';
import type { MadeDose } from '../../residents/resident.ts';
import { spoiltLine } from '../spoiling.ts';
import { fullWidth, withoutLastDigit, wrongDigit } from '../slips.ts';
import type { RecordCells } from '../rows.ts';
import type { RuleCode } from '../../../src-shared/domain/rules/table.ts';
import { lastChanged, type RecordColumn, type RecordPlant, type RecordPlants, wrong } from './soil.ts';

type Slip = readonly [
  column: RecordColumn,
  value: (cells: RecordCells, dose: MadeDose) => string | undefined,
];

/** One of several ways to get a cell wrong; ways that a row has no use for give undefined. */
function oneOf(code: RuleCode, ...slips: readonly Slip[]): RecordPlant {
  return lastChanged((cells, { random, fits }, dose) => {
    const [column, value] = random.pick(slips);
    const text = value(cells, dose);
    if (text === undefined || !fits(text)) return undefined;
    return { cells: { [column]: text }, wrong: [wrong(code, column)] };
  });
}

const always =
  (text: string): Slip[1] =>
  () =>
    text;
const LONG = '長い名前の会場'.repeat(5);
const isPfizer = ({ maker }: RecordCells): boolean => maker === makers.pfizer;

/** What is wrong with a cell by itself, or with the line as such. */
export const cellPlants: RecordPlants = {
  'value-missing': oneOf(
    'value-missing',
    ['municipalityCode', always('')],
    ['ticketNumber', always('')],
    ['doseNumber', always('')],
    ['vaccinatedOn', always('　')],
    ['maker', always('')],
    ['lotNumber', always(' ')],
  ),
  'value-too-long': oneOf(
    'value-too-long',
    ['venue', ({ venue }) => `${venue}（${LONG}）`],
    ['doctor', ({ doctor }) => doctor + '長'.repeat(20)],
    ['maker', ({ maker }) => maker.repeat(6)],
    ['lotNumber', ({ lotNumber }) => lotNumber.repeat(4)],
    ['addresseeNumber', ({ addresseeNumber }) => addresseeNumber.repeat(2).padEnd(16, '0')],
  ),
  'value-characters': oneOf(
    'value-characters',
    ['municipalityCode', ({ municipalityCode }) => withoutLastDigit(municipalityCode)],
    ['vaccinatedInMunicipality', always('青葉市')],
    [
      'addresseeNumber',
      ({ addresseeNumber }) => `${addresseeNumber.slice(0, 4)}-${addresseeNumber.slice(4)}`,
    ],
    ['venue', ({ venue }) => `${venue}\n（2階）`],
  ),
  'value-code': oneOf('value-code', ['ticketKind', always('3')], ['ticketKind', always('接種')]),
  'value-normalised': oneOf(
    'value-normalised',
    ['lotNumber', ({ lotNumber }) => fullWidth(lotNumber)],
    ['lotNumber', (cells) => (isPfizer(cells) ? cells.lotNumber.toLowerCase() : undefined)],
    ['lotNumber', ({ lotNumber }) => `${lotNumber.slice(0, 2)} ${lotNumber.slice(2)}`],
    ['ticketNumber', ({ ticketNumber }) => fullWidth(ticketNumber)],
    ['doseNumber', ({ doseNumber }) => fullWidth(doseNumber)],
    ['maker', (cells) => (isPfizer(cells) ? 'ﾌｧｲｻﾞｰ' : 'モデルナ')],
    ['maker', (cells) => (isPfizer(cells) ? 'Pfizer' : '武田／モデルナ')],
    ['venue', ({ venue }) => ` ${venue}`],
    ['vaccinatedOn', ({ vaccinatedOn }) => fullWidth(vaccinatedOn)],
  ),
  'date-invalid': oneOf(
    'date-invalid',
    ...['20240230', '2023/13/01', 'R5.2.29', 'S64.1.8', '2023年10月', '5.10.1', '231002'].map(
      (text): Slip => ['vaccinatedOn', always(text)],
    ),
    ['birthDate', always('19990431')],
  ),
  'municipality-code-check-digit': oneOf(
    'municipality-code-check-digit',
    ['municipalityCode', ({ municipalityCode }) => wrongDigit(municipalityCode)],
    ['vaccinatedInMunicipality', ({ municipalityCode }) => wrongDigit(municipalityCode)],
  ),
  'ticket-number-format': oneOf(
    'ticket-number-format',
    ['ticketNumber', ({ ticketNumber }) => ticketNumber.replace(/^0+/, '')],
    ['ticketNumber', ({ ticketNumber }) => `${ticketNumber}0`],
    ['ticketNumber', ({ ticketNumber }) => ticketNumber.replace('0', 'O')],
    ['ticketNumber', ({ ticketNumber }) => `${Number(ticketNumber)}E+7`],
  ),
  'ocr-line-format': oneOf(
    'ocr-line-format',
    ['ticketNumber', (cells) => `3${cells.doseNumber}${cells.municipalityCode}${cells.ticketNumber}`],
    ['ticketNumber', ({ municipalityCode, ticketNumber }) => `18${municipalityCode}${ticketNumber}`],
    [
      'ticketNumber',
      (cells) => `1${cells.doseNumber}${wrongDigit(cells.municipalityCode)}${cells.ticketNumber}`,
    ],
  ),
  'dose-number-range': oneOf(
    'dose-number-range',
    ...['8', '0', '12', '三', '2回'].map((text): Slip => ['doseNumber', always(text)]),
  ),
  'maker-unknown': oneOf('maker-unknown', ['maker', always('未知製薬')], ['maker', always('ファイザ')]),
  'lot-pattern-unusual': oneOf(
    'lot-pattern-unusual',
    ['lotNumber', (cells) => (isPfizer(cells) ? `${cells.lotNumber}0` : `FZ${cells.lotNumber.slice(3)}`)],
    [
      'lotNumber',
      (cells) => (isPfizer(cells) ? `302${cells.ticketNumber.slice(6)}` : `FV${cells.ticketNumber.slice(6)}`),
    ],
    ['lotNumber', ({ lotNumber }) => `${lotNumber.slice(0, 3)}?${lotNumber.slice(4)}`],
  ),
  'lot-recalled': lastChanged((_, __, { doseNumber, maker }) =>
    // Of the first two doses another maker would be a finding of its own.
    doseNumber >= 3 || maker === makers.moderna
      ? {
          cells: { maker: makers.moderna, lotNumber: RECALLED_LOT },
          wrong: [wrong('lot-recalled', 'lotNumber')],
        }
      : undefined,
  ),
  'file-unmappable-character': oneOf(
    'file-unmappable-character',
    ['doctor', ({ doctor }) => `${doctor}\uE000`],
    ['venue', ({ venue }) => `\uE0FF${venue}`],
    ['doctor', ({ doctor }) => `${doctor.slice(0, 2)}\uFFFD`],
    ['doctor', ({ doctor }) => `\uFE00${doctor}`],
  ),
  'file-undecodable-bytes': lastChanged((_, { random }) =>
    spoiltLine('file-undecodable-bytes', random, ['venue', 'doctor', 'maker']),
  ),
  'row-cell-count': lastChanged((_, { random }) => spoiltLine('row-cell-count', random, [])),
  'row-quote': lastChanged((_, { random }) => spoiltLine('row-quote', random, ['venue', 'doctor', 'maker'])),
};
