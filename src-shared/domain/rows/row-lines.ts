/**
 * The lines of the rows of a file. Rows follow each other line by line nearly everywhere, so only the places are kept where they don't:
 * behind a blank line.
 */
export class RowLines {
  #rows: Int32Array;
  #lines: Int32Array;
  #jumps: number;
  #count: number;

  constructor(count = 0, jumps: Int32Array = new Int32Array(0)) {
    this.#count = count;
    this.#jumps = jumps.length / 2;
    this.#rows = jumps.slice(0, this.#jumps);
    this.#lines = jumps.slice(this.#jumps);
  }

  get count(): number {
    return this.#count;
  }

  /** Lines only grow. Gives the row's number. */
  add(line: number): number {
    const row = this.#count;
    this.#count += 1;
    if (this.#jumps > 0 && this.#lineAfterLast(row) === line) return row;
    if (this.#jumps === this.#rows.length) this.#grow();
    this.#rows[this.#jumps] = row;
    this.#lines[this.#jumps] = line;
    this.#jumps += 1;
    return row;
  }

  lineOf(row: number): number {
    const jump = lastUpTo(this.#rows, this.#jumps, row);
    return jump < 0 ? 0 : (this.#lines[jump] ?? 0) + row - (this.#rows[jump] ?? 0);
  }

  /** Undefined for a line without a row. */
  rowOf(line: number): number | undefined {
    const jump = lastUpTo(this.#lines, this.#jumps, line);
    if (jump < 0) return undefined;
    const row = (this.#rows[jump] ?? 0) + line - (this.#lines[jump] ?? 0);
    const end = jump + 1 < this.#jumps ? (this.#rows[jump + 1] ?? 0) : this.#count;
    return row < end ? row : undefined;
  }

  /** As the constructor takes it: rows, then lines. */
  jumps(): Int32Array {
    const jumps = new Int32Array(this.#jumps * 2);
    jumps.set(this.#rows.subarray(0, this.#jumps));
    jumps.set(this.#lines.subarray(0, this.#jumps), this.#jumps);
    return jumps;
  }

  #lineAfterLast(row: number): number {
    const last = this.#jumps - 1;
    return (this.#lines[last] ?? 0) + row - (this.#rows[last] ?? 0);
  }

  #grow(): void {
    const capacity = Math.max(64, this.#rows.length * 2);
    const rows = new Int32Array(capacity);
    rows.set(this.#rows);
    this.#rows = rows;
    const lines = new Int32Array(capacity);
    lines.set(this.#lines);
    this.#lines = lines;
  }
}

/** Index of the last of so many growing numbers that is not above the one that is looked for; -1 where all are. */
function lastUpTo(numbers: Int32Array, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
