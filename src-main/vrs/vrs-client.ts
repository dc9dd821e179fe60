import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { VrsCall } from '../../src-shared/vrs-api/call.ts';
import {
  type VrsAnswer,
  type VrsCallName,
  type VrsRequest,
  vrsCalls,
} from '../../src-shared/vrs-api/calls.ts';
import { VrsProblem, type VrsProblemCode } from '../../src-shared/vrs-api/problem.ts';
import { readText } from './body.ts';
import type { ConnectionMonitor } from './connection-monitor.ts';
import { transportFailure } from './failure.ts';
import { problemOfVrs } from './problem-of-vrs.ts';
import { defaultRetry, jitteredWait, type RetryPolicy, retryAfterSeconds, wait } from './retry.ts';
import type { Transport } from './transport.ts';

/** Why VRS no longer takes a token, as the person is told it. */
export type TokenRefusal = 'session-ended' | 'session-replaced' | 'session-stopped' | 'session-period-over';

export interface VrsClientParts {
  /** The only origin that is ever asked. SECURITY: P5. */
  readonly origin: string;
  readonly transport: Transport;
  readonly monitor: ConnectionMonitor;
  readonly token: () => string | undefined;
  /** VRS no longer takes this token. The session decides whether it is still its own. */
  readonly tokenRefused: (token: string, why: TokenRefusal) => void;
  readonly retry?: RetryPolicy;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Given where the same write may be tried again later, even after a restart; otherwise each call makes its own. */
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  /** Milliseconds for one attempt, answer included. */
  readonly timeout?: number;
  /** Bytes that are not JSON (a chunk of rows), with their headers. */
  readonly bytes?: {
    readonly body: Uint8Array<ArrayBuffer>;
    readonly headers: Readonly<Record<string, string>>;
  };
}

const TIMEOUT = 15_000;

/** What may stand in a query: the call's own schema has looked at it, this only writes it down. */
const QueryValue = z.union([z.string(), z.int().transform(String)]);

interface Prepared {
  readonly call: VrsCall;
  /** What is made of an answer with the right status. */
  readonly read: (call: VrsCall, text: string) => Outcome<unknown>;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** One attempt: an outcome that stands, or a failure that may be tried again after so many milliseconds. */
type Attempt =
  | { readonly final: true; readonly outcome: Outcome<unknown> }
  | { readonly final: false; readonly outcome: Outcome<unknown>; readonly after: number | undefined };

/**
 * The client of the VRS API: the only place that asks the network for anything. It checks what it sends and what it gets against
 * the call table, gives up in time, and tries again only what can be tried again without doing something twice.
 */
export class VrsClient {
  readonly #parts: VrsClientParts;

  constructor(parts: VrsClientParts) {
    this.#parts = parts;
  }

  /** Asks VRS. What comes back has passed the call's answer schema; everything else is a Problem. */
  async call<Name extends VrsCallName>(
    name: Name,
    request: VrsRequest<Name>,
    options: CallOptions = {},
  ): Promise<Outcome<VrsAnswer<Name>>> {
    // What comes back has passed the answer schema of this very call.
    return (await this.#ask(name, request, options, answerOf)) as Outcome<VrsAnswer<Name>>;
  }

  /** The answer as it came, for whoever checks it against the call's answer schema in another thread: it may have millions of fields. */
  async text<Name extends VrsCallName>(
    name: Name,
    request: VrsRequest<Name>,
    options: CallOptions = {},
  ): Promise<Outcome<string>> {
    return (await this.#ask(name, request, options, asItCame)) as Outcome<string>;
  }

  async #ask(
    name: VrsCallName,
    request: { path?: unknown; query?: unknown; body?: unknown },
    options: CallOptions,
    read: Prepared['read'],
  ): Promise<Outcome<unknown>> {
    const call: VrsCall = vrsCalls[name];
    const prepared: Prepared = {
      call,
      read,
      url: urlOf(this.#parts.origin, call, request),
      headers: headersOf(call, options),
      body: options.bytes ? options.bytes.body : bodyOf(call, request),
    };
    const policy = this.#parts.retry ?? defaultRetry;
    const attempts = mayTryAgain(call) ? policy.attempts : 1;
    for (let attempt = 0; ; attempt += 1) {
      const result = await this.#once(prepared, options);
      const pause = result.final ? 0 : (result.after ?? jitteredWait(policy, attempt));
      const enough = result.final || attempt + 1 >= attempts || pause > policy.longestWait;
      if (enough || options.signal?.aborted === true) return result.outcome;
      await wait(pause, options.signal);
    }
  }

  async #once({ call, read, url, headers, body }: Prepared, options: CallOptions): Promise<Attempt> {
    const timeout = AbortSignal.timeout(options.timeout ?? TIMEOUT);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const token = call.access === 'none' ? undefined : this.#parts.token();
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    try {
      const response = await this.#parts.transport(url, {
        method: call.method,
        headers: { ...headers, ...authorization },
        ...(body === undefined ? {} : { body }),
        signal,
      });
      return await this.#read({ call, read }, response, token);
    } catch (thrown) {
      if (options.signal?.aborted !== true) this.#parts.monitor.note('no-answer');
      const outcome = timeout.aborted ? failed('vrs-slow') : transportFailure(thrown);
      // Who answers with what is no answer is not asked for it three times.
      return { final: outcome.problem.code === 'vrs-answer-invalid', outcome, after: undefined };
    }
  }

