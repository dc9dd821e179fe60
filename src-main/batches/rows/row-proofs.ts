import { rowPlans } from '../../../src-shared/domain/layouts/row-plans.ts';
import type { RecordRow } from '../../../src-shared/domain/rows/record-rows.ts';
import { ProvenRecords } from '../checking/bytes/proven-records.ts';
import { rulesOf } from '../checking/rules-of-layout.ts';
import type { DraftRows } from './draft-rows.ts';
import { EditedBytes } from './edited-bytes.ts';

/** Most rows are clean: their bytes say so, some ten times as fast as the rules do, and where they were edited, the bytes they would have. */
export class RowProofs {
  readonly #rows: DraftRows;
  readonly #records: ProvenRecords;
  readonly #edited: EditedBytes;

  private constructor(rows: DraftRows, records: ProvenRecords) {
    this.#rows = rows;
    this.#records = records;
    this.#edited = new EditedBytes(rows.staged.facts.encoding);
  }

  /** Only for 接種記録. */
  static of(rows: DraftRows): RowProofs | undefined {
    const { facts, layout } = rows.staged;
    const { municipalityCode, today, encoding, profile } = facts;
    if (layout.kind !== 'records') return undefined;
    const columns = facts.columns.map((id) => layout.columns.find((column) => column.id === id));
    const [plan] = rowPlans(layout, columns, municipalityCode);
    const context = { municipalityCode, today, rules: rulesOf(profile) };
    const records = plan && ProvenRecords.of(plan, columns.length, encoding, context);
    return records && new RowProofs(rows, records);
  }

  /** The same object each time; undefined where the rules have to look. */
  prove(row: number): RecordRow | undefined {
    const record = this.#rows.staged.record(row);
    const edited = record && this.#rows.edits.cellsOf(row);
    const effective = edited ? this.#edited.recordWith(record, edited) : record;
    return effective && this.#records.prove(effective);
  }

  texts(): ReturnType<ProvenRecords['texts']> {
    return this.#records.texts();
  }
}
