import { dayNumberIn, dayOfNumber } from '../dates/calendar.ts';
import type { RowValues } from '../rules/check-values.ts';
import { addresseeOf, firstOfAddressee, restOfAddressee } from './addressee-key.ts';
import { NO_DAY } from './record-rows.ts';

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

/** The rows of a file, in its order, some 30 bytes each. A row's place is its number here. */
export class FlagFacts {
  #count = 0;
  #line = new Int32Array(FIRST_CAPACITY);
  #municipality = new Int32Array(FIRST_CAPACITY);
  #first = new Float64Array(FIRST_CAPACITY);
  #rest = new Float64Array(FIRST_CAPACITY);
  #flag = new Int8Array(FIRST_CAPACITY);
  #day = new Int32Array(FIRST_CAPACITY);

  get count(): number {
    return this.#count;
  }

  /** Its place is the count before. */
  add({ line, municipality, first, rest, flag, day }: FlagRow): void {
    const at = this.#count;
    if (at === this.#line.length) this.#grow();
    this.#line[at] = line;
    this.#municipality[at] = municipality;
    this.#first[at] = first;
    this.#rest[at] = rest;
    this.#flag[at] = flag;
    this.#day[at] = day;
    this.#count += 1;
  }

  lineAt(place: number): number {
    return this.#line[place] ?? 0;
  }

  municipalityAt(place: number): number {
    return this.#municipality[place] ?? 0;
  }

  addresseeNumberAt(place: number): string {
    return addresseeOf(this.#first[place] ?? 0, this.#rest[place] ?? 0);
  }

  /** As it stands in a row that was checked; '' where there is none. */
  flagOnAt(place: number): string {
    const day = this.#day[place] ?? NO_DAY;
    return day === NO_DAY ? '' : dayOfNumber(day);
  }

  dayAt(place: number): number {
    return this.#day[place] ?? NO_DAY;
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
    return this.#flag[one] === this.#flag[other] && this.#day[one] === this.#day[other];
  }

  /** Lines only grow with the places. Undefined for a line without a row. */
  placeOfLine(line: number): number | undefined {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.lineAt(middle) < line) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.lineAt(low) === line ? low : undefined;
  }

  #grow(): void {
    const capacity = this.#line.length * 2;
    this.#line = grown(this.#line, new Int32Array(capacity));
    this.#municipality = grown(this.#municipality, new Int32Array(capacity));
    this.#first = grown(this.#first, new Float64Array(capacity));
    this.#rest = grown(this.#rest, new Float64Array(capacity));
    this.#flag = grown(this.#flag, new Int8Array(capacity));
    this.#day = grown(this.#day, new Int32Array(capacity));
  }
}

function grown<Numbers extends Float64Array | Int32Array | Int8Array>(
  old: Numbers,
  larger: Numbers,
): Numbers {
  larger.set(old);
  return larger;
}
