import { z } from 'zod';

import type {
  OperationName,
  OutputOf,
  ParsedInputOf,
  RecordedOperationName,
} from '../../src-shared/contract/operations.ts';
import type { operations } from '../../src-shared/contract/operations.ts';
import type { Outcome } from '../../src-shared/contract/problem.ts';
import { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';

/** Small facts beside an entry of the operation log: counts, digests, identifiers of batches. Never a resident's data. */
export type EntryDetail = Readonly<Record<string, string | number>>;

/** What a handler of a recorded operation gives: the answer, and whose data is in it. */
export interface RecordedAnswer<Value> {
  readonly result: Value;
  /** 宛名番号 of everyone whose data leaves the main process with this answer. */
  readonly subjects: readonly AddresseeNumber[];
  readonly detail?: EntryDetail;
}

/** The same for the gateway, which takes no handler's word for it. */
export const RecordedAnswer = z.strictObject({
  result: z.unknown(),
  subjects: z.array(AddresseeNumber),
  detail: z.record(z.string().max(40), z.union([z.string().max(200), z.int()])).optional(),
});

type AnswerOf<Name extends OperationName> = Name extends RecordedOperationName
  ? RecordedAnswer<OutputOf<Name>>
  : OutputOf<Name>;

/** Who calls: somebody, wherever the table asks for a session; perhaps nobody, where it does not. */
type CallerOf<Name extends OperationName> = (typeof operations)[Name]['session'] extends 'none'
  ? SignedInUser | undefined
  : SignedInUser;

export type Handler<Name extends OperationName> = (
  input: ParsedInputOf<Name>,
  caller: CallerOf<Name>,
) => Promise<Outcome<AnswerOf<Name>>>;

/** The handlers of one area; together they must cover the whole table, or the composition root does not compile. */
export type HandlersOf<Area> = { readonly [Name in keyof Area & OperationName]: Handler<Name> };

export type AllHandlers = HandlersOf<typeof operations>;
