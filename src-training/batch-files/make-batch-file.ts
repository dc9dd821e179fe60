import { recordsLayout, subjectsLayout } from '../../src-shared/domain/rules/layouts.ts';
import type { Column } from '../../src-shared/domain/rules/layout.ts';
import { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import type { Resident } from '../residents/resident.ts';
import { encodeCp932, hasCp932 } from './cp932.ts';
import { type Mistake, type RecordError, recordErrors } from './record-errors.ts';
import { type MadeRecord, newcomers, newDoses, soundResidents, standingDoses, subjectCells } from './rows.ts';
import { type SubjectError, subjectErrors } from './subject-errors.ts';

export type FileEncoding = 'utf-8' | 'utf-8-bom' | 'cp932';

interface Wanted {
  /** Right rows; wrong ones take the place of some, and a few come on top. */
  readonly rows: number;
  readonly encoding: FileEncoding;
  /** The population of the training VRS for which the file is. */
  readonly seed?: string;
  readonly people?: number;
}

export type BatchFileWanted = Wanted &
  (
    | { readonly kind: 'records'; readonly errors?: Partial<Readonly<Record<RecordError, number>>> }
    | { readonly kind: 'subjects'; readonly errors?: Partial<Readonly<Record<SubjectError, number>>> }
  );

/** One planted error: the line as a spreadsheet shows it (the header is line 1), the column's name, the rule that must find it. */
export interface FileTruth {
  readonly line: number;
  readonly column: string | null;
  readonly code: RecordError | SubjectError;
}

export interface BatchFile {
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Lines under the header. */
  readonly rowCount: number;
  readonly truth: readonly FileTruth[];
}

/** A line of the file: its cells in the layout's order, and what is wrong with it. */
interface Line {
  readonly cells: readonly string[];
  readonly wrong: readonly Omit<FileTruth, 'line'>[];
}

const DEFAULT_SEED = '1';
const DEFAULT_PEOPLE = 20_000;

/** A CSV file from the same population as the training VRS, in the layouts of the product. The same wishes give the same bytes. */
export function makeBatchFile(wanted: BatchFileWanted): BatchFile {
  const population = new Population(wanted.seed ?? DEFAULT_SEED);
  const people = wanted.people ?? DEFAULT_PEOPLE;
  const fits = wanted.encoding === 'cp932' ? isInCp932 : (): boolean => true;
  // A small file needs a part of the city only: blocks of people do not depend on each other.
  const sound = soundResidents(population, Math.min(people, Math.max(1000, wanted.rows * 20))).filter(fits);
  const lines =
    wanted.kind === 'records'
      ? recordLines(population, sound, wanted.rows, wanted.errors ?? {})
      : subjectLines(population, people, sound, wanted.rows, wanted.errors ?? {}, fits);
  const layout = wanted.kind === 'records' ? recordsLayout : subjectsLayout;
  const header = layout.columns.map(({ name }) => name);
  const text = [header, ...lines.map(({ cells }) => cells)].map(csvLine).join('');
  return {
    fileName: wanted.kind === 'records' ? '接種記録.csv' : '接種対象者.csv',
    bytes: encoded(text, wanted.encoding),
    rowCount: lines.length,
    truth: lines.flatMap(({ wrong }, index) => wrong.map((each) => ({ ...each, line: index + 2 }))),
  };
}

function recordLines(
  population: Population,
  sound: readonly Resident[],
  rows: number,
  errors: Partial<Readonly<Record<RecordError, number>>>,
): readonly Line[] {
  const fresh = newDoses(population, sound);
  const restated = standingDoses(sound, false);
  const right = [...fresh.slice(0, rows), ...restated.slice(0, Math.max(0, rows - fresh.length))];
  if (right.length < rows) throw new RangeError('the population has not so many doses');
  const random = new Random(population.seed, 'file of records', rows);
  const inFile = new Set(right.map(({ resident }) => resident));
  const soil = {
    takeNew: taker(
      random,
      right.filter(({ kind }) => kind === 'new'),
    ),
    takeStanding: standingTaker(random, sound, inFile),
    takeResident: residentTaker(random, sound, inFile),
  };
  const made = new Map<MadeRecord | undefined, Line[]>();
  const planted = Object.entries(errors) as [RecordError, number][];
  for (const [code, count] of planted) {
    for (let turn = 0; turn < count; turn += 1) {
      const mistake: Mistake | undefined = recordErrors[code](soil);
      if (!mistake) throw new RangeError(`nobody for ${code} in a file of ${rows} rows`);
      const lines = linesOf(mistake, code, recordsLayout.columns);
      made.set(mistake.replaces, [...(made.get(mistake.replaces) ?? []), ...lines]);
    }
  }
  const own = right.flatMap(
    (row) => made.get(row) ?? [{ cells: cellsOf(row.cells, recordsLayout.columns), wrong: [] }],
  );
  return [...own, ...(made.get(undefined) ?? [])];
}

function subjectLines(
  population: Population,
  people: number,
  sound: readonly Resident[],
  rows: number,
  errors: Partial<Readonly<Record<SubjectError, number>>>,
  fits: (resident: Resident) => boolean,
): readonly Line[] {
  // Three of four are known already; the register gives its whole extract.
  const known = sound.filter(({ tickets }) => tickets.length > 0).slice(0, Math.ceil(rows * 0.75));
  const coming = newcomers(population, people, (rows - known.length) * 2 + 10).filter(fits);
  const right = [...known, ...coming].slice(0, rows).map(subjectCells);
  const random = new Random(population.seed, 'file of subjects', rows);
  const take = taker(random, right);
  const made = new Map<(typeof right)[number], Line[]>();
  const planted = Object.entries(errors) as [SubjectError, number][];
  for (const [code, count] of planted) {
    for (let turn = 0; turn < count; turn += 1) {
      const cells = take();
      if (!cells) throw new RangeError(`nobody for ${code} in a file of ${rows} rows`);
      made.set(cells, linesOf(subjectErrors[code](cells), code, subjectsLayout.columns));
    }
  }
  return right.flatMap(
    (cells) => made.get(cells) ?? [{ cells: cellsOf(cells, subjectsLayout.columns), wrong: [] }],
  );
}

/** Every line that shows the error: of two equal rows the second, of two that contradict each other both. */
function linesOf<Cells extends Readonly<Record<string, string>>>(
  mistake: { readonly rows: readonly Cells[]; readonly column: keyof Cells | null; readonly cutOff?: number },
  code: FileTruth['code'],
  columns: readonly Column[],
): Line[] {
  const { rows, column, cutOff = 0 } = mistake;
  const name = columns.find(({ id }) => id === column)?.name ?? null;
  return rows.map((row, index) => {
    const isShown = rows.length === 1 || index === 1 || code === 'row-key-conflict';
    const cells = cellsOf(row, columns);
    return {
      cells: cells.slice(0, cells.length - cutOff),
      wrong: isShown ? [{ code, column: name }] : [],
    };
  });
}

function cellsOf(row: Readonly<Record<string, string>>, columns: readonly Column[]): readonly string[] {
  return columns.map(({ id }) => row[id] ?? '');
}

/** Gives each of the items once, in an order of chance. */
function taker<Item>(random: Random, items: readonly Item[]): () => Item | undefined {
  const left = [...items];
  return () => left.splice(random.whole(0, Math.max(0, left.length - 1)), 1)[0];
}

function standingTaker(
  random: Random,
  sound: readonly Resident[],
  inFile: ReadonlySet<Resident>,
): (confirmed: boolean) => MadeRecord | undefined {
  const outside = sound.filter((resident) => !inFile.has(resident) && resident.flag.kind === 'none');
  const free = taker(random, standingDoses(outside, false));
  const confirmed = taker(random, standingDoses(outside, true));
  return (wanted) => (wanted ? confirmed() : free());
}

function residentTaker(
  random: Random,
  sound: readonly Resident[],
  inFile: ReadonlySet<Resident>,
): (fits: (resident: Resident) => boolean) => Resident | undefined {
  const taken = new Set(inFile);
  return (fits) => {
    const found = taker(
      random,
      sound.filter((resident) => !taken.has(resident) && fits(resident)),
    )();
    if (found) taken.add(found);
    return found;
  };
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(',')}\r\n`;
}

function encoded(text: string, encoding: FileEncoding): Buffer {
  if (encoding === 'cp932') return encodeCp932(text);
  return Buffer.from(encoding === 'utf-8-bom' ? `\uFEFF${text}` : text);
}

/** 𠮷田 and selected shapes are not in CP932; a file in it has other people. */
function isInCp932({ name, kana }: Resident): boolean {
  return hasCp932(name + kana);
}
