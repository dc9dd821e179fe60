import { type MunicipalityCode, TicketNumber } from '../../../src-shared/domain/identifiers.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { TicketKey } from '../../cache/repositories.ts';
import type { StagingStore } from '../../cache/staging/staging-store.ts';
import type { StagedRows } from '../checking/staged-rows.ts';
import { type AskHolders, ticketOf } from '../checking/ticket-questions.ts';

/** What rows have in common that are looked at together: a ticket, a person. */
export interface RowGroup {
  readonly by: 'ticket' | 'person';
  readonly municipalityCode: string;
  readonly number: string;
}

/**
 * A change of a row reaches the rows of its ticket and of its person; among 接種対象者 it decides which row of a person counts, and with
 * that, which row may hold a ticket: two steps.
 */
const REACH = 2;
/** More rows than these are not checked again while somebody waits. */
const MANY_ROWS = 2_000;
/** A row's neighbour is looked for so far away: between them are only rows that nobody can say whose they are. */
const NEIGHBOURHOOD = 1_000;

function groupsOf(values: RowValues): RowGroup[] {
  const { municipalityCode = '', ticketNumber = '', addresseeNumber = '' } = values;
  if (municipalityCode === '') return [];
  return [
    ...(ticketNumber === '' ? [] : [{ by: 'ticket', municipalityCode, number: ticketNumber } as const]),
    ...(addresseeNumber === '' ? [] : [{ by: 'person', municipalityCode, number: addresseeNumber } as const]),
  ];
}

interface Move {
  readonly row: number;
  readonly to: { readonly tickets: readonly RowGroup[]; readonly people: readonly RowGroup[] };
}

/** Under what the indices are to find a row by now; undefined where that stays. To be asked while both versions of it can be read. */
export function moveOf(before: StagedRows, after: StagedRows, row: number): Move | undefined {
  const [old, now] = [before, after].map((version) => groupsIn(version, row));
  if (JSON.stringify(old) === JSON.stringify(now)) return undefined;
  return { row, to: keysIn(now ?? []) };
}

export const keysOf = (version: StagedRows, row: number): Move['to'] => keysIn(groupsIn(version, row));

const groupsIn = (version: StagedRows, row: number): RowGroup[] =>
  (version.check(row)?.rows ?? []).flatMap(({ values }) => groupsOf(values));

const keysIn = (groups: readonly RowGroup[]): Move['to'] => ({
  tickets: groups.filter(({ by }) => by === 'ticket'),
  people: groups.filter(({ by }) => by === 'person'),
});

/** What a change reaches. */
export interface Reached {
  /** Rows in which something else may be found now. */
  readonly affected: ReadonlySet<number>;
  /** Those and all the rows that have to be looked at beside them, in the order of the file. */
  readonly looked: readonly number[];
}

/** Follows a change through the rows of a file: `versions` are the rows as they were and as they are to be. */
export class Dependents {
  readonly #store: StagingStore;
  readonly #versions: readonly StagedRows[];
  readonly #ask: AskHolders;
  readonly #own: MunicipalityCode;
  readonly #isOrdered: boolean;

  constructor(store: StagingStore, versions: readonly [StagedRows, StagedRows], ask: AskHolders) {
    this.#store = store;
    this.#versions = versions;
    this.#ask = ask;
    this.#own = versions[0].facts.municipalityCode;
    this.#isOrdered = versions[0].facts.kind === 'records' || versions[0].facts.kind === 'ledger';
  }

