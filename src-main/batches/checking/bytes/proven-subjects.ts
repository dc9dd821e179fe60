import type { FileEncoding } from '../../../../src-shared/contract/batches.ts';
import { dayNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import type { RowPlan } from '../../../../src-shared/domain/layouts/row-plans.ts';
import type { SubjectRow } from '../../../../src-shared/domain/rows/subject-facts.ts';
import type { CheckContext } from '../../../../src-shared/domain/rules/check-row.ts';
import type { RawRecord } from '../../reading/record-splitter.ts';
import type { Writable } from '../../writable.ts';
import { type CellProof, EMPTY } from './cell-proof.ts';
import { FlagCells } from './flag-cells.ts';
import { AddresseeProof } from './number-proofs.ts';
import { ProvenCells } from './proven-cells.ts';
import { RowDigests } from './row-digests.ts';

const TICKETS = 1e10;

interface Needed {
  readonly municipality: CellProof;
  readonly addressee: AddresseeProof;
  readonly birthDate: CellProof;
  readonly ticket: CellProof;
}

export interface ProvenSubject {
  readonly row: SubjectRow;
  /** The key by which a draft finds the rows of a person (`personKeyOf`). */
  readonly personKey: number;
}

/** The same for 接種対象者: proves that the string rules would find nothing in a row by itself, and gives its numbers. */
export class ProvenSubjects {
  readonly #cells: ProvenCells;
  readonly #needed: Needed;
  readonly #flag: FlagCells;
  readonly #digests: RowDigests;
  readonly #own: number;
  readonly #today: number;
  readonly #row: Writable<SubjectRow> = { line: 0, ticket: 0, first: 0, rest: 0, birthDay: 0, content: 0 };
  readonly #proven: Writable<ProvenSubject> = { row: this.#row, personKey: 0 };

  private constructor(plan: RowPlan, cells: ProvenCells, needed: Needed, context: CheckContext) {
    this.#cells = cells;
    this.#needed = needed;
    this.#today = dayNumber(context.today);
    this.#flag = new FlagCells(cells, plan.layout, this.#today);
    this.#digests = new RowDigests(cells, plan.layout);
    this.#own = Number(context.municipalityCode);
  }

  /** Undefined for a file without a column that every row must have. */
  static of(
    plan: RowPlan,
    width: number,
    encoding: FileEncoding,
    context: CheckContext,
  ): ProvenSubjects | undefined {
    const cells = new ProvenCells(plan, width, encoding);
    if (!cells.hasAllNeededBy(plan.layout)) return undefined;
    const [municipality, addressee, birthDate, ticket] = [
      cells.of('municipalityCode'),
      cells.of('addresseeNumber'),
      cells.of('birthDate'),
      cells.of('ticketNumber'),
    ];
    return municipality && addressee instanceof AddresseeProof && birthDate && ticket
      ? new ProvenSubjects(plan, cells, { municipality, addressee, birthDate, ticket }, context)
      : undefined;
  }

  /** The same object each time; undefined where the string rules have to look. */
  prove(record: RawRecord): ProvenSubject | undefined {
    if (!this.#cells.prove(record)) return undefined;
    const { municipality, addressee, birthDate, ticket } = this.#needed;
    const isWhole =
      municipality.number === this.#own && ticket.number !== EMPTY && addressee.number !== EMPTY;
    const birthDay = birthDate.number;
    if (!isWhole || birthDay === EMPTY || birthDay > this.#today) return undefined;
    if (!this.#flag.isClean(birthDay)) return undefined;
    const row = this.#row;
    row.line = record.line;
    row.ticket = Math.trunc(this.#own / 10) * TICKETS + ticket.number;
    row.first = addressee.first;
    row.rest = addressee.rest;
    row.birthDay = birthDay;
    row.content = this.#digests.ofRow();
    this.#proven.personKey = this.#digests.personKey();
    return this.#proven;
  }
}
