import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { type CrossFinding, type RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import { ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import { SubjectFacts, type SubjectRow } from '../../../src-shared/domain/rows/subject-facts.ts';
import {
  checkPerson,
  checkSubjectTicket,
  checkTicketOfPeople,
  subjectRowOf,
} from '../../../src-shared/domain/rows/subject-rows.ts';
import type { TicketPerson } from '../../../src-shared/domain/rows/ticket-holder.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import { underRules } from '../../../src-shared/domain/rules/finding.ts';
import { personKeyOf, ticketKeyOfTicket } from '../../cache/staging/key-of-row.ts';
import { RowKeys, type SortedKeys } from '../../cache/staging/row-keys.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import { apart, eachGroup } from './key-groups.ts';
import type { RowsTogether, RowsTogetherParts, SortedRows } from './rows-together.ts';
import { askTickets, TICKETS_A_QUESTION } from './ticket-questions.ts';

/** 接種対象者 are looked at when all rows are known: a person once, a ticket for one person only, and whose it is in the local copy. */
export class SubjectsTogether implements RowsTogether {
  readonly #parts: RowsTogetherParts;
  readonly #facts: SubjectFacts;
  readonly #people: RowKeys;
  readonly #tickets: RowKeys;
  /** Rows of people who have one further up. */
  readonly #again = new RowSet();
  readonly #rowTexts: RowTexts;

  constructor(parts: RowsTogetherParts) {
    this.#parts = parts;
    this.#facts = new SubjectFacts(parts.expectedRows);
    this.#people = new RowKeys(parts.expectedRows);
    this.#tickets = new RowKeys(parts.expectedRows);
    const names = new Map(parts.layout.columns.map(({ id, name }) => [id, name]));
    this.#rowTexts = {
      nameOf: (column) => names.get(column) ?? column,
      cellOf: (line, column) => this.#cellOf(line, column),
    };
  }

  add(line: number, values: RowValues, storable: boolean): void {
    if (!storable) return;
    const { municipalityCode = '', addresseeNumber = '' } = values;
    this.addRow(subjectRowOf(line, values), personKeyOf(municipalityCode, addresseeNumber));
  }

  /** A row whose numbers are known already. */
  addRow(row: SubjectRow, personKey: number): void {
    const { count: place } = this.#facts;
    this.#people.add(personKey, place);
    this.#tickets.add(ticketKeyOfTicket(row.ticket), place);
    this.#facts.add(row);
  }

  settle(): Promise<Outcome<void>> {
    return Promise.resolve(ok(undefined));
  }

  async finish(onStep: (share: number) => void): Promise<Outcome<SortedRows>> {
    const people = this.#people.sorted();
    onStep(0);
    eachGroup(people, (places) => {
      for (const ofOne of apart(places, (one, other) => this.#facts.isSamePerson(one, other))) {
        checkPerson(this.#facts, ofOne, (found) => this.#tell(found));
        for (const place of ofOne.slice(1)) this.#again.add(place);
      }
    });
    onStep(0);
    const tickets = this.#tickets.sorted();
    onStep(0);
    eachGroup(tickets, (places) => {
      const firsts = places.filter((place) => !this.#again.has(place));
      const isSame = (one: number, other: number): boolean =>
        this.#facts.ticketAt(one) === this.#facts.ticketAt(other);
      for (const ofOne of apart(firsts, isSame))
        checkTicketOfPeople(this.#facts, ofOne, (found) => this.#tell(found));
    });
    const checked = await this.#checkStanding(tickets, onStep);
    if (!checked.ok) return checked;
    return ok({ tickets, people, lineAt: (place) => this.#facts.lineAt(place) });
  }

  /** In the order of the tickets; the next question is on its way while the last answer is looked at. */
  async #checkStanding(sorted: SortedKeys, onStep: (share: number) => void): Promise<Outcome<void>> {
    const { municipalityCode, ask: askHolders, askDirectly } = this.#parts;
    const ask = (from: number): Promise<Outcome<readonly TicketPerson[]>> => {
      const count = Math.max(0, Math.min(TICKETS_A_QUESTION, sorted.count - from));
      const places = Array.from({ length: count }, (_, index) => sorted.rowAt(from + index));
      return askTickets(
        places.map((place) => this.#facts.ticketAt(place)),
        { municipalityCode, ask: askHolders, askNumbers: askDirectly?.persons },
      );
    };
    let next = ask(0);
    for (let from = 0; from < sorted.count; from += TICKETS_A_QUESTION) {
      const answer = next;
      next = ask(from + TICKETS_A_QUESTION);
      const known = await answer;
      if (!known.ok) {
        await next;
        return known;
      }
      for (const [index, knowledge] of known.value.entries()) {
        const found = checkSubjectTicket(this.#facts, sorted.rowAt(from + index), knowledge);
        if (found) this.#tell(found);
      }
      onStep(Math.min(1, (from + TICKETS_A_QUESTION) / sorted.count));
    }
    await next;
    return ok(undefined);
  }

  #tell(found: CrossFinding): void {
    const subject = this.#cellOf(found.line, 'addresseeNumber');
    for (const each of underRules([found], this.#parts.context.rules))
      this.#parts.addCross(each, subject, this.#rowTexts);
  }

  #cellOf(line: number, column: Parameters<RowTexts['cellOf']>[1]): string {
    const place = this.#facts.placeOfLine(line);
    if (place === undefined) return '';
    if (column === 'ticketNumber') return ticketNumberOf(this.#facts.ticketAt(place));
    if (column === 'addresseeNumber') return this.#facts.addresseeNumberAt(place);
    return this.#parts.cellOf?.(line, column) ?? '';
  }
}
