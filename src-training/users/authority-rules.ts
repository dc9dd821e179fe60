import { daysBetween } from '../../src-shared/domain/dates/calendar.ts';
import type { AuthorityKind, AuthorityState } from '../../src-shared/vrs-api/authorities.ts';
import { MAX_AUTHORITY_DAYS, type UserEntry } from '../../src-shared/vrs-api/users.ts';
import type { Caller } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';

export type Step = 'approve' | 'return' | 'withdraw';

/** Where a step leads from each state. A step that is not here is refused with `authority-state`. */
export const steps: Readonly<Record<AuthorityState, Readonly<Partial<Record<Step, AuthorityState>>>>> = {
  waiting: { approve: 'approved', return: 'returned', withdraw: 'withdrawn' },
  approved: {},
  returned: {},
  withdrawn: {},
};

/** What each kind may differ in from the entry as it stands; the user ID and the person behind it never change. */
const mayChange: Readonly<Record<Exclude<AuthorityKind, 'new'>, readonly (keyof UserEntry)[]>> = {
  extend: ['validFrom', 'validUntil'],
  change: ['name', 'department', 'role'],
  reissue: ['validFrom', 'validUntil'],
};

/** Refuses periods that the rules do not know, and entries that change more than their kind may, or nothing. */
export function checkEntry(
  kind: AuthorityKind,
  entry: UserEntry,
  before: UserEntry | null,
  today: string,
): void {
  const days = daysBetween(entry.validFrom, entry.validUntil);
  if (days < 0) throw new Refusal('request-invalid');
  if (days > MAX_AUTHORITY_DAYS) throw new Refusal('authority-too-long');
  // A change of the department leaves the period alone, even where it is over.
  if (kind !== 'change' && entry.validUntil < today) throw new Refusal('request-invalid');
  if (kind === 'new' || before === null) return;
  const keys: readonly (keyof UserEntry)[] = [
    'userId',
    'personId',
    'name',
    'department',
    'role',
    'validFrom',
    'validUntil',
  ];
  const changed = keys.filter((key) => entry[key] !== before[key]);
  const allowed = mayChange[kind];
  if (changed.some((key) => !allowed.includes(key))) throw new Refusal('request-invalid');
  // New credentials are a change by themselves.
  if (changed.length === 0 && kind !== 'reissue') throw new Refusal('request-invalid');
  if (kind === 'extend' && entry.validUntil <= before.validUntil) throw new Refusal('request-invalid');
}

/** Nobody asks for a role of their own: not by a change, and not by a second account. SECURITY: P6. */
export function checkNotOwnRole(caller: Caller, entry: UserEntry, before: UserEntry | null): void {
  const isOwn = entry.personId === caller.staffId;
  if (isOwn && entry.role !== before?.role) throw new Refusal('own-role');
}

/** Who decides is neither who asked nor whom it is about, whichever of their accounts they use. SECURITY: P6. */
export function checkAnotherPerson(caller: Caller, makerPersonId: string, entry: UserEntry): void {
  if (caller.staffId === makerPersonId || caller.staffId === entry.personId)
    throw new Refusal('own-authority');
}
