import { dayNumberIn, dayOfNumber } from '../dates/calendar.ts';
import type { RowValues } from '../rules/check-values.ts';
import { addresseeOf, firstOfAddressee, restOfAddressee } from './addressee-key.ts';
import { DayColumn, grown } from './number-columns.ts';
import { NO_DAY } from './record-rows.ts';
import { RowLines } from './row-lines.ts';

const FIRST_CAPACITY = 1 << 12;
/** What VRS takes for a flag (`ResidencyFlag`). */
const flags: readonly string[] = ['none', 'moved-out', 'deceased'];

/** A 転出・死亡フラグ row as numbers: they say all that the row says. */
export interface FlagRow {
  readonly line: number;
  /** 市町村コード, all six digits. */
  readonly municipality: number;
  /** The two numbers of 宛名番号 (`addressee-key.ts`). */
  readonly first: number;
  readonly rest: number;
  readonly flag: number;
  /** NO_DAY where the row has none. */
  readonly day: number;
}

/** The row of checked values; only for rows without a 取込不可. */
export function flagRowOf(line: number, values: RowValues): FlagRow {
  const { municipalityCode = '', addresseeNumber = '', flag = '', flagOn = '' } = values;
  return {
    line,
    municipality: Number(municipalityCode),
    first: firstOfAddressee(addresseeNumber),
    rest: restOfAddressee(addresseeNumber),
    flag: flagPlaceOf(flag),
    day: dayNumberIn(flagOn) ?? NO_DAY,
  };
}

export const flagPlaceOf = (flag: string): number => flags.indexOf(flag);

/** The rows of a file, in its order, some 25 bytes each. A row's place is its number here. */
export class FlagFacts {
  readonly #lines = new RowLines();
  #municipality = new Int32Array(FIRST_CAPACITY);
  #first = new Float64Array(FIRST_CAPACITY);
  #rest = new Float64Array(FIRST_CAPACITY);
  #flag = new Int8Array(FIRST_CAPACITY);
  readonly #day = new DayColumn(FIRST_CAPACITY);

  get count(): number {
    return this.#lines.count;
  }

  /** Its place is the count before. Lines grow. */
  add({ line, municipality, first, rest, flag, day }: FlagRow): void {
    const at = this.count;
    if (at === this.#first.length) this.#grow();
    this.#lines.add(line);
    this.#municipality[at] = municipality;
    this.#first[at] = first;
    this.#rest[at] = rest;
    this.#flag[at] = flag;
    this.#day.set(at, day);
  }

  lineAt(place: number): number {
    return this.#lines.lineOf(place);
  }

  /** Undefined for a line without a row. */
  placeOfLine(line: number): number | undefined {
    return this.#lines.rowOf(line);
  }

  municipalityAt(place: number): number {
    return this.#municipality[place] ?? 0;
  }

  addresseeNumberAt(place: number): string {
    return addresseeOf(this.#first[place] ?? 0, this.#rest[place] ?? 0);
  }

  /** As it stands in a row that was checked; '' where there is none. */
  flagOnAt(place: number): string {
    const day = this.#day.at(place);
    return day === NO_DAY ? '' : dayOfNumber(day);
  }

  dayAt(place: number): number {
    return this.#day.at(place);
  }

  isSamePerson(one: number, other: number): boolean {
    return (
      this.#first[one] === this.#first[other] &&
      this.#rest[one] === this.#rest[other] &&
      this.#municipality[one] === this.#municipality[other]
    );
  }

  /** Whether two rows of one person say the same. */
  isSame(one: number, other: number): boolean {
    return this.#flag[one] === this.#flag[other] && this.dayAt(one) === this.dayAt(other);
  }

  #grow(): void {
    const capacity = this.#first.length * 2;
    this.#municipality = grown(this.#municipality, new Int32Array(capacity));
    this.#first = grown(this.#first, new Float64Array(capacity));
    this.#rest = grown(this.#rest, new Float64Array(capacity));
    this.#flag = grown(this.#flag, new Int8Array(capacity));
    this.#day.makeRoom(capacity);
  }
}
