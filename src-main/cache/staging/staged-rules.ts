import type { PreparedStatement, SqlDatabase } from '../encrypted-database.ts';

/** What a rule found in a file: all of it, kept or not. */
export interface RuleTally {
  readonly count: number;
  /** For so many there is a proposal that can be taken for all of them at once. */
  readonly proposals: number;
}

interface RuleRow extends RuleTally {
  readonly code: string;
}

/** How often each rule found something. */
export class StagedRules {
  readonly #all: PreparedStatement<[], RuleRow>;
  readonly #change: PreparedStatement<[string, number, number, number, number], unknown>;

  constructor(database: Pick<SqlDatabase, 'prepare'>) {
    this.#all = database.prepare('SELECT code, count, proposals FROM rule');
    this.#change = database.prepare(
      `INSERT INTO rule VALUES (?, ?, ?)
       ON CONFLICT (code) DO UPDATE SET count = count + ?, proposals = proposals + ?`,
    );
  }

  /** By code. */
  all(): ReadonlyMap<string, RuleTally> {
    return new Map(this.#all.all().map(({ code, count, proposals }) => [code, { count, proposals }]));
  }

  change(code: string, { count, proposals }: RuleTally): void {
    this.#change.run(code, count, proposals, count, proposals);
  }
}
