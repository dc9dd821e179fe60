import { dayNumber } from '../dates/calendar.ts';
import type { IsoDate } from '../identifiers.ts';
import { identifyMaker } from './maker-text.ts';
import { type LeastAge, type MakerId, makers, products } from './makers.ts';

/** A place in the table of vaccines, small enough for a byte; 0 for a cell that names none of them. */
export type VaccineId = number;
export const NO_VACCINE: VaccineId = 0;

/** A product, or a maker where a cell names no product, as the rules look at it: days as numbers, ages in months. */
export interface Vaccine {
  /** As the master writes it. */
  readonly name: string;
  readonly maker: MakerId;
  readonly isProduct: boolean;
  readonly from: number;
  readonly until: number;
  /** From that day on, people of at least so many months; the last one that has begun counts. */
  readonly leastAges: readonly { readonly from: number; readonly months: number }[];
  /** For children's products: the age in months from which it is the wrong one. */
  readonly belowMonths: number | undefined;
}

interface Entry {
  readonly name: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly leastAges: readonly LeastAge[];
}

const vaccineOf = (
  { name, from, until, leastAges }: Entry,
  maker: MakerId,
  isProduct: boolean,
  belowMonths?: number,
): Vaccine => ({
  name,
  maker,
  isProduct,
  from: dayNumber(from),
  until: dayNumber(until),
  leastAges: leastAges.map((age) => ({ from: dayNumber(age.from), months: age.months })),
  belowMonths,
});

/** Every maker and product of the master; the place of each is its id less one. */
export const vaccines: readonly Vaccine[] = [
  ...makers.map((maker) => vaccineOf(maker, maker.id, false)),
  ...products.map((product) => vaccineOf(product, product.maker, true, product.belowMonths)),
];

const idByName: ReadonlyMap<string, VaccineId> = new Map(
  vaccines.map(({ name }, index): [string, VaccineId] => [name, index + 1]),
);

/** The vaccine that a cell names, in whatever way it is written. */
export function vaccineIdOf(text: string): VaccineId {
  const known = idByName.get(text);
  if (known !== undefined) return known;
  const maker = identifyMaker(text);
  return maker ? (idByName.get(maker.name) ?? NO_VACCINE) : NO_VACCINE;
}
