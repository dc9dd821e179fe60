import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { StagingStore } from '../../cache/staging/staging-store.ts';
import type { StagedRows } from '../checking/staged-rows.ts';

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
export const MANY_ROWS = 2_000;

export function groupsOf(values: RowValues): RowGroup[] {
  const { municipalityCode = '', ticketNumber = '', addresseeNumber = '' } = values;
  if (municipalityCode === '') return [];
  return [
    ...(ticketNumber === '' ? [] : [{ by: 'ticket', municipalityCode, number: ticketNumber } as const]),
    ...(addresseeNumber === '' ? [] : [{ by: 'person', municipalityCode, number: addresseeNumber } as const]),
  ];
}

/** What a change reaches. */
export interface Reached {
  /** Rows in which something else may be found now. */
  readonly affected: ReadonlySet<number>;
  /** Those and all the rows that have to be looked at beside them, in the order of the file. */
  readonly looked: readonly number[];
}

/** Undefined where it reaches more than MANY_ROWS rows. */
export function rowsReached(
  store: StagingStore,
  /** The rows as they were and as they are to be. */
  versions: readonly StagedRows[],
  changed: readonly number[],
): Reached | undefined {
  const affected = spread(store, versions, new Set(changed), REACH);
  const looked = affected && spread(store, versions, affected, REACH);
  return affected && looked && { affected, looked: [...looked].toSorted((a, b) => a - b) };
}

function spread(
  store: StagingStore,
  versions: readonly StagedRows[],
  from: ReadonlySet<number>,
  steps: number,
): ReadonlySet<number> | undefined {
  const reached = new Set(from);
  const known = new Set<string>();
  let border = [...from];
  for (let step = 0; step < steps; step += 1) {
    const next: number[] = [];
    for (const group of groupsAround(versions, border)) {
      const name = `${group.by}/${group.municipalityCode}/${group.number}`;
      if (known.has(name)) continue;
      known.add(name);
      for (const row of rowsOfGroup(store, group)) {
        if (reached.has(row)) continue;
        reached.add(row);
        next.push(row);
      }
      if (reached.size > MANY_ROWS) return undefined;
    }
    border = next;
  }
  return reached;
}

function* groupsAround(versions: readonly StagedRows[], rows: readonly number[]): Generator<RowGroup> {
  for (const row of rows)
    for (const version of versions)
      for (const { values } of version.check(row)?.rows ?? []) yield* groupsOf(values);
}

function rowsOfGroup(store: StagingStore, { by, municipalityCode, number }: RowGroup): readonly number[] {
  return by === 'ticket'
    ? store.rowsOfTicket(municipalityCode, number)
    : store.rowsOfPerson(municipalityCode, number);
}
