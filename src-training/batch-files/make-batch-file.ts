import type { Column } from '../../src-shared/domain/rules/layout.ts';
import {
  flagsLayout,
  ledgerLayout,
  recordsLayout,
  subjectsLayout,
} from '../../src-shared/domain/rules/layouts.ts';
import { isRuleCode, type RuleCode } from '../../src-shared/domain/rules/table.ts';
import { Population } from '../residents/population.ts';
import { Random } from '../residents/random.ts';
import { type FileCell, FileBytes } from './file-bytes.ts';
import { flagLines, flagPlants } from './flag-lines.ts';
import { ledgerLines, ledgerPlants } from './ledger-lines.ts';
import { REMARKS, remark, untidied } from './mess.ts';
import { peopleFor, type People } from './people.ts';
import { recordLines } from './record-lines.ts';
import { recordPlants } from './record-plants/record-plants.ts';
import { subjectLines } from './subject-lines.ts';
import { subjectPlants } from './subject-plants.ts';
import { type BatchFileKind, type BatchFileWanted, type FileTruth, type Line, truthOf } from './wanted.ts';

export type { BatchFileWanted, FileEncoding, FileTruth } from './wanted.ts';

export interface BatchFile {
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Lines under the header. */
  readonly rowCount: number;
  readonly truth: readonly FileTruth[];
}

export interface WrittenFile {
  readonly rowCount: number;
  readonly bytes: number;
  /** A training VRS with so many residents at least has everybody whom the file takes as known. */
  readonly people: number;
}

interface KindOfFile {
  readonly fileName: string;
  readonly columns: readonly Column[];
  readonly plants: Readonly<Partial<Record<RuleCode, unknown>>>;
  readonly lines: (population: Population, people: People, wanted: BatchFileWanted) => Iterable<Line>;
}

const kinds: Readonly<Record<BatchFileKind, KindOfFile>> = {
  records: {
    fileName: '接種記録.csv',
    columns: recordsLayout.columns,
    plants: { ...recordPlants, 'lot-carried-over': true },
    lines: recordLines,
  },
  subjects: {
    fileName: '接種対象者.csv',
    columns: subjectsLayout.columns,
    plants: subjectPlants,
    lines: subjectLines,
  },
  flags: {
    fileName: '転出死亡フラグ.csv',
    columns: flagsLayout.columns,
    plants: flagPlants,
    lines: flagLines,
  },
  ledger: {
    fileName: '予防接種台帳向け出力.csv',
    columns: ledgerLayout.columns,
    plants: ledgerPlants,
    lines: ledgerLines,
  },
};

const DEFAULT_SEED = '1';

/** The errors that a file of a kind can show, in this version of the rules. */
export function plantableErrors(kind: BatchFileKind): readonly RuleCode[] {
  return Object.keys(kinds[kind].plants).filter(isRuleCode);
}

/**
 * Writes a CSV file from the same population as the training VRS, in the layouts of the product, row by row: a million rows take no
 * more memory than a thousand. The same wishes give the same bytes. Throws a RangeError where the population is too small for them.
 */
export function writeBatchFile(
  wanted: BatchFileWanted,
  sink: (bytes: Buffer) => void,
  onTruth: (truth: FileTruth) => void,
): WrittenFile {
  const { encoding, seed = DEFAULT_SEED, mess = 0, quoteAll = false, lineEnd = '\r\n' } = wanted;
  const { columns, lines } = kinds[wanted.kind];
  const population = new Population(seed);
  const people = peopleFor(population, { ...wanted, seed });
  const names = new Map(columns.map(({ id, name }) => [id, name]));
  const file = new FileBytes({ encoding, quoteAll, lineEnd }, sink);
  const random = new Random(seed, 'mess', wanted.kind, wanted.rows);
  const remarks = mess > 0;
  file.line([...columns.map(({ name }) => name), ...(remarks ? [REMARKS] : [])]);
  if (remarks) onTruth(truthOf({ code: 'column-unknown', column: REMARKS }, 1, REMARKS));
  let line = 1;
  for (const made of lines(population, people, wanted)) {
    line += 1;
    const written = random.chance(mess) ? untidied(made, random, people.fits) : made;
    writeLine(file, columns, written, remarks ? [remarkBeside(written, random)] : []);
    for (const wrong of written.wrong) onTruth(truthOf(wrong, line, names.get(wrong.column ?? '') ?? null));
  }
  file.end();
  return { rowCount: line - 1, bytes: file.written, people: people.looked() };
}

/** The same as one piece, for tests and small files. */
export function makeBatchFile(wanted: BatchFileWanted): BatchFile {
  const pieces: Buffer[] = [];
  const truth: FileTruth[] = [];
  const { rowCount } = writeBatchFile(
    wanted,
    (piece) => pieces.push(piece),
    (each) => truth.push(each),
  );
  return { fileName: kinds[wanted.kind].fileName, bytes: Buffer.concat(pieces), rowCount, truth };
}

/** A line with a wrong quote ends at the first line break: there must be none in it that stands in quotes. */
function remarkBeside({ spoilt }: Line, random: Random): string {
  const made = remark(random);
  return spoilt?.kind === 'quote' ? '' : made;
}

function writeLine(
  file: FileBytes,
  columns: readonly Column[],
  { cells, spoilt }: Line,
  more: readonly string[],
): void {
  const texts = [...columns.map(({ id }) => cells[id] ?? ''), ...more];
  if (spoilt === undefined) file.line(texts);
  else if (spoilt.kind === 'cells') file.line(withOtherWidth(texts, spoilt.more));
  else {
    const place = columns.findIndex(({ id }) => id === spoilt.cell);
    file.spoiltLine(texts.map((text, index): FileCell => (index === place ? { text, spoilt } : { text })));
  }
}

function withOtherWidth(cells: readonly string[], more: number): readonly string[] {
  return more < 0
    ? cells.slice(0, cells.length + more)
    : [...cells, ...Array.from({ length: more }, () => '0')];
}
