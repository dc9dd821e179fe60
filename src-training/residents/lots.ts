import {
  neighbourMunicipality,
  ownMunicipality,
  outsideVenue,
  venues,
  type Venue,
} from './municipalities.ts';
import { Random } from './random.ts';
import type { Day, MadeDose } from './resident.ts';

/** What stands in the ワクチンメーカー cell: a maker, or the product where the maker alone would not say enough. */
export const makers = {
  pfizer: 'ファイザー',
  moderna: '武田/モデルナ',
  astraZeneca: 'アストラゼネカ',
  novavax: '武田（ノババックス）',
  child: 'コミナティ（5〜11歳用）',
  infant: 'コミナティ（6ヵ月〜4歳用）',
} as const;
export type Maker = (typeof makers)[keyof typeof makers];

/** Withdrawn for foreign matter on 2021-08-26; only planted errors carry them. */
export const RECALLED_LOT = '3004667';

/** 2021-01-01: ファイザー lots begin with another letter every half year. */
const FIRST_HALF = 18_628;
const FORTNIGHT = 14;
const LETTERS = 'ABCDEFGHJKLMNPRSTWXY';

/**
 * The lot that a venue uses of a maker on a day: one delivery lasts a fortnight, so that everybody on one day has the same,
 * and what has another day's lot stands out.
 */
export class Lots {
  readonly #seed: string;
  readonly #known = new Map<string, string>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  of(maker: string, venue: string, day: Day): string {
    const delivery = Math.floor(day / FORTNIGHT) * FORTNIGHT;
    const key = `${maker}|${venue}|${delivery}`;
    let lot = this.#known.get(key);
    if (lot === undefined) {
      lot = makeLot(new Random(this.#seed, 'lot', key), maker, delivery);
      this.#known.set(key, lot);
    }
    return lot;
  }
}

function makeLot(random: Random, maker: string, day: Day): string {
  if (maker === makers.moderna) return `300${random.whole(5000, 9999)}`;
  if (maker === makers.astraZeneca) return `A${random.digits(4)}`;
  if (maker === makers.novavax) return `N${random.digits(4)}`;
  const half = Math.floor((day - FIRST_HALF) / 183);
  const year = 'EFGHJK'.charAt(Math.min(5, Math.max(0, half)));
  return `${year}${LETTERS.charAt(random.whole(0, LETTERS.length - 1))}${random.digits(4)}`;
}

type Place = Pick<MadeDose, 'venue' | 'doctor' | 'vaccinatedIn'>;

/** Where somebody has a dose of that maker: one in twenty-five outside the city. */
export function placeFor(random: Random, maker: Maker, child: boolean): Place {
  const outside = random.chance(0.04);
  const chosen: Venue = outside ? outsideVenue : random.pick(venuesFor(maker, child));
  return {
    venue: chosen.name,
    doctor: random.pick(chosen.doctors),
    vaccinatedIn: (outside ? neighbourMunicipality : ownMunicipality).code,
  };
}

const mass = venues.filter(({ site }) => site === 'mass');
const hospitals = venues.filter(({ site }) => site === 'hospital');
const notMass = venues.filter(({ site, name }) => site !== 'mass' && !name.includes('こども'));
const forChildren = venues.filter(({ name }) => name.includes('こども') || name.includes('ファミリー'));

function venuesFor(maker: Maker, child: boolean): readonly Venue[] {
  if (child) return forChildren;
  if (maker === makers.moderna) return mass;
  return maker === makers.pfizer ? notMass : hospitals;
}
