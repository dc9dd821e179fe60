import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import { personKeyOf, ticketKeyOf } from '../../cache/staging/key-of-row.ts';
import { RowKeys, type SortedKeys } from '../../cache/staging/row-keys.ts';
import type { KeyName } from '../../cache/staging/staging-database.ts';
import type { SortedRows } from './rows-together.ts';

/** The index by which a draft finds the rows of a ticket and of a person: what looking at rows together has sorted, and all other rows. */
export class RowsByKeys {
  readonly #tickets: RowKeys;
  readonly #people: RowKeys;

  constructor(expectedRows: number) {
    this.#tickets = new RowKeys(expectedRows);
    this.#people = new RowKeys(expectedRows);
  }

  /** A row that is not sorted when it is held against the others. */
  add(row: number, values: RowValues): void {
    const { municipalityCode = '', ticketNumber = '', addresseeNumber = '' } = values;
    if (municipalityCode === '') return;
    if (ticketNumber !== '') this.#tickets.add(ticketKeyOf(municipalityCode, ticketNumber), row);
    if (addresseeNumber !== '') this.#people.add(personKeyOf(municipalityCode, addresseeNumber), row);
  }

  /** `rowAt`: the row of a place among those that were sorted. Both are used up. */
  sorted(rows: SortedRows | undefined, rowAt: (place: number) => number): ReadonlyMap<KeyName, SortedKeys> {
    const [tickets, people] = [this.#tickets.sorted(), this.#people.sorted()];
    return new Map([
      ['ticket', rows?.tickets?.renumbered(rowAt, tickets) ?? tickets],
      ['person', rows?.people?.renumbered(rowAt, people) ?? people],
    ]);
  }
}
