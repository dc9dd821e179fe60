import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import type { RowPlan } from '../../../src-shared/domain/layouts/row-plans.ts';
import { type CellType, rowKinds } from '../../../src-shared/domain/rules/layout.ts';
import { batchColumns } from '../../../src-shared/vrs-api/batches.ts';
import type { CellProof } from '../checking/bytes/cell-proof.ts';
import { ProvenCells } from '../checking/bytes/proven-cells.ts';
import type { RawRecord } from '../reading/record-splitter.ts';

/** The one column whose value depends on another cell: the string rules put it right. */
const DEPENDING = 'flagOn';
const NUMBER = 'individualNumber';
const plain: ReadonlySet<CellType> = new Set<CellType>([
  'municipality-code',
  'addressee-number',
  'individual-number',
  'ticket-number',
  'dose-number',
  'date',
]);
const MOST_TEXTS = 20_000;

/** Makes the row of a chunk out of the bytes of a record, where every cell is proven to go as it stands. */
export class ProvenWire {
  readonly #cells: ProvenCells;
  /** In the order of the wire: the proof of a cell, or what an absent column stands for. */
  readonly #columns: readonly (CellProof | string)[];
  /** Columns whose proven cells are digits and letters: JSON takes them as they are. */
  readonly #isPlain: readonly boolean[];
  readonly #texts = new Map<string, string>();
  readonly #numberAt: number;
  readonly #depending: CellProof | undefined;

  private constructor(plan: RowPlan, cells: ProvenCells) {
    const { layout } = plan;
    const [, ...columns] = batchColumns[rowKinds[layout.kind]];
    this.#cells = cells;
    this.#columns = columns.map(
      (id) => cells.of(id) ?? layout.columns.find((column) => column.id === id)?.whenEmpty ?? '',
    );
    const plainIds = new Set(layout.columns.filter(({ type }) => plain.has(type)).map(({ id }) => id));
    this.#isPlain = columns.map((id) => plainIds.has(id) && cells.of(id) !== undefined);
    this.#numberAt = columns.findIndex((id) => id === NUMBER);
    this.#depending = cells.of(DEPENDING);
  }

  /** Undefined for a ledger, whose records are several rows. */
  static of(plans: readonly RowPlan[], width: number, encoding: FileEncoding): ProvenWire | undefined {
    const [plan] = plans;
    return plan?.block === 0 ? new ProvenWire(plan, new ProvenCells(plan, width, encoding)) : undefined;
  }

  /** `number`: the 個人番号 that belongs in the row, proven by whoever gives it. Undefined where the string rules have to read the row. */
  textOf(record: RawRecord, number: string): string | undefined {
    if (!this.#cells.prove(record) || (this.#depending?.text() ?? '') !== '') return undefined;
    let row = `[${record.line}`;
    for (let index = 0; index < this.#columns.length; index += 1) {
      const column = this.#columns[index] ?? '';
      const own = typeof column === 'string' ? column : column.text();
      const cell = number !== '' && index === this.#numberAt ? number : own;
      row += this.#isPlain[index] === true ? `,"${cell}"` : `,${this.#quoted(cell)}`;
    }
    return `${row}]`;
  }

  /** Venues, makers and lots come up again and again: each is quoted once. */
  #quoted(text: string): string {
    const before = this.#texts.get(text);
    if (before !== undefined) return before;
    const quoted = JSON.stringify(text);
    if (this.#texts.size < MOST_TEXTS) this.#texts.set(text, quoted);
    return quoted;
  }
}
