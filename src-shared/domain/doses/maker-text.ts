import { editDistance, nearest } from '../text/edit-distance.ts';
import { nameKey } from '../text/search-keys.ts';
import { type Maker, type MakerId, makers, type Product, products } from './makers.ts';

/** What a maker cell says: always a maker, and the product where the cell is that exact. */
export interface KnownMaker {
  readonly maker: Maker;
  readonly product: Product | undefined;
  /** The one way to write it: 武田／モデルナ, モデルナ and Moderna are all 武田/モデルナ. */
  readonly name: string;
}

const COMPANY_WORDS = /株式会社|ワクチン|筋注|社/gu;

/** Width, case, blanks, brackets and slashes do not tell makers apart, nor do 社, ワクチン and 筋注, nor the ways to write か月. */
function makerKey(text: string): string {
  return nameKey(text).replace(COMPANY_WORDS, '').replaceAll('ケ月', 'カ月');
}

const byKey: ReadonlyMap<string, KnownMaker> = new Map([
  ...makers.flatMap((maker) => entries(maker, { maker, product: undefined, name: maker.name })),
  ...products.flatMap((product) =>
    entries(product, { maker: makerOf(product.maker), product, name: product.name }),
  ),
]);

/** The names as records have them: nearly every cell, and found without folding it. */
const byName: ReadonlyMap<string, KnownMaker> = new Map(
  [...byKey.values()].map((known): [string, KnownMaker] => [known.name, known]),
);

function entries(
  { name, aliases }: Pick<Maker, 'name' | 'aliases'>,
  known: KnownMaker,
): [string, KnownMaker][] {
  return [name, ...aliases].map((written) => [makerKey(written), known]);
}

function makerOf(id: MakerId): Maker {
  const maker = makers.find((candidate) => candidate.id === id);
  if (!maker) throw new Error(`a product of a maker that is not in the table: ${id}`);
  return maker;
}

/** The maker, and perhaps the product, that a cell names; undefined where it is not in the master. */
export function identifyMaker(text: string): KnownMaker | undefined {
  return byName.get(text) ?? byKey.get(makerKey(text));
}

/** So many slips of the pen a name may have to be known for certain: one from three characters on, two from six. */
const slipsIn = (length: number): number => (length >= 6 ? 2 : length >= 3 ? 1 : 0);

/** The one name in the master that an unknown one can be a slip of; undefined where there is none, or a second one. */
export function certainMaker(text: string): string | undefined {
  const key = makerKey(text);
  if (key.length > LONGEST_NAME) return undefined;
  const slips = slipsIn(key.length);
  const near = new Set<string>();
  for (const [candidate, { name }] of byKey) {
    const isNear = Math.abs(candidate.length - key.length) <= slips && editDistance(key, candidate) <= slips;
    if (slips > 0 && isNear) near.add(name);
  }
  const [only] = near;
  return near.size === 1 ? only : undefined;
}

/** No name in the master is as long; what is longer is compared with none. */
const LONGEST_NAME = 40;

/** The name in the master that an unknown one comes nearest to; undefined where every one is far. */
export function nearestMaker(text: string): string | undefined {
  const written = makerKey(text);
  const key = written.length > LONGEST_NAME ? undefined : nearest(written, byKey.keys());
  return key === undefined ? undefined : byKey.get(key)?.name;
}
