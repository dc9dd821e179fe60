import type { Finding } from '../../../src-shared/contract/batches.ts';
import type { PreparedStatement, SqlDatabase } from '../encrypted-database.ts';
import type { RuleTally } from './staged-rules.ts';

/** A finding and whose row it is about: a 宛名番号, `市町村コード/券番号`, or nothing where neither could be read. */
export interface StagedFinding extends Finding {
  readonly subject: string;
}

export interface StagedPage {
  readonly findings: readonly StagedFinding[];
  /** To go on with; null at the end. */
  readonly next: number | null;
}

/** The header line, which is no row. */
export const NO_ROW = -1;
/** A finding's number is its row and the order in which it was found, so that pages come in the order of the file. */
const NUMBERS_A_ROW = 2 ** 29;

interface FindingRow extends Omit<StagedFinding, 'column'> {
  readonly number: number;
  readonly column_name: string | null;
}

type FindingParameters = [
  number: number,
  line: number,
  column: string | null,
  code: string,
  severity: string,
  value: string,
  sentence: string,
  example: string,
  proposal: string | null,
  subject: string,
];

const COLUMNS = 'number, line, column_name, code, severity, value, sentence, example, proposal, subject';

/** The findings of a staging file that can be looked at one by one. */
export class StagedFindings {
  readonly #database: Pick<SqlDatabase, 'prepare'>;
  readonly #insert: PreparedStatement<FindingParameters, unknown>;
  readonly #findOfRow: PreparedStatement<[number, number], FindingRow>;
  readonly #deleteOfRow: PreparedStatement<[number, number], unknown>;
  #last: number | undefined;

  constructor(database: Pick<SqlDatabase, 'prepare'>) {
    this.#database = database;
    this.#insert = database.prepare(`INSERT INTO finding (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#findOfRow = database.prepare(
      `SELECT ${COLUMNS} FROM finding WHERE number BETWEEN ? AND ? ORDER BY number`,
    );
    this.#deleteOfRow = database.prepare('DELETE FROM finding WHERE number BETWEEN ? AND ?');
  }

  /** `row`: NO_ROW for the header line. */
  add(row: number, finding: StagedFinding): void {
    const { line, column, code, severity, value, sentence, example, proposal, subject } = finding;
    const order = this.#order();
    if (order >= NUMBERS_A_ROW) throw new RangeError('more findings than numbers');
    const number = (row + 1) * NUMBERS_A_ROW + order;
    this.#insert.run(number, line, column, code, severity, value, sentence, example, proposal, subject);
  }

  /** In the order of the file; `code` null for all of them. */
  page(code: string | null, after: number, limit: number): StagedPage {
    const found = this.#database
      .prepare<[number, string | null, string | null, number], FindingRow>(
        `SELECT ${COLUMNS} FROM finding WHERE number > ? AND (? IS NULL OR code = ?) ORDER BY number LIMIT ?`,
      )
      .all(after, code, code, limit + 1);
    const page = found.slice(0, limit);
    const more = found.length > limit;
    return { findings: page.map(findingOf), next: more ? (page.at(-1)?.number ?? null) : null };
  }

  ofRow(row: number): readonly StagedFinding[] {
    return this.#findOfRow.all((row + 1) * NUMBERS_A_ROW, (row + 2) * NUMBERS_A_ROW - 1).map(findingOf);
  }

  deleteOfRow(row: number): void {
    this.#deleteOfRow.run((row + 1) * NUMBERS_A_ROW, (row + 2) * NUMBERS_A_ROW - 1);
  }

  /** Those of every row, but for the ones of some rules; those of the header line stay. */
  deleteOfRowsBut(codes: readonly string[]): void {
    this.#database
      .prepare<[number, string]>(
        'DELETE FROM finding WHERE number >= ? AND code NOT IN (SELECT value FROM json_each(?))',
      )
      .run(NUMBERS_A_ROW, JSON.stringify(codes));
  }

  /** By code, what was found in the header line. */
  countsInHeader(): ReadonlyMap<string, RuleTally> {
    const counts = this.#database.prepare<[number], RuleTally & { readonly code: string }>(
      'SELECT code, count(*) AS count, count(proposal) AS proposals FROM finding WHERE number < ? GROUP BY code',
    );
    return new Map(counts.all(NUMBERS_A_ROW).map(({ code, ...tally }) => [code, tally]));
  }

  /** Numbers only grow, also those of rows that were checked again. */
  #order(): number {
    this.#last ??=
      this.#database
        .prepare<[], { readonly last: number | null }>(
          `SELECT max(number % ${NUMBERS_A_ROW}) AS last FROM finding`,
        )
        .get()?.last ?? 0;
    this.#last += 1;
    return this.#last;
  }
}

function findingOf({ number: _number, column_name: column, ...rest }: FindingRow): StagedFinding {
  return { ...rest, column };
}
