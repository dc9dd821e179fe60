import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { FlagFacts, type FlagRow, flagRowOf } from '../../../src-shared/domain/rows/flag-facts.ts';
import { checkFlagAgainst, type KnownBirth } from '../../../src-shared/domain/rows/flag-rows.ts';
import type { CrossFinding, RowTexts } from '../../../src-shared/domain/rows/row-finding.ts';
import { checkPerson } from '../../../src-shared/domain/rows/subject-rows.ts';
import { underRules } from '../../../src-shared/domain/rules/finding.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { personKeyOf } from '../../cache/staging/key-of-row.ts';
import { RowKeys, type SortedKeys } from '../../cache/staging/row-keys.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import { apart, eachGroup } from './key-groups.ts';
import type { RowsTogether, RowsTogetherParts, SortedRows } from './rows-together.ts';

/** People in one question, who go as texts. */
const PEOPLE_A_QUESTION = 1_000;

/** 転出・死亡フラグ are looked at when all rows are known: a person once, and whether the local copy knows them. */
export class FlagsTogether implements RowsTogether {
  readonly #parts: RowsTogetherParts;
  readonly #facts = new FlagFacts();
  readonly #people = new RowKeys();
  /** Rows of people who have one further up. */
  readonly #again = new RowSet();
  readonly #rowTexts: RowTexts;

  constructor(parts: RowsTogetherParts) {
    this.#parts = parts;
    const names = new Map(parts.layout.columns.map(({ id, name }) => [id, name]));
    this.#rowTexts = {
      nameOf: (column) => names.get(column) ?? column,
      cellOf: (line, column) => this.#cellOf(line, column),
    };
  }

  add(line: number, values: RowValues, storable: boolean): void {
    if (!storable) return;
    const { municipalityCode = '', addresseeNumber = '' } = values;
    this.addRow(flagRowOf(line, values), personKeyOf(municipalityCode, addresseeNumber));
  }

  /** A row whose numbers are known already. */
  addRow(row: FlagRow, personKey: number): void {
    this.#people.add(personKey, this.#facts.count);
    this.#facts.add(row);
  }

  settle(): Promise<Outcome<void>> {
    return Promise.resolve(ok(undefined));
  }

  async finish(onStep: (share: number) => void): Promise<Outcome<SortedRows>> {
    const facts = this.#facts;
    const people = this.#people.sorted();
    this.#checkPeople(people);
    const checked = await this.#checkStanding(onStep);
    return checked.ok ? ok({ tickets: undefined, people, lineAt: (place) => facts.lineAt(place) }) : checked;
  }

  #checkPeople(people: SortedKeys): void {
    const facts = this.#facts;
    const isSame = (one: number, other: number): boolean => facts.isSamePerson(one, other);
    eachGroup(people, (places) => {
      for (const ofOne of apart(places, isSame)) {
        checkPerson(facts, ofOne, (found) => this.#tell(found));
        for (const place of ofOne.slice(1)) this.#again.add(place);
      }
    });
  }

  /** In the order of the file, which is mostly that of the numbers; the next question is on its way while the last answer is looked at. */
  async #checkStanding(onStep: (share: number) => void): Promise<Outcome<void>> {
    const { count } = this.#facts;
    const column = this.#rowTexts.nameOf('flagOn', 0);
    let asked = this.#askFrom(0);
    while (asked.places.length > 0) {
      const { places, end, answer } = asked;
      asked = this.#askFrom(end);
      const born = await answer;
      if (!born.ok) {
        await asked.answer;
        return born;
      }
      for (const [index, place] of places.entries()) {
        const known = born.value[index] ?? null;
        const found = checkFlagAgainst(this.#facts, place, known, column);
        if (found) this.#tell(found);
      }
      onStep(end / count);
    }
    return ok(undefined);
  }

  /** The first rows of people of the own municipality. */
  #askFrom(from: number): {
    readonly places: readonly number[];
    readonly end: number;
    readonly answer: Promise<Outcome<readonly KnownBirth[]>>;
  } {
    const own = Number(this.#parts.municipalityCode);
    const places: number[] = [];
    let end = from;
    for (; end < this.#facts.count && places.length < PEOPLE_A_QUESTION; end += 1)
      if (this.#facts.municipalityAt(end) === own && !this.#again.has(end)) places.push(end);
    return { places, end, answer: this.#ask(places) };
  }

  async #ask(places: readonly number[]): Promise<Outcome<readonly KnownBirth[]>> {
    const { askDirectly, askResidents } = this.#parts;
    if (places.length === 0 || (!askDirectly && !askResidents))
      return ok(places.map((): KnownBirth => 'unknown'));
    const people = places.map((place) => AddresseeNumber.parse(this.#facts.addresseeNumberAt(place)));
    if (askDirectly) return askDirectly.births(people);
    const known = askResidents ? await askResidents(people) : ok([]);
    return known.ok
      ? ok(known.value.map((person) => (person === null || person === 'unknown' ? person : person.birthDate)))
      : known;
  }

  #tell(found: CrossFinding): void {
    const place = this.#facts.placeOfLine(found.line);
    const subject = place === undefined ? '' : this.#facts.addresseeNumberAt(place);
    for (const each of underRules([found], this.#parts.context.rules))
      this.#parts.addCross(each, subject, this.#rowTexts);
  }

  #cellOf(line: number, column: Parameters<RowTexts['cellOf']>[1]): string {
    const place = this.#facts.placeOfLine(line);
    if (place === undefined) return '';
    if (column === 'addresseeNumber') return this.#facts.addresseeNumberAt(place);
    return column === 'flagOn' ? this.#facts.flagOnAt(place) : '';
  }
}
