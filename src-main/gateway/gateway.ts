import { LookupReason, lookupReasons } from '../../src-shared/contract/people.ts';
import { isRecorded, type Operation } from '../../src-shared/contract/operation.ts';
import { isOperationName, type OperationName, operations } from '../../src-shared/contract/operations.ts';
import { failed, ok, type Outcome, type Problem } from '../../src-shared/contract/problem.ts';
import { type AddresseeNumber, UserId } from '../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { LogActor, OperationLog } from '../operation-log/operation-log.ts';
import { type AllHandlers, type EntryDetail, RecordedAnswer } from './handler.ts';
import { type Incident, incidentOf } from './incident.ts';
import type { RateLimit } from './rate-limit.ts';

/** How the session stands, as far as the gateway has to know. */
export interface SessionGuard {
  standing(): 'signed-out' | 'password-expired' | 'locked' | 'signed-in';
  user(): SignedInUser | undefined;
}

export interface GatewayParts {
  readonly handlers: AllHandlers;
  readonly session: SessionGuard;
  readonly log: Pick<OperationLog, 'append'>;
  readonly trainingProfile: boolean;
  readonly limit: RateLimit;
  readonly reportIncident: (incident: Incident) => void;
}

/** What has to be known of a call to write it down. */
interface Call {
  readonly name: OperationName;
  readonly operation: Operation;
  readonly actor: LogActor;
  readonly reason: { readonly words: string; readonly note: string };
}

/**
 * The one way from a screen into the main process. Every call passes the same doors in the same order: sender, operation,
 * rate, training profile, session, role, input, handler, output, operation log, and only then the reply.
 * SECURITY: P1, P2.
 */
export class Gateway {
  readonly #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /**
   * Answers a call. Never throws: what a person can act on comes back as a Problem, everything else as an incident number.
   * @param trustedSender whether the call came from the main frame of our own window (the shell knows)
   */
  async call(trustedSender: boolean, name: unknown, input: unknown): Promise<Outcome<unknown>> {
    try {
      return await this.#answer(trustedSender, name, input);
    } catch (thrown) {
      const incident = incidentOf(isOperationName(name) ? name : 'unknown', thrown);
      this.#parts.reportIncident(incident);
      return failed('unexpected', { incident: incident.number });
    }
  }

  async #answer(trustedSender: boolean, name: unknown, input: unknown): Promise<Outcome<unknown>> {
    // SECURITY: H31 — first of all who asks; SECURITY: H30 — then whether the table knows the operation at all.
    if (!isOperationName(name)) return failed('input-invalid');
    const operation: Operation = operations[name];
    const call: Call = {
      name,
      operation,
      actor: actorOf(this.#parts.session.user()) ?? attemptedUser(input),
      reason: reasonOf(input),
    };
    if (!trustedSender) return this.#refuse(call, failed('not-the-window'));
    const refusal = this.#refusalOf(operation);
    if (refusal) return this.#refuse(call, refusal);

    // SECURITY: H32 — strict schemas both ways: what is not declared does not come in, and does not go out.
    const parsed = operation.input.safeParse(input);
    if (!parsed.success) return this.#refuse(call, failed('input-invalid'));
    if (isRecorded(operation.log) && operation.log.effect === 'changes') {
      const noted = await this.#record(call, 'begun', [], {});
      if (!noted.ok) return noted;
    }
    // The table gives the handler its types; here they are all called alike.
    const answered: Promise<Outcome<unknown>> = Reflect.apply(this.#parts.handlers[name], undefined, [
      parsed.data,
      this.#parts.session.user(),
    ]);
    return isRecorded(operation.log)
      ? this.#release(call, await answered)
      : this.#check(operation, await answered);
  }

  /** SECURITY: H34 — session and role are checked here, before any handler. */
  #refusalOf(operation: Operation): ReturnType<typeof failed> | undefined {
    if (!this.#parts.limit.take()) return failed('too-many-calls');
    if (operation.trainingOnly === true && !this.#parts.trainingProfile) return failed('training-only');
    if (operation.session === 'none') return undefined;
    const standing = this.#parts.session.standing();
    if (standing === 'signed-out') return failed('signed-out');
    if (operation.session === 'unlocked' && standing === 'locked') return failed('session-locked');
    if (operation.session === 'unlocked' && standing === 'password-expired')
      return failed('password-must-change');
    const role = this.#parts.session.user()?.role;
    const allowed = operation.roles === 'everyone' || operation.roles.some((each) => each === role);
    return allowed ? undefined : failed('role-not-allowed');
  }

  /** Writes down what was done, and only then lets the answer out. SECURITY: P2, H75. */
  async #release(call: Call, outcome: Outcome<unknown>): Promise<Outcome<unknown>> {
    if (!outcome.ok) return this.#refuse(call, outcome);
    const { result, subjects, detail } = RecordedAnswer.parse(outcome.value);
    const checked = this.#check(call.operation, ok(result));
    const written = await this.#record(call, 'done', subjects, detail ?? {});
    return written.ok ? checked : written;
  }

  async #refuse(
    call: Call,
    refusal: { readonly ok: false; readonly problem: Problem },
  ): Promise<Outcome<unknown>> {
    const written = await this.#record(call, refusal.problem.code, [], {});
    return written.ok ? refusal : written;
  }

  #check(operation: Operation, outcome: Outcome<unknown>): Outcome<unknown> {
    return outcome.ok ? ok(operation.output.parse(outcome.value)) : outcome;
  }

  async #record(
    call: Call,
    result: string,
    subjects: readonly AddresseeNumber[],
    detail: EntryDetail,
  ): Promise<Outcome<unknown>> {
    return this.#parts.log.append({
      // After a sign-in it is the person who came in, after a sign-out the one who left.
      actor: actorOf(this.#parts.session.user()) ?? call.actor,
      operation: call.name,
      action: isRecorded(call.operation.log) ? call.operation.log.action : call.operation.summary,
      reason: call.reason.words,
      note: call.reason.note,
      subjects,
      result,
      detail,
    });
  }
}

const nobody: LogActor = { userId: '', name: '', department: '', role: '' };

function actorOf(user: SignedInUser | undefined): LogActor | undefined {
  return user && { userId: user.userId, name: user.name, department: user.department, role: user.role };
}

/**
 * Who tried to sign in. Only what looks like a 利用者ID is written down: people type their password in the wrong field.
 */
function attemptedUser(input: unknown): LogActor {
  if (typeof input !== 'object' || input === null || !('userId' in input)) return nobody;
  const userId = UserId.safeParse(input.userId);
  return userId.success ? { ...nobody, userId: userId.data } : nobody;
}

/**
 * An input field named `reason` goes in the log, whatever the operation: a 処理事由 by its fixed words, what a person wrote themself as the note.
 * SECURITY: P3 — such words may name a resident: the log seals the note, and nothing else of an entry.
 */
function reasonOf(input: unknown): Call['reason'] {
  if (typeof input !== 'object' || input === null || !('reason' in input)) return { words: '', note: '' };
  if (typeof input.reason === 'string') return { words: '', note: input.reason.slice(0, MOST_OF_A_NOTE) };
  const reason = LookupReason.safeParse(input.reason);
  return reason.success
    ? { words: lookupReasons[reason.data.code], note: reason.data.note }
    : { words: '', note: '' };
}

/** UTF-16 code units that an entry has room for. */
const MOST_OF_A_NOTE = 200;
