import type { FileEncoding } from '../../../../src-shared/contract/batches.ts';
import { dayNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import type { RowPlan } from '../../../../src-shared/domain/layouts/row-plans.ts';
import { flagPlaceOf, type FlagRow } from '../../../../src-shared/domain/rows/flag-facts.ts';
import { NO_DAY } from '../../../../src-shared/domain/rows/record-rows.ts';
import type { CheckContext } from '../../../../src-shared/domain/rules/check-row.ts';
import type { RawRecord } from '../../reading/record-splitter.ts';
import type { Writable } from '../../writable.ts';
import { type CellProof, EMPTY } from './cell-proof.ts';
import { FlagCells } from './flag-cells.ts';
import { AddresseeProof } from './number-proofs.ts';
import { ProvenCells } from './proven-cells.ts';
import { RowDigests } from './row-digests.ts';

export interface ProvenFlag {
  readonly row: FlagRow;
  /** The key by which a draft finds the rows of a person (`personKeyOf`). */
  readonly personKey: number;
}

/** The same for 転出・死亡フラグ: proves that the string rules would find nothing in a row by itself, and gives its numbers. */
export class ProvenFlags {
  readonly #cells: ProvenCells;
  readonly #municipality: CellProof;
  readonly #addressee: AddresseeProof;
  readonly #flag: FlagCells;
  readonly #digests: RowDigests;
  readonly #own: number;
  readonly #row: Writable<FlagRow> = { line: 0, municipality: 0, first: 0, rest: 0, flag: 0, day: 0 };
  readonly #proven: Writable<ProvenFlag> = { row: this.#row, personKey: 0 };

  private constructor(
    plan: RowPlan,
    cells: ProvenCells,
    [municipality, addressee]: readonly [CellProof, AddresseeProof],
    context: CheckContext,
  ) {
    this.#cells = cells;
    this.#municipality = municipality;
    this.#addressee = addressee;
    this.#flag = new FlagCells(cells, plan.layout, dayNumber(context.today));
    this.#digests = new RowDigests(cells, plan.layout);
    this.#own = Number(context.municipalityCode);
  }

  /** Undefined for a file without a column that every row must have. */
  static of(
    plan: RowPlan,
    width: number,
    encoding: FileEncoding,
    context: CheckContext,
  ): ProvenFlags | undefined {
    const cells = new ProvenCells(plan, width, encoding);
    const [municipality, addressee] = [cells.of('municipalityCode'), cells.of('addresseeNumber')];
    return cells.hasAllNeededBy(plan.layout) && municipality && addressee instanceof AddresseeProof
      ? new ProvenFlags(plan, cells, [municipality, addressee], context)
      : undefined;
  }

  /** The same object each time; undefined where the string rules have to look. */
  prove(record: RawRecord): ProvenFlag | undefined {
    if (!this.#cells.prove(record)) return undefined;
    const isWhole = this.#municipality.number === this.#own && this.#addressee.number !== EMPTY;
    if (!isWhole || !this.#flag.isClean(EMPTY)) return undefined;
    const row = this.#row;
    row.line = record.line;
    row.municipality = this.#own;
    row.first = this.#addressee.first;
    row.rest = this.#addressee.rest;
    row.flag = flagPlaceOf(this.#flag.text);
    row.day = this.#flag.day === EMPTY ? NO_DAY : this.#flag.day;
    this.#proven.personKey = this.#digests.personKey();
    return this.#proven;
  }
}
