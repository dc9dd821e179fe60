import { dayOfNumber } from '../../../src-shared/domain/dates/calendar.ts';
import type { RecordFacts } from '../../../src-shared/domain/rows/record-facts.ts';
import { NO_DAY } from '../../../src-shared/domain/rows/record-rows.ts';
import type { RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import { ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import type { Layout } from '../../../src-shared/domain/rules/layout.ts';

/** More lots than this are texts that nobody repeats. */
const MOST_TEXTS = 100_000;

/** What sentences about 接種記録 say of their rows, out of the numbers that are held. */
export class RecordTexts implements RowTexts {
  readonly #facts: RecordFacts;
  /** By digest: a file has few lots and makers. */
  readonly #texts = new Map<number, string>();
  readonly #names: ReadonlyMap<string, string>;
  readonly #others: RowTexts['cellOf'];

  /** `others`: cells of which no number says anything. */
  constructor(facts: RecordFacts, { columns }: Layout, others: RowTexts['cellOf'] | undefined) {
    this.#facts = facts;
    this.#names = new Map(columns.map(({ id, name }) => [id, name]));
    this.#others = others ?? (() => '');
  }

  know(digest: number, text: string): void {
    if (digest !== 0 && this.#texts.size < MOST_TEXTS) this.#texts.set(digest, text);
  }

  readonly nameOf: RowTexts['nameOf'] = (column) => this.#names.get(column) ?? column;

  readonly cellOf: RowTexts['cellOf'] = (line, column) => {
    const place = this.#facts.placeOfLine(line);
    if (place === undefined) return '';
    const row = this.#facts.rowAt(place);
    switch (column) {
      case 'ticketNumber':
        return ticketNumberOf(row.ticket);
      case 'doseNumber':
        return String(row.dose);
      case 'vaccinatedOn':
        return row.day === NO_DAY ? '' : dayOfNumber(row.day);
      case 'birthDate':
        return row.birthDay === NO_DAY ? '' : dayOfNumber(row.birthDay);
      case 'lotNumber':
        return this.#texts.get(row.lot) ?? '';
      case 'maker':
        return this.#texts.get(row.maker) ?? '';
      case 'addresseeNumber':
      case 'name':
      case 'flagOn':
      default:
        return this.#others(line, column);
    }
  };
}
