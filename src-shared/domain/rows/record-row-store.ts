import type { RecordRow } from './record-rows.ts';

const FIRST_CAPACITY = 1 << 12;
/** ticket, venue, content, holder, name, lot, maker. */
const NUMBERS = 7;
/** line, place, dose (negative for 予診のみ), day, birthDay, vaccine (less than zero where the row is not storable). */
const INTEGERS = 6;

/** Holds the rows of a file, 80 bytes each, and hands them out ticket by ticket. */
export class RecordRowStore {
  #count = 0;
  #numbers = new Float64Array(FIRST_CAPACITY * NUMBERS);
  #integers = new Int32Array(FIRST_CAPACITY * INTEGERS);

  get count(): number {
    return this.#count;
  }

  add(row: RecordRow): void {
    const at = this.#count;
    this.#makeRoom(at);
    const { ticket, venue, content, holder, name, lot, maker } = row;
    this.#numbers.set([ticket, venue, content, holder, name, lot, maker], at * NUMBERS);
    const kindAndDose = row.injection ? row.dose : -row.dose;
    const vaccine = row.storable ? row.vaccine : -1 - row.vaccine;
    this.#integers.set([row.line, row.place, kindAndDose, row.day, row.birthDay, vaccine], at * INTEGERS);
    this.#count += 1;
  }

  /** The rows in the order in which they came. */
  *rows(): Generator<RecordRow> {
    for (let index = 0; index < this.#count; index += 1) yield this.#rowAt(index);
  }

  /** The rows of one ticket after another, each ticket's by dose and then by line. Tickets come in the order of their keys. */
  *tickets(): Generator<readonly RecordRow[]> {
    let rows: RecordRow[] = [];
    for (const index of this.#sorted()) {
      const row = this.#rowAt(index);
      if (rows[0] && rows[0].ticket !== row.ticket) {
        yield rows;
        rows = [];
      }
      rows.push(row);
    }
    if (rows.length > 0) yield rows;
  }

  #sorted(): Uint32Array {
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index);
    const numbers = this.#numbers;
    const integers = this.#integers;
    return order.toSorted(
      (a, b) =>
        (numbers[a * NUMBERS] ?? 0) - (numbers[b * NUMBERS] ?? 0) ||
        Math.abs(integers[a * INTEGERS + 2] ?? 0) - Math.abs(integers[b * INTEGERS + 2] ?? 0) ||
        (integers[a * INTEGERS] ?? 0) - (integers[b * INTEGERS] ?? 0),
    );
  }

  #rowAt(index: number): RecordRow {
    const [ticket = 0, venue = 0, content = 0, holder = 0, name = 0, lot = 0, maker = 0] =
      this.#numbers.subarray(index * NUMBERS, (index + 1) * NUMBERS);
    const [line = 0, place = 0, kindAndDose = 0, day = 0, birthDay = 0, vaccine = 0] =
      this.#integers.subarray(index * INTEGERS, (index + 1) * INTEGERS);
    return {
      line,
      place,
      ticket,
      dose: Math.abs(kindAndDose),
      injection: kindAndDose > 0,
      storable: vaccine >= 0,
      day,
      venue,
      lot,
      maker,
      vaccine: vaccine >= 0 ? vaccine : -1 - vaccine,
      content,
      holder,
      birthDay,
      name,
    };
  }

  #makeRoom(index: number): void {
    if (index * NUMBERS < this.#numbers.length) return;
    this.#numbers = grown(this.#numbers, new Float64Array(this.#numbers.length * 2));
    this.#integers = grown(this.#integers, new Int32Array(this.#integers.length * 2));
  }
}

function grown<Numbers extends Float64Array | Int32Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
