import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import { neighbourMunicipality } from '../residents/municipalities.ts';
import type { Population } from '../residents/population.ts';
import { POPULATION_DAY } from '../residents/programme.ts';
import { Random } from '../residents/random.ts';
import type { Resident } from '../residents/resident.ts';
import { inPlace, oneOf, spoilt } from './cell-plants.ts';
import type { People } from './people.ts';
import { Planting } from './planting.ts';
import { compact } from './rows.ts';
import { fullWidth, withoutLastDigit, wrongDigit } from './slips.ts';
import type { BatchFileWanted, Line, Piece } from './wanted.ts';

interface FlagCells extends Readonly<Record<string, string>> {
  readonly municipalityCode: string;
  readonly addresseeNumber: string;
  readonly flag: string;
  readonly flagOn: string;
}

interface FlagSoil {
  readonly resident: Resident;
  readonly cells: FlagCells;
  readonly random: Random;
  readonly fits: (text: string) => boolean;
}

/** Every error that a file of 転出・死亡フラグ can show. */
export const flagPlants: Readonly<
  Partial<Record<RuleCode, (soil: FlagSoil) => readonly Piece[] | undefined>>
> = {
  'municipality-code-check-digit': oneOf('municipality-code-check-digit', [
    'municipalityCode',
    ({ municipalityCode }) => wrongDigit(municipalityCode),
  ]),
  'other-municipality': oneOf('other-municipality', ['municipalityCode', () => neighbourMunicipality.code]),
  'value-missing': oneOf(
    'value-missing',
    ['addresseeNumber', () => ''],
    ['flag', () => ' '],
    ['flagOn', () => ''],
    ['municipalityCode', () => '　'],
  ),
  'value-code': oneOf('value-code', ['flag', () => '3'], ['flag', () => '転出']),
  'value-too-long': oneOf('value-too-long', [
    'addresseeNumber',
    ({ addresseeNumber }) => addresseeNumber.padStart(16, '0'),
  ]),
  'value-characters': oneOf(
    'value-characters',
    ['municipalityCode', ({ municipalityCode }) => withoutLastDigit(municipalityCode)],
    ['addresseeNumber', ({ addresseeNumber }) => `${addresseeNumber}号`],
  ),
  'value-normalised': oneOf(
    'value-normalised',
    ['addresseeNumber', ({ addresseeNumber }) => fullWidth(addresseeNumber)],
    ['flag', ({ flag }) => fullWidth(flag)],
    ['flagOn', ({ flagOn }) => fullWidth(flagOn)],
  ),
  'date-invalid': oneOf('date-invalid', ['flagOn', () => '20240230'], ['flagOn', () => 'R6.2']),
  'date-in-future': ({ cells }) => [
    {
      order: 0,
      lines: [
        {
          cells: { ...cells, flag: '2', flagOn: compact(POPULATION_DAY + 30_000) },
          wrong: [{ code: 'date-in-future', column: 'flagOn' }],
        },
      ],
    },
  ],
  'date-before-birth': ({ resident, cells, random }) => {
    const flagOn = compact(resident.birthDate - random.whole(1, 300));
    return inPlace({
      cells: { ...cells, flagOn },
      wrong: [{ code: 'date-before-birth', column: 'flagOn', standing: true }],
    });
  },
  'person-unknown': ({ cells }) =>
    inPlace({
      cells: { ...cells, addresseeNumber: `9${cells.addresseeNumber}` },
      wrong: [{ code: 'person-unknown', column: 'addresseeNumber', standing: true }],
    }),
  'file-undecodable-bytes': spoilt('file-undecodable-bytes', ['addresseeNumber', 'flag']),
  'row-cell-count': spoilt('row-cell-count', []),
  'row-quote': spoilt('row-quote', ['addresseeNumber', 'flagOn']),
  'row-duplicate': ({ cells }) => [
    {
      order: 0,
      lines: [
        { cells, wrong: [] },
        { cells, wrong: [{ code: 'row-duplicate', column: null }] },
      ],
    },
  ],
  'row-key-conflict': ({ cells }) => {
    const wrong = [{ code: 'row-key-conflict', column: null }] as const;
    const flagOn = compact(POPULATION_DAY - 1000);
    return [
      {
        order: 0,
        lines: [
          { cells, wrong },
          { cells: { ...cells, flagOn }, wrong },
        ],
      },
    ];
  },
};

/** The lines of a file of 転出・死亡フラグ: what the register saw in the last weeks. */
export function* flagLines(
  population: Population,
  people: People,
  wanted: BatchFileWanted,
): Generator<Line, void> {
  const { rows, errors = {} } = wanted;
  const planting = new Planting<FlagSoil>(flagPlants, errors, rows);
  let lines = 0;
  for (const resident of people.sound) {
    if (resident.flag.kind !== 'none') continue;
    const random = new Random(population.seed, 'error', resident.index);
    const cells: FlagCells = {
      municipalityCode: resident.municipalityCode,
      addresseeNumber: resident.addresseeNumber,
      flag: random.chance(0.8) ? '1' : '2',
      flagOn: compact(Math.max(resident.birthDate, POPULATION_DAY - random.whole(0, 60))),
    };
    const soil = { resident, cells, random, fits: people.fits };
    const planted = planting.plant(() => soil, lines);
    const right = people.isInFile(resident) && lines + planting.reserved < rows;
    for (const piece of planted ?? (right ? [{ lines: [{ cells, wrong: [] }] }] : [])) {
      yield* piece.lines;
      lines += piece.lines.length;
    }
    if (lines >= rows && planting.left.length === 0) return;
  }
  throw new RangeError(`the population has not so many people for ${rows} rows`);
}
