import type { Layout } from '../../../../src-shared/domain/rules/layout.ts';
import { PERSON_KEYS } from '../../../cache/staging/key-of-row.ts';
import type { CellProof } from './cell-proofs.ts';
import type { ProvenCells } from './proven-cells.ts';
import { UnitDigest } from './unit-digest.ts';

/** The digests of a row that was proven, as `digestOf` makes them of its texts, without the texts. */
export class RowDigests {
  readonly #digest = new UnitDigest();
  /** In the order of the layout, as the values of a checked row are; a text where the file does not have the column. */
  readonly #columns: readonly (CellProof | string)[];
  readonly #municipality: CellProof | undefined;
  readonly #addressee: CellProof | undefined;

  constructor(cells: ProvenCells, { columns }: Layout) {
    this.#columns = columns.map(({ id, whenEmpty = '' }) => cells.of(id) ?? whenEmpty);
    this.#municipality = cells.of('municipalityCode');
    this.#addressee = cells.of('addresseeNumber');
  }

  /** Of every value of the row. */
  ofRow(): number {
    const digest = this.#digest;
    digest.begin();
    for (let index = 0; index < this.#columns.length; index += 1) {
      const column = this.#columns[index] ?? '';
      if (typeof column === 'string') digest.text(column);
      else column.feed(digest);
    }
    return digest.value();
  }

  /** `personKeyOf`. */
  personKey(): number {
    this.#digest.begin();
    this.#municipality?.feed(this.#digest);
    this.#addressee?.feed(this.#digest);
    return this.#digest.value() % PERSON_KEYS;
  }
}
