import type { Problem } from '../../src-shared/contract/problem.ts';
import type { ProblemCode } from '../../src-shared/contract/problem-sentences.ts';

/** How the `workstation` command can end, for scripts. docs/provisioning.md has the same table. */
export const exitCodes = {
  /** Everything was done. */
  done: 0,
  /** The self-check found something that is not as it must be. */
  'self-check-failed': 1,
  /** Removed, but nobody could prove that the keys are gone from the credential store. */
  'keys-may-remain': 2,
  /** The command line is not one of ours. */
  usage: 64,
  /** What was given is not as it must be: a draft, a signed profile, a certificate, a passphrase. */
  'content-invalid': 65,
  /** What was given can't be read. */
  'input-missing': 66,
  /** The credential store of the system is not there, or locked. */
  'keychain-unavailable': 69,
  /** A bug. */
  unexpected: 70,
  /** The disk is full, or may not be written to. */
  'not-written': 73,
  /** The app runs, or somebody else has its log. */
  'in-use': 75,
  /** Not to be trusted: the signature, its key, an older version, the machine's policy. */
  'not-trusted': 77,
  /** This terminal, or its policy, is not set up for it. */
  'not-configured': 78,
} as const;
export type ExitReason = keyof typeof exitCodes;

/** Why a command was not carried out, and what to do. SECURITY: H76. */
export interface Refusal {
  readonly reason: Exclude<ExitReason, 'done'>;
  readonly sentence: string;
}

export type Provisioned<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

export function ok<Value>(value: Value): Provisioned<Value> {
  return { ok: true, value };
}

export function refused(
  reason: Refusal['reason'],
  sentence: string,
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { reason, sentence } };
}

const reasonOf: Partial<Record<ProblemCode, Refusal['reason']>> = {
  'export-not-writable': 'not-written',
  'keychain-locked': 'keychain-unavailable',
  'keychain-unavailable': 'keychain-unavailable',
  'profile-signature': 'not-trusted',
  'profile-unsigned': 'not-trusted',
  'profile-key-unknown': 'not-trusted',
  'profile-key-other': 'not-trusted',
  'policy-origin': 'not-trusted',
  'log-unavailable': 'in-use',
  'cache-unavailable': 'not-written',
};

/** A problem of the app's own parts, as a refusal of the command. */
export function refusedBy(problem: Problem): { readonly ok: false; readonly refusal: Refusal } {
  return refused(reasonOf[problem.code] ?? 'not-configured', `${problem.sentence}（${problem.code}）`);
}
