import type { Layout } from '../../../../src-shared/domain/rules/layout.ts';
import { DigestMix, digestOf } from '../../../../src-shared/domain/rows/row-keys.ts';
import { personKeyOfDigest } from '../../../cache/staging/key-of-row.ts';
import type { CellProof } from './cell-proof.ts';
import type { ProvenCells } from './proven-cells.ts';
import { UnitDigest } from './unit-digest.ts';

/** The digests of a row that was proven, as `digestOf` makes them of its texts, without the texts. */
export class RowDigests {
  readonly #digest = new UnitDigest();
  readonly #mix = new DigestMix();
  /** In the order of the layout, as the values of a checked row are; a digest where the file does not have the column. */
  readonly #columns: readonly (CellProof | number)[];
  readonly #municipality: CellProof | undefined;
  readonly #addressee: CellProof | undefined;

  constructor(cells: ProvenCells, { columns }: Layout) {
    this.#columns = columns.map(({ id, whenEmpty = '' }) => cells.of(id) ?? digestOf(whenEmpty));
    this.#municipality = cells.of('municipalityCode');
    this.#addressee = cells.of('addresseeNumber');
  }

  /** Of every value of the row. */
  ofRow(): number {
    const mix = this.#mix;
    mix.begin();
    for (let index = 0; index < this.#columns.length; index += 1) {
      const column = this.#columns[index] ?? 0;
      mix.add(typeof column === 'number' ? column : column.digest());
    }
    return mix.value();
  }

  /** `personKeyOf`. */
  personKey(): number {
    this.#digest.begin();
    this.#municipality?.feed(this.#digest);
    this.#addressee?.feed(this.#digest);
    return personKeyOfDigest(this.#digest.value());
  }
}
