import { setTimeout as sleep } from 'node:timers/promises';

import Database from 'better-sqlite3';

import { problemsOf, type VrsCall } from '../../src-shared/vrs-api/call.ts';
import { type VrsCallName, vrsCalls } from '../../src-shared/vrs-api/calls.ts';
import type { AccessLog } from '../access-log/access-log.ts';
import type { Fault, Faults } from '../faults/faults.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Storage } from '../storage/database.ts';
import { FirstAnswers, requestHash, type WriteKey } from './first-answers.ts';
import type { AccessNote, Asked, Caller, Handlers } from './handler.ts';
import type { MovableClock } from './movable-clock.ts';
import { busy, Refusal } from './refusal.ts';
import { RequestReader } from './request-reading.ts';

/** One HTTP request, read as far as HTTP goes. */
export interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
  /** Undefined where the client showed no certificate of our authority. */
  readonly workstation: { readonly name: string; readonly municipalityCode: string } | undefined;
}

export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What happens to the answer on the way. */
  readonly fault: Fault | undefined;
}

export interface DispatcherParts {
  readonly storage: Storage;
  readonly clock: MovableClock;
  readonly sessions: Sessions;
  readonly accessLog: AccessLog;
  readonly faults: Faults;
  readonly handlers: Handlers;
  readonly onBug: (bug: Error, call: string) => void;
}

/** A handler as the dispatcher sees it: the call table has tied its type to the call already. */
type AnyHandler = (asked: Asked<never>) => unknown;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/;

