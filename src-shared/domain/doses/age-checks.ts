import { ageInMonths, ageInWords } from '../dates/age.ts';
import type { IsoDate } from '../identifiers.ts';
import { isInfantSeries, type KnownDose } from './known-dose.ts';
import type { LeastAge, Product } from './makers.ts';
import { type DoseWarning, warning } from './warning.ts';

/**
 * Whether people of that age were given that product. For the first doses the age at dose 1 decides, also when a birthday lies between
 * them; for boosters the age on the day (川越町, ふじみ野市, 長野県: 1回目の接種日の年齢).
 */
export function checkAge(dose: KnownDose, doses: readonly KnownDose[], birthDate: IsoDate): DoseWarning[] {
  const { maker, on, number } = dose;
  if (!maker) return [];
  const vaccine = maker.product ?? maker.maker;
  const least = leastAgeOn(vaccine.leastAges, on);
  const age = ageInMonths(birthDate, on);
  if (least !== undefined && age < least) {
    const about = { product: vaccine.name, age: ageInWords(age), least: ageInWords(least) };
    return [warning('age-below', [number], about)];
  }
  return maker.product ? checkProductAge(dose, maker.product, doses, birthDate) : [];
}

function checkProductAge(
  dose: KnownDose,
  product: Product,
  doses: readonly KnownDose[],
  birthDate: IsoDate,
): DoseWarning[] {
  const lastOfFirst = isInfantSeries(doses, birthDate) ? 3 : 2;
  const first = doses.find((other) => other.number === 1);
  const deciding = dose.number <= lastOfFirst && first ? first : dose;
  const age = ageInMonths(birthDate, deciding.on);
  const least = leastAgeOn(product.leastAges, dose.on) ?? 0;
  const below = product.belowMonths ?? Number.POSITIVE_INFINITY;
  if (age >= least && age < below) return [];
  const about = {
    product: product.name,
    age: ageInWords(age),
    ages: agesInWords(least, product.belowMonths),
    when: deciding === dose ? '接種日' : `${deciding.number}回目の接種日`,
  };
  return [warning('age-product-mismatch', [dose.number], about)];
}

/** The least age that held on a day; undefined before the vaccine was in use, which is another warning. */
function leastAgeOn(ages: readonly LeastAge[], on: IsoDate): number | undefined {
  return ages.findLast(({ from }) => from <= on)?.months;
}

/** 5歳〜11歳, 生後6か月〜4歳, 12歳以上. */
function agesInWords(least: number, below: number | undefined): string {
  return below === undefined ? `${ageInWords(least)}以上` : `${ageInWords(least)}〜${ageInWords(below - 12)}`;
}
