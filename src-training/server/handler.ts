import type { z } from 'zod';

import type { Role } from '../../src-shared/domain/roles.ts';
import type { VrsAnswer, VrsCallName, vrsCalls } from '../../src-shared/vrs-api/calls.ts';

/** Who calls, as of this moment: a role or a period that changed a second ago has changed. */
export interface Caller {
  readonly userId: string;
  /** The person behind the account. */
  readonly staffId: string;
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  readonly municipalityCode: string;
  readonly sessionId: number;
}

/** What goes in the access log beside what the dispatcher knows itself. */
export interface AccessNote {
  userId: string;
  municipalityCode: string;
  addresseeNumbers: readonly string[];
}

type Call<Name extends VrsCallName> = (typeof vrsCalls)[Name];
type Given<Name extends VrsCallName, Key extends string> =
  Call<Name> extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

/** A request that has passed the call's schemas, the caller's rights and the idempotency check. */
export interface Asked<Name extends VrsCallName> {
  readonly path: Given<Name, 'path'>;
  readonly query: Given<Name, 'query'>;
  readonly body: Given<Name, 'body'>;
  readonly caller: Call<Name> extends { readonly access: 'none' } ? undefined : Caller;
  /** The body as it came, for the call whose body is not JSON. */
  readonly bytes: Buffer;
  readonly header: (name: string) => string | undefined;
  /** Common name of the client certificate. */
  readonly workstation: string;
  readonly token: string | undefined;
  readonly now: Date;
  readonly note: AccessNote;
}

/**
 * An idempotent call does its slow part first and gives back the effect, which runs in one transaction with the storing of the answer:
 * whatever happens to the server, there is either both or neither.
 */
type Reply<Name extends VrsCallName> =
  Call<Name> extends { readonly idempotent: true } ? () => VrsAnswer<Name> : VrsAnswer<Name>;

export type Handler<Name extends VrsCallName> = (asked: Asked<Name>) => Reply<Name> | Promise<Reply<Name>>;

/** One handler for every call: leaving one out does not compile. */
export type Handlers = { readonly [Name in VrsCallName]: Handler<Name> };
export type HandlersFor<Names extends VrsCallName> = { readonly [Name in Names]: Handler<Name> };