  async #read(
    { call, read }: Pick<Prepared, 'call' | 'read'>,
    response: Response,
    token: string | undefined,
  ): Promise<Attempt> {
    const text = await readText(response);
    if (response.status === 429 || response.status === 503) {
      this.#parts.monitor.note('busy');
      const seconds = retryAfterSeconds(response.headers);
      const after = seconds === undefined ? undefined : seconds * 1000;
      return { final: false, outcome: failed('vrs-busy', { seconds: seconds ?? 30 }), after };
    }
    this.#parts.monitor.note('connected');
    if (response.status === call.status) {
      const isOfItsType = call.answer === undefined || isJson(response.headers);
      return { final: true, outcome: isOfItsType ? read(call, text) : failed('vrs-answer-invalid') };
    }
    const refusal = VrsProblem.safeParse(jsonOf(text));
    if (!refusal.success) return { final: true, outcome: failed('vrs-answer-invalid') };
    const { code } = refusal.data;
    const why = tokenRefusals.get(code);
    if (token !== undefined && why !== undefined) this.#parts.tokenRefused(token, why);
    return { final: true, outcome: problemOfVrs(refusal.data) };
  }
}

const tokenRefusals: ReadonlyMap<VrsProblemCode, TokenRefusal> = new Map([
  ['session-expired', 'session-ended'],
  ['session-missing', 'session-ended'],
  ['session-replaced', 'session-replaced'],
  ['session-stopped', 'session-stopped'],
  ['session-period-over', 'session-period-over'],
]);

/** Reading can always be done again; writing only under its Idempotency-Key. */
function mayTryAgain(call: VrsCall): boolean {
  return call.method === 'GET' || call.idempotent === true;
}

function urlOf(origin: string, call: VrsCall, request: { path?: unknown; query?: unknown }): string {
  const path = call.path?.parse(request.path) ?? {};
  const route = call.route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  const url = new URL(route, origin);
  for (const [name, value] of Object.entries(call.query?.parse(request.query) ?? {})) {
    if (value !== undefined) url.searchParams.set(name, QueryValue.parse(value));
  }
  return url.href;
}

function headersOf(call: VrsCall, options: CallOptions): Readonly<Record<string, string>> {
  return {
    accept: 'application/json, application/problem+json',
    ...(call.body ? { 'content-type': 'application/json' } : {}),
    ...(call.bodyType === undefined ? {} : { 'content-type': call.bodyType }),
    ...options.bytes?.headers,
    ...(call.idempotent ? { 'idempotency-key': options.idempotencyKey ?? randomUUID() } : {}),
    ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
  };
}

function bodyOf(call: VrsCall, request: { body?: unknown }): string | undefined {
  return call.body ? JSON.stringify(call.body.parse(request.body)) : undefined;
}

function answerOf(call: VrsCall, text: string): Outcome<unknown> {
  if (!call.answer) return ok(undefined);
  const answer = call.answer.safeParse(jsonOf(text));
  return answer.success ? ok(answer.data) : failed('vrs-answer-invalid');
}

function asItCame(_: VrsCall, text: string): Outcome<string> {
  return ok(text);
}

/** What says of itself that it is a page or a picture is not read as an answer, whatever it looks like. */
function isJson(headers: Headers): boolean {
  return /^application\/json\s*(?:;|$)/i.test(headers.get('content-type') ?? '');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
