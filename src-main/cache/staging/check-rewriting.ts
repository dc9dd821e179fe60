import type { PreparedStatement, SqlDatabase } from '../encrypted-database.ts';
import { PART_ROWS, type RowSet } from './row-set.ts';
import type { RuleTally } from './staged-rules.ts';
import { type StagedFinding, StagedFindings } from './staged-findings.ts';
import { ruleSet } from './staging-database.ts';

type CountedRule = RuleTally & { readonly rows: RowSet };

const NOTHING: RuleTally = { count: 0, proposals: 0 };

/**
 * Puts what a new check of every row finds in place of what the last one found. What was found in the header line stays, and so does
 * what the kept rules found, whose rows are not checked again.
 */
export class CheckRewriting {
  readonly #database: Pick<SqlDatabase, 'prepare' | 'execute'>;
  readonly #findings: StagedFindings;
  readonly #kept: ReadonlySet<string>;

  constructor(database: Pick<SqlDatabase, 'prepare' | 'execute'>, kept: readonly string[]) {
    this.#database = database;
    this.#kept = new Set(kept);
    this.#findings = new StagedFindings(database);
    this.#findings.deleteOfRowsBut(kept);
  }

  /** Another one that is kept to be looked at. */
  addFinding(row: number, finding: StagedFinding): void {
    this.#findings.add(row, finding);
  }

  /** `states`: one byte a row; `rules`: every rule that found something in a row. */
  finish(states: Uint8Array, rules: ReadonlyMap<string, CountedRule>): void {
    this.#writeStates(states);
    const inHeader = this.#findings.countsInHeader();
    for (const { code } of this.#rules())
      if (!this.#kept.has(code)) this.#replace(code, rules.get(code), inHeader.get(code));
    for (const [code, rule] of rules)
      if (!this.#kept.has(code)) this.#replace(code, rule, inHeader.get(code));
  }

  #replace(code: string, rule: CountedRule | undefined, inHeader = NOTHING): void {
    const { count, proposals } = rule ?? NOTHING;
    this.#database
      .prepare<[string, number, number]>('INSERT OR REPLACE INTO rule VALUES (?, ?, ?)')
      .run(code, count + inHeader.count, proposals + inHeader.proposals);
    this.#database.prepare<[string]>('DELETE FROM row_set WHERE name = ?').run(ruleSet(code));
    const add = this.#database.prepare<[string, number, Uint8Array]>('INSERT INTO row_set VALUES (?, ?, ?)');
    for (const { part, bits } of rule?.rows.parts() ?? []) add.run(ruleSet(code), part, bits);
  }

  #writeStates(states: Uint8Array): void {
    const put: PreparedStatement<[number, Uint8Array], unknown> = this.#database.prepare(
      'INSERT OR REPLACE INTO state VALUES (?, ?)',
    );
    for (let part = 0; part * PART_ROWS < states.length; part += 1)
      put.run(part, states.subarray(part * PART_ROWS, (part + 1) * PART_ROWS));
  }

  #rules(): readonly { readonly code: string }[] {
    return this.#database.prepare<[], { readonly code: string }>('SELECT code FROM rule').all();
  }
}
