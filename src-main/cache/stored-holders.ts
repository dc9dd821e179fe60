import type { PreparedStatement, SqlDatabase } from './encrypted-database.ts';

/** Tickets that are asked for in their order lie together in the copy too: so many rows for each of them are read in one go. */
const ROWS_A_TICKET = 4;

interface Stored {
  readonly number: number;
  readonly text: string;
}

/** Finds what is stored of the holders of many tickets. */
export class StoredHolders {
  readonly #one: PreparedStatement<[string, string], { readonly text: string }>;
  readonly #between: PreparedStatement<[string, string, string, number], Stored>;

  /** `column`: what of it is wanted, as SQL. */
  constructor(database: SqlDatabase, column: string) {
    this.#one = database.prepare(
      `SELECT ${column} AS text FROM ticket WHERE ticket_number = ? AND municipality_code = ?`,
    );
    this.#between = database.prepare(`
      SELECT CAST(ticket_number AS INTEGER) AS number, ${column} AS text FROM ticket
      WHERE ticket_number BETWEEN ? AND ? AND municipality_code = ? ORDER BY ticket_number LIMIT ?`);
  }

  /** In the order of the numbers; '' for one that was not issued. */
  textsOf(municipalityCode: string, numbers: Float64Array): readonly string[] {
    const [first, last] = [numbers.at(0), numbers.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (!isGrowing(numbers)) return Array.from(numbers, (number) => this.#textOf(number, municipalityCode));
    const most = numbers.length * ROWS_A_TICKET;
    const stored = this.#between.all(digitsOf(first), digitsOf(last), municipalityCode, most);
    const readUpTo = stored.length < most ? last : (stored.at(-1)?.number ?? last);
    const texts: string[] = [];
    let at = 0;
    for (const number of numbers) {
      while (at < stored.length && (stored[at]?.number ?? number) < number) at += 1;
      const found = stored[at];
      if (number > readUpTo) texts.push(this.#textOf(number, municipalityCode));
      else texts.push(found?.number === number ? found.text : '');
    }
    return texts;
  }

  #textOf(number: number, municipalityCode: string): string {
    return this.#one.get(digitsOf(number), municipalityCode)?.text ?? '';
  }
}

const digitsOf = (number: number): string => String(number).padStart(10, '0');

function isGrowing(numbers: Float64Array): boolean {
  for (let index = 1; index < numbers.length; index += 1)
    if ((numbers[index - 1] ?? 0) > (numbers[index] ?? 0)) return false;
  return true;
}
