import type { z } from 'zod';

import { accessLogCalls } from './access-log.ts';
import { authorityCalls } from './authorities.ts';
import { batchCalls } from './batch-calls.ts';
import { peopleCalls } from './people.ts';
import { sessionCalls } from './session.ts';
import { userCalls } from './users.ts';

/**
 * Every call that the app and VRS agree on, by name. VRS never published an API; this is the contract that the app and the
 * training VRS share. A municipality's real endpoint is reached by replacing the one adapter that speaks it.
 */
export const vrsCalls = {
  ...sessionCalls,
  ...peopleCalls,
  ...batchCalls,
  ...userCalls,
  ...authorityCalls,
  ...accessLogCalls,
} as const;

export type VrsCallName = keyof typeof vrsCalls;

type Part<Name extends VrsCallName, Key extends string> =
  (typeof vrsCalls)[Name] extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? Schema : never;

type Given<Name extends VrsCallName, Key extends 'path' | 'query' | 'body'> = [Part<Name, Key>] extends [
  never,
]
  ? Readonly<Partial<Record<Key, never>>>
  : Readonly<Record<Key, z.input<Part<Name, Key>>>>;

/** What a caller hands over: `path`, `query` and `body`, each only where the call has it. */
export type VrsRequest<Name extends VrsCallName> = Given<Name, 'path'> &
  Given<Name, 'query'> &
  Given<Name, 'body'>;

/** What comes back, checked; undefined where the answer has no body. */
export type VrsAnswer<Name extends VrsCallName> = [Part<Name, 'answer'>] extends [never]
  ? undefined
  : z.infer<Part<Name, 'answer'>>;
