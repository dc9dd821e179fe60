import type { FileEncoding } from '../../../../src-shared/contract/batches.ts';
import { dayNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import type { RowPlan } from '../../../../src-shared/domain/layouts/row-plans.ts';
import type { CheckContext } from '../../../../src-shared/domain/rules/check-row.ts';
import { type CheckRules, standardRules } from '../../../../src-shared/domain/rules/check-rules.ts';
import { checkVaccine, faultOfDay } from '../../../../src-shared/domain/rules/check-values.ts';
import type { RowFinding } from '../../../../src-shared/domain/rules/finding.ts';
import {
  NO_DAY,
  type RecordRow,
  otherColumns,
  vaccineOfCells,
} from '../../../../src-shared/domain/rows/record-rows.ts';
import { DigestMix, digestOf } from '../../../../src-shared/domain/rows/row-keys.ts';
import { nameKey } from '../../../../src-shared/domain/text/search-keys.ts';
import type { RawRecord } from '../../reading/record-splitter.ts';
import type { Writable } from '../../writable.ts';
import { type CellProof, EMPTY } from './cell-proof.ts';
import { ProvenCells } from './proven-cells.ts';

const TICKETS = 1e10;
const INJECTION = '1';
const LOTS = 1 << 17;
const NOT_CLEAN = -1;

/**
 * Proves from its bytes that the string rules would find nothing in a 接種記録 row by itself, and gives its numbers. Rows of which that
 * can't be proven, good or bad, are the string rules'.
 */
export class ProvenRecords {
  readonly #cells: ProvenCells;
  readonly #own: number;
  readonly #today: number;
  readonly #rules: CheckRules;
  readonly #mix = new DigestMix();
  readonly #others: readonly (CellProof | undefined)[];
  readonly #ticket: CellProof;
  readonly #dose: CellProof;
  readonly #day: CellProof;
  readonly #municipality: CellProof;
  readonly #kind: CellProof | undefined;
  readonly #venue: CellProof | undefined;
  readonly #maker: CellProof | undefined;
  readonly #lot: CellProof | undefined;
  readonly #holder: CellProof | undefined;
  readonly #birthDate: CellProof | undefined;
  readonly #name: CellProof | undefined;
  /** Digests of what absent columns stand for. */
  readonly #absent: readonly number[];
  readonly #kindAbsent: string;
  /** By the places of maker and lot: the vaccine, or NOT_CLEAN where the rules have something to say. */
  readonly #vaccines = new Map<number, number>();
  readonly #row: Writable<RecordRow> = {
    line: 0,
    place: 0,
    ticket: 0,
    dose: 0,
    injection: true,
    storable: true,
    day: 0,
    venue: 0,
    lot: 0,
    maker: 0,
    vaccine: 0,
    otherContent: 0,
    holder: 0,
    birthDay: NO_DAY,
    name: 0,
  };

  private constructor(plan: RowPlan, cells: ProvenCells, needed: Needed, context: CheckContext) {
    this.#cells = cells;
    this.#own = Number(context.municipalityCode);
    this.#today = dayNumber(context.today);
    this.#rules = context.rules ?? standardRules;
    const whenEmpty = (id: string): string =>
      plan.layout.columns.find((column) => column.id === id)?.whenEmpty ?? '';
    this.#others = otherColumns.map((id) => cells.of(id));
    this.#absent = otherColumns.map((id) => digestOf(whenEmpty(id)));
    this.#kindAbsent = whenEmpty('ticketKind');
    this.#ticket = needed.ticket;
    this.#dose = needed.dose;
    this.#day = needed.day;
    this.#municipality = needed.municipality;
    this.#kind = cells.of('ticketKind');
    this.#venue = cells.of('venue');
    this.#maker = cells.of('maker');
    this.#lot = cells.of('lotNumber');
    this.#holder = cells.of('addresseeNumber');
    this.#birthDate = cells.of('birthDate');
    this.#name = cells.of('name');
  }

  /** Undefined for a file without a column that a row can't do without, and for rows of a ledger. */
  static of(
    plan: RowPlan,
    width: number,
    encoding: FileEncoding,
    context: CheckContext,
  ): ProvenRecords | undefined {
    if (plan.block !== 0) return undefined;
    const cells = new ProvenCells(plan, width, encoding);
    const [ticket, dose, day, municipality] = [
      cells.of('ticketNumber'),
      cells.of('doseNumber'),
      cells.of('vaccinatedOn'),
      cells.of('municipalityCode'),
    ];
    return ticket && dose && day && municipality
      ? new ProvenRecords(plan, cells, { ticket, dose, day, municipality }, context)
      : undefined;
  }

  /** The same object each time, without its place; undefined where the string rules have to look. */
  prove(record: RawRecord): RecordRow | undefined {
    if (!this.#cells.prove(record)) return undefined;
    const municipality = this.#municipality.number;
    const day = this.#day.number;
    const ticket = this.#ticket.number;
    const dose = this.#dose.number;
    const birthDay = this.#birthDate?.number ?? EMPTY;
    const isWhole = ticket !== EMPTY && dose !== EMPTY && day !== EMPTY && municipality === this.#own;
    const born = birthDay === EMPTY ? undefined : birthDay;
    if (!isWhole || faultOfDay(day, born, this.#today, this.#rules.limits) !== undefined) return undefined;
    const vaccine = this.#vaccineHere();
    if (vaccine === NOT_CLEAN) return undefined;
    const row = this.#row;
    row.line = record.line;
    row.ticket = Math.trunc(municipality / 10) * TICKETS + ticket;
    row.dose = dose;
    row.injection = (this.#kind?.text() ?? this.#kindAbsent) === INJECTION;
    row.day = day;
    row.vaccine = vaccine;
    row.venue = this.#venue?.digest() ?? 0;
    row.holder = this.#holder?.digest() ?? 0;
    row.birthDay = birthDay === EMPTY ? NO_DAY : birthDay;
    row.name = this.#name && this.#name.number !== EMPTY ? digestOf(nameKey(this.#name.text())) : 0;
    row.maker = this.#knownDigest('maker', this.#maker);
    row.lot = this.#knownDigest('lotNumber', this.#lot);
    row.otherContent = this.#otherContent();
    return row;
  }

  /** Digests of lots and makers and their texts, for sentences. */
  texts(): readonly { readonly digests: readonly number[]; readonly texts: readonly string[] }[] {
    return ['maker', 'lotNumber'].flatMap((id) => {
      const known = this.#cells.knownOf(id);
      return known ? [{ digests: known.digests, texts: known.values }] : [];
    });
  }

  #vaccineHere(): number {
    const maker = placeOf(this.#maker);
    const lot = placeOf(this.#lot);
    const key = maker * LOTS + lot;
    const known = this.#vaccines.get(key);
    if (known !== undefined) return known;
    const [makerText, lotText] = [this.#maker?.text() ?? '', this.#lot?.text() ?? ''];
    const found: RowFinding[] = [];
    checkVaccine(makerText, lotText, (id) => id, found);
    const vaccine = found.length > 0 ? NOT_CLEAN : vaccineOfCells(makerText, lotText);
    this.#vaccines.set(key, vaccine);
    return vaccine;
  }

  #knownDigest(id: string, proof: CellProof | undefined): number {
    return this.#cells.knownOf(id)?.digests[placeOf(proof)] ?? 0;
  }

  #otherContent(): number {
    const mix = this.#mix;
    mix.begin();
    for (let index = 0; index < this.#others.length; index += 1)
      mix.add(this.#others[index]?.digest() ?? this.#absent[index] ?? 0);
    return mix.value();
  }
}

interface Needed {
  readonly ticket: CellProof;
  readonly dose: CellProof;
  readonly day: CellProof;
  readonly municipality: CellProof;
}

/** Place of the value in its table; 0 for none. */
function placeOf(proof: CellProof | undefined): number {
  return !proof || proof.number === EMPTY ? 0 : proof.number;
}
