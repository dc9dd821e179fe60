import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { explainsLot } from '../../../src-shared/domain/rows/carried-over.ts';
import type { CrossFinding, RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { Layout } from '../../../src-shared/domain/rules/layout.ts';
import { MAX_KEYED_ROWS } from '../../cache/staging/row-keys.ts';
import type { CheckedRecord } from './row-reader.ts';
import type { AddCross, RowsTogether } from './rows-together.ts';

/** More than a record has blocks. */
const BLOCKS = 8;

/** Where a row of a ledger stands: the line of its record and its block, in one number that grows with both. */
const placeOf = (line: number, block: number): number => line * BLOCKS + block;
const lineOf = (place: number): number => Math.floor(place / BLOCKS);

/**
 * Adds every row that a record holds. `hidden`: what is not in the staged record, and counts when two rows are compared.
 */
export function addRows(
  together: RowsTogether,
  line: number,
  { row, rows, findings }: CheckedRecord,
  hidden: RowValues = {},
): void {
  const isExplained = findings.some(({ code }) => explainsLot.has(code));
  for (const { block, values } of rows) {
    const place = block === 0 ? line : placeOf(line, block);
    together.add(place, { ...values, ...hidden }, row !== undefined, isExplained);
  }
}

interface LedgerParts {
  readonly addCross: AddCross;
  readonly rows: (addCross: AddCross) => RowsTogether;
  /** Smaller in tests. */
  readonly mostDoses?: number | undefined;
}

/**
 * The rows of a ledger beside each other: what is found in one of them is told of its record, under the block's own columns. A record is
 * the very same as others only where each of its rows is; VRS leaves alone what it is sent twice.
 */
export class LedgerTogether implements RowsTogether {
  readonly #inner: RowsTogether;
  readonly #addCross: AddCross;
  readonly #mostDoses: number;
  #doses = 0;
  readonly #rowsOf = new Map<number, number>();
  readonly #repeated = new Map<
    number,
    { rows: number; first: CrossFinding; subject: string; texts: RowTexts }
  >();

  constructor(layout: Layout, { addCross, rows, mostDoses = MAX_KEYED_ROWS }: LedgerParts) {
    this.#addCross = addCross;
    this.#mostDoses = mostDoses;
    const names = new Map(layout.columns.map(({ id, name }) => [id, name]));
    this.#inner = rows((found, subject, texts) => {
      const inFile = textsOfBlock(found, texts, names);
      if (found.code === 'row-duplicate') this.#repeats(found, subject, inFile);
      else addCross(ofRecord(found), subject, inFile);
    });
  }

  add(place: number, values: RowValues, storable: boolean, isExplained = false): void {
    this.#doses += 1;
    if (this.#doses > this.#mostDoses) return;
    const line = lineOf(place);
    this.#rowsOf.set(line, (this.#rowsOf.get(line) ?? 0) + 1);
    this.#inner.add(place, values, storable, isExplained);
  }

  /** Problem `file-too-many-doses`: more than can be held against each other. */
  async settle(): Promise<Outcome<void>> {
    if (this.#doses <= this.#mostDoses) return this.#inner.settle();
    return failed('file-too-many-doses', { limit: this.#mostDoses.toLocaleString('ja-JP') });
  }

  /** What is sorted are places of doses, which mean nothing outside. */
  async finish(onStep: (share: number) => void): Promise<Outcome<undefined>> {
    const finished = await this.#inner.finish(onStep);
    if (!finished.ok) return finished;
    for (const [line, { rows, first, subject, texts }] of this.#repeated)
      if (rows === this.#rowsOf.get(line)) this.#addCross(first, subject, texts);
    return ok(undefined);
  }

  #repeats(found: CrossFinding, subject: string, texts: RowTexts): void {
    const line = lineOf(found.line);
    const before = this.#repeated.get(line);
    if (before) before.rows += 1;
    else this.#repeated.set(line, { rows: 1, first: ofRecord(found), subject, texts });
  }
}

/** The finding with the lines that a spreadsheet shows. */
function ofRecord(found: CrossFinding): CrossFinding {
  const { about, line } = found;
  const other = 'line' in about && typeof about.line === 'number' ? { line: lineOf(about.line) } : {};
  return { ...found, line: lineOf(line), about: { ...about, ...other } };
}

/** The inner rows are known by their places: the finding's own, and that of the row which it is held against. */
function textsOfBlock(found: CrossFinding, texts: RowTexts, names: ReadonlyMap<string, string>): RowTexts {
  const block = found.line % BLOCKS;
  return {
    cellOf: (line, column) => texts.cellOf(line === found.like ? line : found.line, column),
    nameOf: (column) => names.get(`${column}.${block}`) ?? names.get(column) ?? column,
  };
}
