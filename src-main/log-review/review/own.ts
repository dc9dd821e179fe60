import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { LogActor } from '../../operation-log/operation-log.ts';

/** Who is behind which account, as the roster has it. */
export type PersonsBehind = ReadonlyMap<string, string>;

/** SECURITY: H75 — nobody reviews their own look-ups, whichever of their accounts made them. */
export function isOwnWork(
  actor: Pick<LogActor, 'userId'>,
  caller: Pick<SignedInUser, 'userId' | 'personId'>,
  persons: PersonsBehind,
): boolean {
  return actor.userId === caller.userId || persons.get(actor.userId) === caller.personId;
}

/** A supervisor decides what others did; what supervisors did, an administrator may decide too, where there is only one of them. */
export function mayDecide(
  actor: Pick<LogActor, 'userId' | 'role'>,
  caller: Pick<SignedInUser, 'userId' | 'personId' | 'role'>,
  persons: PersonsBehind,
): boolean {
  if (isOwnWork(actor, caller, persons)) return false;
  return caller.role === 'supervisor' || (caller.role === 'administrator' && actor.role === 'supervisor');
}
