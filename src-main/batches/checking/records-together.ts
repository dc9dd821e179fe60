import type { TicketNumber } from '../../../src-shared/domain/identifiers.ts';
import { byDose } from '../../../src-shared/domain/rows/check-rows-together.ts';
import { checkPersonRows, checkTicketRows } from '../../../src-shared/domain/rows/check-ticket-rows.ts';
import { carriedOver, explainsLot } from '../../../src-shared/domain/rows/carried-over.ts';
import { chooseLookAlike, lookAlikesOf } from '../../../src-shared/domain/rows/look-alike.ts';
import { RecordFacts } from '../../../src-shared/domain/rows/record-facts.ts';
import { type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import { type CrossFinding, crossFinding } from '../../../src-shared/domain/rows/row-finding.ts';
import { municipalityOf, ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import type { TicketHolder, TicketKnowledge } from '../../../src-shared/domain/rows/ticket-holder.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import { type RowFinding, underRules } from '../../../src-shared/domain/rules/finding.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { ticketKeyOfTicket } from '../../cache/staging/key-of-row.ts';
import { RowKeys, type SortedKeys } from '../../cache/staging/row-keys.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import { LARGE_TICKET, reduceLargeTicket } from './large-tickets.ts';
import { LostZeros } from './lost-zeros.ts';
import { RecordTexts } from './record-texts.ts';
import type { RowsTogether, RowsTogetherParts, SortedRows } from './rows-together.ts';
import { askTickets, TICKETS_A_QUESTION } from './ticket-questions.ts';

/** Look-alikes are looked for as long as tickets that were never issued are single slips. */
const MOST_LOOK_ALIKES = 10_000;
/** Of one ticket: a column of one dummy number has a finding in every row of the file. */
const FINDINGS_A_PART = 65_536;
/** The rows of one ticket and what is known of it. */
interface Ticket {
  readonly rows: readonly RecordRow[];
  readonly known: TicketKnowledge;
}

/** The rows of some tickets, and the answer that is on its way to what is known of them. */
interface Asked {
  readonly tickets: readonly (readonly RecordRow[])[];
  readonly answer: Promise<Outcome<readonly TicketKnowledge[]>>;
  /** Behind the last of them. */
  readonly end: number;
}

type Held = Ticket & { readonly known: TicketHolder };

/** 接種記録 are looked at ticket by ticket, when all rows are known; people with several tickets in the file once, with all of them. */
export class RecordsTogether implements RowsTogether {
  readonly #parts: RowsTogetherParts;
  readonly #texts: RecordTexts;
  /** First five digits of the own municipality. */
  readonly #own: number;
  readonly #facts: RecordFacts;
  readonly #keys: RowKeys;
  /** Rows whose lot or day has a finding of its own. */
  readonly #explained = new RowSet();
  /** Tickets that were looked at with another one of the same person. */
  readonly #done = new Set<number>();
  readonly #lostZeros = new LostZeros();
  #lookAlikes = 0;

  constructor(parts: RowsTogetherParts) {
    this.#parts = parts;
    this.#own = Number(parts.municipalityCode.slice(0, 5));
    this.#facts = new RecordFacts(parts.expectedRows);
    this.#keys = new RowKeys(parts.expectedRows);
    this.#texts = new RecordTexts(this.#facts, parts.layout, parts.cellOf);
  }

  add(line: number, values: RowValues, storable: boolean, isExplained = false): void {
    const row = recordRowOf(line, this.#facts.count, values, storable);
    if (!row) return;
    this.#texts.know(row.lot, values['lotNumber'] ?? '');
    this.#texts.know(row.maker, values['maker'] ?? '');
    this.addRow(row, isExplained);
  }

  /** A row whose numbers are known already. Its lot and maker are told once (`know`). */
  addRow(row: RecordRow, isExplained = false): void {
    const { count: place } = this.#facts;
    this.#keys.add(ticketKeyOfTicket(row.ticket), place);
    if (isExplained) this.#explained.add(place);
    this.#facts.add(row);
  }

  defers(line: number, values: RowValues, found: RowFinding, subject: string): boolean {
    return this.#lostZeros.defers(line, values, found, subject);
  }

  /** The texts of digests. */
  know(digests: readonly number[], texts: readonly string[]): void {
    for (const [index, digest] of digests.entries()) this.#texts.know(digest, texts[index] ?? '');
  }

  settle(): Promise<Outcome<void>> {
    return Promise.resolve(ok(undefined));
  }

  async finish(onStep: (share: number) => void): Promise<Outcome<SortedRows>> {
    const sorted = this.#keys.sorted();
    onStep(0);
    let asked = this.#askFrom(sorted, 0, onStep);
    while (asked.tickets.length > 0) {
      const { tickets, answer, end } = asked;
      // The next question is on its way while these are looked at: the other thread looks up meanwhile.
      asked = this.#askFrom(sorted, end, onStep);
      const known = await answer;
      const checked = known.ok ? await this.#check(tickets, known.value, sorted) : known;
      if (!checked.ok) {
        await asked.answer;
        return checked;
      }
      onStep(end / sorted.count);
    }
    const { context, addCross } = this.#parts;
    const told = await this.#lostZeros.tell(context, (tickets) => this.#ask(tickets), this.#texts, addCross);
    if (!told.ok) return told;
    this.#facts.forgetPeople();
    if (this.#parts.expectedRows !== undefined) this.#checkCarriedOver(() => onStep(1));
    onStep(1);
    const looks = this.#parts.context.rules.severityOf('lot-carried-over') !== 'off';
    const lineAt = (place: number): number => this.#facts.lineAt(place);
    return ok({ tickets: sorted, people: undefined, lineAt, ...(looks ? { venues: this.#facts } : {}) });
  }

  #askFrom(sorted: SortedKeys, from: number, onStep: (share: number) => void): Asked {
    const tickets: (readonly RecordRow[])[] = [];
    let end = from;
    while (end < sorted.count && tickets.length < TICKETS_A_QUESTION) {
      const first = end;
      end = sorted.endOf(first);
      this.#takeTickets(sorted, first, end, tickets, () => onStep(first / sorted.count));
    }
    return { tickets, end, answer: this.#ask(tickets.map(([row]) => row?.ticket ?? 0)) };
  }

  #ask(tickets: readonly number[]): Promise<Outcome<readonly TicketKnowledge[]>> {
    const { municipalityCode, ask, askDirectly } = this.#parts;
    return askTickets(tickets, { municipalityCode, ask, askNumbers: askDirectly?.numbers });
  }

  /** The doses of one record of a ledger were not read one after another, as rows of a file are. */
  get #areNeighbours(): boolean {
    return this.#parts.layout.kind !== 'ledger';
  }

  #rowAt(place: number): RecordRow {
    return this.#areNeighbours ? this.#facts.rowAt(place) : this.#facts.rowAt(place, { place: place * 2 });
  }

  /** Rows with one key: of one ticket, but for municipalities that share one. */
  #takeTickets(
    sorted: SortedKeys,
    from: number,
    end: number,
    tickets: (readonly RecordRow[])[],
    onPart: () => void,
  ): void {
    if (end - from === 1) {
      // Half of all tickets: nothing has to be put in order.
      tickets.push([this.#rowAt(sorted.rowAt(from))]);
      return;
    }
    const facts = this.#facts;
    const first = facts.ticketAt(sorted.rowAt(from));
    let isOne = true;
    for (let index = from + 1; index < end && isOne; index += 1)
      isOne = facts.ticketAt(sorted.rowAt(index)) === first;
    if (isOne && end - from <= LARGE_TICKET) {
      const rows: RecordRow[] = [];
      for (let index = from; index < end; index += 1) rows.push(this.#rowAt(sorted.rowAt(index)));
      tickets.push(byDose(rows));
      return;
    }
    const places = Int32Array.from({ length: end - from }, (_, index) => sorted.rowAt(from + index));
    const keys = new Set<number>();
    for (const place of places) keys.add(facts.ticketAt(place));
    for (const ticket of keys) {
      const own = isOne ? places : places.filter((place) => facts.ticketAt(place) === ticket);
      if (own.length <= LARGE_TICKET) tickets.push(byDose(Array.from(own, (place) => this.#rowAt(place))));
      else tickets.push(this.#reduced(ticket, own, onPart));
    }
  }

  /** The rows that go on of a ticket with very many; `onPart` is called now and then, as they all may have something wrong with them. */
  #reduced(ticket: number, places: Int32Array, onPart: () => void): readonly RecordRow[] {
    const subject = this.#subjectOf(ticket);
    let told = 0;
    const tell = (found: CrossFinding): void => {
      told += 1;
      if (told % FINDINGS_A_PART === 0) onPart();
      for (const each of underRules([found], this.#parts.context.rules)) this.#tell(each, subject);
    };
    return reduceLargeTicket(this.#facts, places, tell, this.#areNeighbours);
  }

  async #check(
    tickets: readonly (readonly RecordRow[])[],
    answers: readonly TicketKnowledge[],
    sorted: SortedKeys,
  ): Promise<Outcome<void>> {
    const { context } = this.#parts;
    const severals: Held[] = [];
    const notIssued: Ticket[] = [];
    for (let index = 0; index < tickets.length; index += 1) {
      const rows = tickets[index] ?? [];
      const known = answers[index] ?? 'unknown';
      const ticket = { rows, known };
      if (typeof known !== 'string' && this.#hasOthers(known, sorted)) severals.push({ ...ticket, known });
      else this.#tellAll(checkTicketRows(rows, known, context), rows[0]);
      if (known === 'not-issued' && this.#lookAlikes < MOST_LOOK_ALIKES) {
        this.#lookAlikes += 1;
        notIssued.push(ticket);
      }
    }
    const people = await this.#checkPeople(severals, sorted);
    return people.ok ? this.#findLookAlikes(notIssued) : people;
  }

  #hasOthers({ otherTickets }: TicketHolder, sorted: SortedKeys): boolean {
    return otherTickets.some((number) => this.#placesOf(number, sorted).length > 0);
  }

  /** Each person once, with all rows of all their tickets. */
  async #checkPeople(tickets: readonly Held[], sorted: SortedKeys): Promise<Outcome<void>> {
    const { context } = this.#parts;
    for (const ticket of tickets) {
      const [first] = ticket.rows;
      if (!first || this.#done.has(first.ticket)) continue;
      const rowsOfOthers = ticket.known.otherTickets
        .map((number) => this.#rowsOf(number, sorted))
        .filter((rows) => rows.length > 0);
      const answered = await this.#ask(rowsOfOthers.map(([row]) => row?.ticket ?? 0));
      if (!answered.ok) return answered;
      const all = [{ rows: ticket.rows, holder: ticket.known }];
      for (const [index, rows] of rowsOfOthers.entries()) {
        const known = answered.value[index];
        if (known === undefined || typeof known === 'string') continue;
        all.push({ rows, holder: known });
        if (rows[0]) this.#done.add(rows[0].ticket);
      }
      this.#tellAll(checkPersonRows(all, context), first);
    }
    return ok(undefined);
  }

  /** Which issued ticket the rows of one that was never issued were meant for. */
  async #findLookAlikes(tickets: readonly Ticket[]): Promise<Outcome<void>> {
    if (tickets.length === 0) return ok(undefined);
    const { context } = this.#parts;
    const candidates = tickets.map(({ rows: [row] }) =>
      row ? lookAlikesOf(ticketNumberOf(row.ticket)) : [],
    );
    const answered = await this.#ask(candidates.flat().map((number) => this.#own * 1e10 + Number(number)));
    if (!answered.ok) return answered;
    let at = 0;
    for (const [index, { rows }] of tickets.entries()) {
      const numbers = candidates[index] ?? [];
      const held = numbers.flatMap((ticketNumber, place) => {
        const holder = answered.value[at + place];
        return holder === undefined || typeof holder === 'string' ? [] : [{ ticketNumber, holder }];
      });
      at += numbers.length;
      this.#tellAll(chooseLookAlike(rows, held, context), rows[0]);
    }
    return ok(undefined);
  }

  #checkCarriedOver(onPass: () => void): void {
    const { rules } = this.#parts.context;
    const facts = this.#facts;
    if (facts.count === 0 || rules.severityOf('lot-carried-over') === 'off') return;
    const takesPart = (row: number): boolean => facts.isStorable(row) && !this.#explained.has(row);
    const odd = carriedOver(
      { ...facts.columns, count: facts.count, takesPart },
      rules.limits.carriedOver,
      onPass,
    );
    for (const { row, differs, others, like } of odd) {
      const otherDay = differs === 'lot' ? undefined : facts.dayAt(like);
      const about = { others, day: facts.dayAt(row), otherDay };
      const column = differs === 'lot' ? 'lotNumber' : 'vaccinatedOn';
      const found = crossFinding(facts.lineAt(row), column, 'lot-carried-over', about, facts.lineAt(like));
      this.#tellAll(underRules([found], rules), facts.rowAt(row));
    }
  }

  #placesOf(ticketNumber: TicketNumber, sorted: SortedKeys): readonly number[] {
    const ticket = this.#own * 1e10 + Number(ticketNumber);
    return sorted.rowsOf(ticketKeyOfTicket(ticket)).filter((place) => this.#facts.ticketAt(place) === ticket);
  }

  #rowsOf(ticketNumber: TicketNumber, sorted: SortedKeys): readonly RecordRow[] {
    const places = this.#placesOf(ticketNumber, sorted);
    // A person does not have hundreds of doses: their rows were told of with their own ticket.
    return places.length > LARGE_TICKET ? [] : byDose(places.map((place) => this.#rowAt(place)));
  }

  #tellAll(found: readonly CrossFinding[], row: RecordRow | undefined): void {
    if (found.length === 0) return;
    const subject = row ? this.#subjectOf(row.ticket) : '';
    for (const each of found) this.#tell(each, subject);
  }

  #tell(found: CrossFinding, subject: string): void {
    if (explainsLot.has(found.code)) {
      const place = this.#facts.placeOfLine(found.line);
      if (place !== undefined) this.#explained.add(place);
    }
    this.#parts.addCross(found, subject, this.#texts);
  }

  #subjectOf(ticket: number): string {
    return municipalityOf(ticket) === this.#own
      ? `${this.#parts.municipalityCode}/${ticketNumberOf(ticket)}`
      : '';
  }
}
