import type { FileEncoding } from '../../../../src-shared/contract/batches.ts';
import type { RowPlan } from '../../../../src-shared/domain/layouts/row-plans.ts';
import { type Column, type Layout, mayBeEmpty } from '../../../../src-shared/domain/rules/layout.ts';
import { cellReader } from '../../reading/cells.ts';
import type { RawRecord } from '../../reading/record-splitter.ts';
import type { CellProof } from './cell-proof.ts';
import { cellProof } from './cell-proofs.ts';
import { KnownCells } from './known-cells.ts';
import { textUnits } from './text-units.ts';

/** A proof for every cell of a row that its layout knows. */
export class ProvenCells {
  readonly #proofs: readonly CellProof[];
  readonly #cells: Int32Array;
  readonly #byId: ReadonlyMap<string, CellProof>;
  readonly #known = new Map<string, KnownCells>();
  readonly #width: number;

  constructor({ places }: Pick<RowPlan, 'places'>, width: number, encoding: FileEncoding) {
    const cells = cellReader(encoding);
    const known = (column: Column): KnownCells => {
      const made = new KnownCells(column, (bytes, start, end) => cells.textOf(bytes, start, end, false));
      this.#known.set(column.id, made);
      return made;
    };
    this.#width = width;
    this.#cells = Int32Array.from(places, ({ cell }) => cell);
    this.#proofs = places.map(({ column }) => cellProof(column, { units: () => textUnits(encoding), known }));
    this.#byId = new Map(
      places.flatMap(({ column }, index): [string, CellProof][] => {
        const proof = this.#proofs[index];
        return proof ? [[column.id, proof]] : [];
      }),
    );
  }

  /** Whether nothing is to be said of any cell, and the record has something in it. The proofs then hold its values. */
  prove(record: RawRecord): boolean {
    if (record.fault !== undefined || record.blank || record.cells !== this.#width) return false;
    const { bytes, starts, ends, doubled } = record;
    const proofs = this.#proofs;
    for (let index = 0; index < proofs.length; index += 1) {
      const cell = this.#cells[index] ?? 0;
      if (doubled[cell] === 1) return false;
      if (proofs[index]?.prove(bytes, starts[cell] ?? 0, ends[cell] ?? 0) !== true) return false;
    }
    return true;
  }

  /** False where the file lacks a column that must not be empty: every row then has a finding. */
  hasAllNeededBy({ columns }: Layout): boolean {
    return columns.every((column) => mayBeEmpty(column) || this.#byId.has(column.id));
  }

  /** Undefined for a column that the file does not have. */
  of(id: string): CellProof | undefined {
    return this.#byId.get(id);
  }

  /** The different cells of a column that repeats itself. */
  knownOf(id: string): KnownCells | undefined {
    return this.#known.get(id);
  }
}
