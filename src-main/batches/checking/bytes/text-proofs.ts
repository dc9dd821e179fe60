import type { Column } from '../../../../src-shared/domain/rules/layout.ts';
import { CellProof } from './cell-proof.ts';
import type { KnownCells } from './known-cells.ts';
import type { TextUnits } from './text-units.ts';
import type { UnitDigest } from './unit-digest.ts';

/** A column with more different texts than this, of which each does not come up so many times, does not repeat itself. */
const MOST_TEXTS = 4_096;
const LEAST_TIMES = 2;

/** Texts: venues and doctors come up again and again and are known by their bytes; names are read character by character. */
export class TextProof extends CellProof {
  readonly #width: number;
  readonly #units: TextUnits;
  #known: KnownCells | undefined;
  #asked = 0;
  /** Among the known values; 0 for a text that is not one of them. */
  #place = 0;

  constructor(column: Column, units: TextUnits, known: KnownCells) {
    super(column);
    this.#width = column.width;
    this.#units = units;
    this.#known = known;
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = 0;
    this.#place = this.#known ? this.#placeOf(this.#known, bytes, start, end) : 0;
    return this.#place > 0 || this.#units.read(bytes, start, end, this.#width);
  }

  protected override filledText(): string {
    return this.#place > 0 ? (this.#known?.values[this.#place] ?? '') : this.#units.text();
  }

  protected override filledDigest(): number {
    return this.#place > 0 ? (this.#known?.digests[this.#place] ?? 0) : super.filledDigest();
  }

  protected override feedFilled(digest: UnitDigest): void {
    if (this.#place > 0) {
      feedText(digest, this.filledText());
      return;
    }
    digest.units(this.#units.units, 0, this.#units.length);
  }

  #placeOf(known: KnownCells, bytes: Buffer, start: number, end: number): number {
    this.#asked += 1;
    const place = known.placeOf(bytes, start, end);
    if (known.count >= MOST_TEXTS && this.#asked < known.count * LEAST_TIMES) this.#known = undefined;
    return this.#known && place > 0 ? place : 0;
  }
}

/** The value is that of a table that the string rules have filled. */
export class KnownProof extends CellProof {
  readonly #cells: KnownCells;

  constructor(column: Column, cells: KnownCells) {
    super(column);
    this.#cells = cells;
  }

  protected override proveFilled(bytes: Buffer, start: number, end: number): boolean {
    this.number = this.#cells.placeOf(bytes, start, end);
    return this.number >= 0;
  }

  protected override filledText(): string {
    return this.#cells.values[this.number] ?? '';
  }

  protected override filledDigest(): number {
    return this.#cells.digests[this.number] ?? 0;
  }

  protected override feedFilled(digest: UnitDigest): void {
    feedText(digest, this.filledText());
  }
}

function feedText(digest: UnitDigest, text: string): void {
  for (let index = 0; index < text.length; index += 1) digest.unit(text.charCodeAt(index));
}