/**
 * Takes every call through the same doors in the same order: certificate, session, role, idempotency, schemas, handler, answer schema,
 * access log. Nothing leaves before the log has it.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #firstAnswers: FirstAnswers;
  readonly #readers: ReadonlyMap<string, RequestReader>;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#firstAnswers = new FirstAnswers(parts.storage);
    this.#readers = new Map(Object.entries(vrsCalls).map(([name, call]) => [name, new RequestReader(call)]));
  }

  async dispatch(name: VrsCallName, incoming: Incoming): Promise<Outgoing> {
    const { latency, fault } = this.#parts.faults.take(name);
    if (latency > 0) await sleep(latency);
    if (fault?.kind === 'drop-before') return { status: 0, headers: {}, body: undefined, fault };
    const note: AccessNote = {
      userId: '',
      municipalityCode: incoming.workstation?.municipalityCode ?? '',
      addresseeNumbers: [],
    };
    const outgoing = await this.#answerOrRefuse(name, incoming, note, fault);
    return this.#recorded(name, incoming, note, outgoing);
  }

  /** The answer to what is no call at all: an unknown path, a wrong method, a body that HTTP already refuses. */
  refuse(incoming: Pick<Incoming, 'workstation'>, thrown: unknown): Outgoing {
    const note = {
      userId: '',
      municipalityCode: incoming.workstation?.municipalityCode ?? '',
      addresseeNumbers: [],
    };
    const refusal = thrown instanceof Refusal ? thrown : this.#bug(thrown, '');
    return this.#recorded('', incoming, note, refused(refusal));
  }

  async #answerOrRefuse(
    name: VrsCallName,
    incoming: Incoming,
    note: AccessNote,
    fault: Fault | undefined,
  ): Promise<Outgoing> {
    try {
      if (fault?.kind === 'busy') {
        throw busy(fault.status === 429 ? 'too-many-requests' : 'unavailable', fault.retryAfterSeconds);
      }
      return { ...(await this.#answer(name, incoming, note, fault)), fault };
    } catch (thrown) {
      return { ...refused(this.#refusalOf(thrown, name)), fault };
    }
  }

  async #answer(
    name: VrsCallName,
    incoming: Incoming,
    note: AccessNote,
    fault: Fault | undefined,
  ): Promise<Outgoing> {
    const call: VrsCall = vrsCalls[name];
    const now = this.#parts.clock.now();
    if (!incoming.workstation) throw new Refusal('client-certificate-missing');
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(incoming.header('authorization') ?? '')?.[1];
    const caller = call.access === 'none' ? undefined : this.#admit(call, token, now, note);
    const key = call.idempotent && caller ? writeKey(caller, incoming) : undefined;
    const given = this.#readers.get(name)?.read({
      params: incoming.params,
      query: incoming.query,
      contentType: incoming.header('content-type'),
      contentEncoding: incoming.header('content-encoding'),
      body: incoming.body,
    });
    const asked = {
      ...given,
      caller,
      bytes: incoming.body,
      header: incoming.header,
      workstation: incoming.workstation.name,
      token,
      now,
      note,
    };
    // The table of handlers and the table of calls have the same names and types.
    const handler = this.#parts.handlers[name] as AnyHandler;
    const run = (): unknown => handler(asked as unknown as Asked<never>);
    return key
      ? this.#firstAnswers.alone(key, () => this.#write(call, key, run, caller, now, fault))
      : done(call, await this.#withDisk(fault, run));
  }

  #admit(call: VrsCall, token: string | undefined, now: Date, note: AccessNote): Caller {
    const { caller, restricted } = this.#parts.sessions.callerOf(token, now);
    note.userId = caller.userId;
    note.municipalityCode = caller.municipalityCode;
    if (call.access === 'password-change') return caller;
    if (restricted) throw new Refusal('password-expired');
    if (call.access === 'none' || !call.access.includes(caller.role)) throw new Refusal('role-not-allowed');
    return caller;
  }

  async #write(
    call: VrsCall,
    key: WriteKey,
    run: () => unknown,
    caller: Caller | undefined,
    now: Date,
    fault: Fault | undefined,
  ): Promise<Outgoing> {
    const before = this.#firstAnswers.find(key);
    if (before) return answered(before.status, before.body ?? undefined);
    // The type of an idempotent call's handler says that it gives its effect.
    const effect = (await run()) as () => unknown;
    return this.#withDisk(fault, () =>
      this.#parts.storage.write(() => {
        // What the call prepared may have taken minutes: the rights that count are those of this moment.
        if (caller) this.#parts.sessions.checkStillAllowed(caller);
        const outgoing = done(call, effect());
        this.#firstAnswers.store(key, { status: outgoing.status, body: outgoing.body ?? null }, now);
        return outgoing;
      }),
    );
  }

  /** With the disk full for as long as the work runs, where that fault is planned. */
  async #withDisk<Result>(fault: Fault | undefined, work: () => Result): Promise<Awaited<Result>> {
    if (fault?.kind !== 'disk-full') return await work();
    const { storage } = this.#parts;
    storage.beforeCommit = () => {
      throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    };
    try {
      return await work();
    } finally {
      storage.beforeCommit = () => undefined;
    }
  }

  #recorded(
    call: string,
    { workstation }: Pick<Incoming, 'workstation'>,
    note: AccessNote,
    outgoing: Outgoing & { readonly code?: string },
  ): Outgoing {
    try {
      this.#parts.accessLog.record({
        ...note,
        at: this.#parts.clock.now(),
        workstation: workstation?.name ?? '',
        call,
        status: outgoing.status,
        code: outgoing.code ?? '',
      });
      return outgoing;
    } catch (thrown) {
      // Without its entry nothing goes out.
      return refused(this.#refusalOf(thrown, call));
    }
  }

  #refusalOf(thrown: unknown, call: string): Refusal {
    if (thrown instanceof Refusal) {
      const declared: readonly string[] = isCall(call) ? problemsOf(vrsCalls[call]) : [thrown.code];
      return declared.includes(thrown.code) ? thrown : this.#bug(thrown, call);
    }
    const full = thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_FULL');
    return full ? busy('unavailable', 60) : this.#bug(thrown, call);
  }

  #bug(thrown: unknown, call: string): Refusal {
    // A call that is still under way when the server stops meets a closed file; nobody hears its answer.
    if (this.#parts.storage.database.open) {
      this.#parts.onBug(thrown instanceof Error ? thrown : new Error('thrown without an error'), call);
    }
    return new Refusal('internal-error');
  }
}

function isCall(name: string): name is VrsCallName {
  return Object.hasOwn(vrsCalls, name);
}

function writeKey(caller: Caller, { header, method, url, body }: Incoming): WriteKey {
  const key = header('idempotency-key');
  if (key === undefined) throw new Refusal('idempotency-key-missing');
  if (!IDEMPOTENCY_KEY.test(key)) throw new Refusal('request-invalid');
  return { userId: caller.userId, key, requestHash: requestHash(method, url, header('if-match'), body) };
}

/** What leaves has passed the call's answer schema: an answer that breaks the contract is this server's bug, not the client's. */
function done(call: VrsCall, answer: unknown): Outgoing {
  if (!call.answer) return answered(call.status, undefined);
  call.answer.parse(answer);
  return answered(call.status, JSON.stringify(answer));
}

function answered(status: number, body: string | undefined): Outgoing {
  const headers: Record<string, string> =
    body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body, fault: undefined };
}

function refused(refusal: Refusal): Outgoing & { readonly code: string } {
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...refusal.headers },
    body: JSON.stringify(refusal.problem),
    code: refusal.code,
    fault: undefined,
  };
}