  /** Undefined where the change reaches more rows than can be checked while somebody waits. */
  async reachedFrom(changed: readonly number[]): Promise<Outcome<Reached | undefined>> {
    // A row that could not be read stood between two that are neighbours without it.
    const behind = this.#neighbours(changed, 1);
    if (!behind) return ok(undefined);
    const affected = await this.#spread(new Set([...changed, ...behind]));
    if (!affected.ok || !affected.value) return affected.ok ? ok(undefined) : affected;
    const looked = await this.#spread(affected.value);
    if (!looked.ok || !looked.value) return looked.ok ? ok(undefined) : looked;
    const before = this.#neighbours([...affected.value], -1);
    if (!before) return ok(undefined);
    const all = new Set([...looked.value, ...before]);
    return ok({ affected: affected.value, looked: [...all].toSorted((a, b) => a - b) });
  }

  async #spread(from: ReadonlySet<number>): Promise<Outcome<ReadonlySet<number> | undefined>> {
    const reached = new Set(from);
    const known = new Set<string>();
    let border = [...from];
    for (let step = 0; step < REACH && border.length > 0; step += 1) {
      const groups = await this.#groupsAround(border, known);
      if (!groups.ok) return groups;
      border = [];
      for (const row of groups.value.flatMap((group) => this.#rowsOf(group))) {
        if (reached.has(row)) continue;
        reached.add(row);
        border.push(row);
      }
      if (reached.size > MANY_ROWS) return ok(undefined);
    }
    return ok(reached);
  }

  /** New groups of some rows, and the other tickets of the people who hold theirs. */
  async #groupsAround(rows: readonly number[], known: Set<string>): Promise<Outcome<readonly RowGroup[]>> {
    const groups: RowGroup[] = [];
    const add = (group: RowGroup): void => {
      const name = `${group.by}/${group.municipalityCode}/${group.number}`;
      if (known.has(name)) return;
      known.add(name);
      groups.push(group);
    };
    for (const row of rows)
      for (const version of this.#versions) for (const group of groupsIn(version, row)) add(group);
    const tickets = groups.flatMap((group) => this.#ownTicket(group) ?? []);
    const holders = await this.#ask(tickets);
    if (!holders.ok) return holders;
    for (const holder of holders.value) {
      if (holder === null || holder === 'unknown') continue;
      for (const number of holder.otherTickets) add({ by: 'ticket', municipalityCode: this.#own, number });
    }
    return ok(groups);
  }

  #ownTicket({ by, municipalityCode, number }: RowGroup): TicketKey | undefined {
    const isOwn = by === 'ticket' && municipalityCode === this.#own && TicketNumber.safeParse(number).success;
    return isOwn ? ticketOf(municipalityCode, number) : undefined;
  }

  #rowsOf({ by, municipalityCode, number }: RowGroup): readonly number[] {
    return by === 'ticket'
      ? this.#store.rowsOfTicket(municipalityCode, number)
      : this.#store.rowsOfPerson(municipalityCode, number);
  }

  /** The rows that stand nearest to some, in either version; undefined where one is too far away. Only 接種記録 stand in an order. */
  #neighbours(rows: readonly number[], direction: 1 | -1): readonly number[] | undefined {
    if (!this.#isOrdered) return [];
    const found: number[] = [];
    for (const row of rows) {
      for (const version of this.#versions) {
        const neighbour = this.#neighbour(version, row, direction);
        if (neighbour === undefined) return undefined;
        if (neighbour >= 0) found.push(neighbour);
      }
    }
    return found;
  }

  /** The nearest row on that side that takes part at all; -1 where there is none, undefined where it is too far away. */
  #neighbour(version: StagedRows, from: number, direction: 1 | -1): number | undefined {
    for (let distance = 1; distance <= NEIGHBOURHOOD; distance += 1) {
      const row = from + distance * direction;
      if (row < 0 || row >= this.#store.rowCount) return -1;
      if (takesPart(version, row)) return row;
    }
    return undefined;
  }
}

function takesPart(version: StagedRows, row: number): boolean {
  return (version.check(row)?.rows ?? []).some(
    ({ values }) =>
      (values['municipalityCode'] ?? '') !== '' &&
      (values['ticketNumber'] ?? '') !== '' &&
      (values['doseNumber'] ?? '') !== '',
  );
}
