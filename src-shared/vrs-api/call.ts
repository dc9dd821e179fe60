import type { z } from 'zod';

import type { Role } from '../domain/roles.ts';
import { everyCallProblems, idempotentCallProblems, type VrsProblemCode } from './problem.ts';

/**
 * One call of the VRS API as data. The client, the training VRS, the OpenAPI file and the contract tests are all made from it,
 * so that a call can't mean one thing here and another there.
 */
export interface VrsCall {
  readonly summary: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `{name}` placeholders, each of which `path` describes. */
  readonly route: `/v1/${string}`;
  /** `none`: before sign-in. `password-change`: also with the short token that only changes an expired password. */
  readonly access: 'none' | 'password-change' | readonly Role[];
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Set where the body is not JSON (a chunk of rows). */
  readonly bodyType?: string;
  readonly status: 200 | 201 | 202 | 204;
  /** Absent where the answer has no body (204). */
  readonly answer?: z.ZodType;
  /** Every write may be sent again under the same Idempotency-Key and gives the first answer. */
  readonly idempotent?: true;
  /** The call changes something that has a version and wants it in `If-Match: "<version>"`. */
  readonly ifMatch?: true;
  /** The codes that this call may answer besides those that every call may (see `everyCallProblems`). */
  readonly problems: readonly VrsProblemCode[];
}

/** Every code that a call may answer. An answer with any other code is a bug of the server. */
export function problemsOf(call: VrsCall): readonly VrsProblemCode[] {
  return [
    ...new Set([...everyCallProblems, ...(call.idempotent ? idempotentCallProblems : []), ...call.problems]),
  ];
}

export const defineCalls = <const Calls extends Readonly<Record<string, VrsCall>>>(calls: Calls): Calls =>
  calls;
