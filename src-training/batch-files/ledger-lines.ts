import { ledgerLayout } from '../../src-shared/domain/rules/layouts.ts';
import { type RuleCode, severityOf } from '../../src-shared/domain/rules/table.ts';
import type { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { MadeDose, Resident } from '../residents/resident.ts';
import { withAlone } from './alone.ts';
import { goodTicket, isPlain, newDoses } from './new-doses.ts';
import { isUnvaccinatedAdult, type People } from './people.ts';
import { Planting } from './planting.ts';
import { recordPlants } from './record-plants/record-plants.ts';
import type { RecordPlant, RecordSoil } from './record-plants/soil.ts';
import { compact, recordCells } from './rows.ts';
import type { BatchFileWanted, Line, Piece, Wrong } from './wanted.ts';

/** Errors of 接種記録 that a ledger can show as well: what its columns have, and what one row of a person can say. */
const shown = [
  'value-missing',
  'value-too-long',
  'value-characters',
  'value-normalised',
  'date-invalid',
  'municipality-code-check-digit',
  'ticket-number-format',
  'ocr-line-format',
  'maker-unknown',
  'lot-pattern-unusual',
  'lot-recalled',
  'file-unmappable-character',
  'file-undecodable-bytes',
  'row-cell-count',
  'row-quote',
  'date-in-future',
  'date-before-programme',
  'date-after-programme',
  'date-after-death',
  'date-after-move-out',
  'dose-order-reversed',
  'dose-same-day',
  'interval-too-short',
  'dose-missing-before',
  'ticket-not-issued',
  'ticket-look-alike',
  'ticket-person-mismatch',
  'ticket-stopped',
  'product-not-in-use',
  'series-mixed-makers',
  'dose-number-taken',
  'record-confirmed',
] as const satisfies readonly RuleCode[];

const inBlocks = new Set(ledgerLayout.columns.flatMap(({ block }) => block?.id ?? []));

/** Every error that a file in the form of 予防接種台帳向け出力 can show. */
export const ledgerPlants: Readonly<Partial<Record<RuleCode, RecordPlant>>> = Object.fromEntries(
  shown.map((code) => [
    code,
    (soil: RecordSoil) => {
      const pieces = recordPlants[code]?.(soil);
      const line = pieces && ledgerLine(soil.resident, pieces);
      return line && [{ order: 0, lines: [line] }];
    },
  ]),
);

/** The lines of a ledger: what stands for everybody, and behind it what was keyed in since. */
export function* ledgerLines(
  population: Population,
  people: People,
  wanted: BatchFileWanted,
): Generator<Line, void> {
  const { rows, errors = {} } = wanted;
  const planting = new Planting<RecordSoil>(ledgerPlants, errors, rows);
  const strangers: Resident[] = [];
  let lines = 0;
  for (const resident of people.sound) {
    const doses = newDoses(population, resident);
    const soilOf = (): RecordSoil => ({
      population,
      resident,
      doses,
      random: new Random(population.seed, 'error', resident.index),
      takeStranger: () => strangers.shift(),
      fits: people.fits,
    });
    const planted = planting.plant(soilOf, lines);
    if (!planted && isUnvaccinatedAdult(resident) && strangers.length < 20) {
      strangers.push(resident);
      continue;
    }
    const right = people.isInFile(resident) && lines + planting.reserved < rows && isPlain(resident);
    const made = planted?.flatMap((piece) => piece.lines) ?? (right ? rightLines(resident, doses) : []);
    yield* made;
    lines += made.length;
    if (lines >= rows && planting.left.length === 0) return;
  }
  throw new RangeError(
    planting.left.length > 0
      ? `nobody for ${planting.left.join(', ')} in a file of ${rows} rows`
      : `the population has not so many people for ${rows} rows`,
  );
}

function rightLines(resident: Resident, doses: readonly MadeDose[]): readonly Line[] {
  const pieces = doses.map((dose) => ({
    order: 0,
    lines: [{ cells: recordCells(resident, dose), wrong: [] }],
  }));
  const line = ledgerLine(resident, pieces);
  return line ? [line] : [];
}

/** All of a person in one line; undefined where two lines are about one dose, or one says what a ledger has no column for. */
function ledgerLine(resident: Resident, pieces: readonly Piece[]): Line | undefined {
  const given = pieces.flatMap(({ lines }) => lines);
  const numbers = given.map((line) => line.cells['doseNumber'] ?? '');
  if (new Set(numbers).size < numbers.length) return undefined;
  if (!given.every((line) => isTold(line, resident))) return undefined;
  const standing = resident.doses
    .filter(({ doseNumber }) => !numbers.includes(String(doseNumber)))
    .map((dose): Line => ({ cells: recordCells(resident, dose), wrong: [UNCHANGED] }));
  const isRejected = given.some(({ wrong }) => wrong.some(isRejecting));
  // A row that can't be read is left out with all its doses: nothing is said of the others.
  const all = isRejected ? [...standing.map(withoutWrong), ...given] : shownAlone([...standing, ...given]);
  return all.length === 0 ? undefined : merged(resident, all);
}

const UNCHANGED: Wrong = { code: 'record-unchanged', column: null, standing: true };

const isRejecting = ({ code, standing }: Wrong): boolean =>
  severityOf(code) === 'reject' && standing !== true;

const withoutWrong = ({ cells }: Line): Line => ({ cells, wrong: [] });

/** Two tickets of one person are two series for who does not know that they are one person's. */
function shownAlone(lines: readonly Line[]): readonly Line[] {
  return withAlone([{ order: 0, lines }]).flatMap((piece) => piece.lines);
}

function merged(resident: Resident, lines: readonly Line[]): Line {
  const cells: Record<string, string> = { addresseeNumber: resident.addresseeNumber };
  const wrong: Wrong[] = [];
  let spoilt: Line['spoilt'];
  for (const line of lines) {
    const number = line.cells['doseNumber'] ?? '';
    putDose(cells, line.cells, number);
    wrong.push(...line.wrong.map((each) => inBlock(each, number)));
    if (line.spoilt) {
      spoilt =
        'cell' in line.spoilt ? { ...line.spoilt, cell: `${line.spoilt.cell}.${number}` } : line.spoilt;
    }
  }
  return spoilt ? { cells, wrong, spoilt } : { cells, wrong };
}

function putDose(
  cells: Record<string, string>,
  dose: Readonly<Record<string, string>>,
  number: string,
): void {
  for (const id of inBlocks) cells[`${id}.${number}`] = dose[id] ?? '';
}

/** What shows beside the doses before it shows without VRS as well: they are in the same row. */
const ofSeries: ReadonlySet<RuleCode> = new Set<RuleCode>([
  'dose-order-reversed',
  'dose-same-day',
  'interval-too-short',
  'dose-missing-before',
]);

function inBlock({ code, column, standing, alone }: Wrong, number: string): Wrong {
  const place = column === null ? null : `${column}.${number}`;
  if (alone) return { code, column: place, alone };
  return standing === true && !ofSeries.has(code)
    ? { code, column: place, standing }
    : { code, column: place };
}

/** Whether what is wrong lies in a column that a ledger has. */
function isTold({ cells, wrong }: Line, resident: Resident): boolean {
  return (
    /^[1-7]$/.test(cells['doseNumber'] ?? '') &&
    wrong.every(({ column }) => column === null || inBlocks.has(column)) &&
    cells['birthDate'] === compact(resident.birthDate) &&
    (cells['ticketNumber'] !== '' || goodTicket(resident) !== '')
  );
}
