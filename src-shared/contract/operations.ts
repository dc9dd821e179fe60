import type { z } from 'zod';

import { approvalOperations } from './approvals.ts';
import { batchRowOperations } from './batch-rows.ts';
import { batchOperations } from './batches.ts';
import { jobOperations } from './jobs.ts';
import { logReviewOperations } from './log-review.ts';
import type { Recorded } from './operation.ts';
import { logArchiveOperations } from './log-archives.ts';
import { operationLogOperations } from './operation-log.ts';
import { peopleOperations } from './people.ts';
import { printingOperations } from './printing.ts';
import { sessionOperations } from './session.ts';
import { userOperations } from './users.ts';
import { workstationOperations } from './workstation.ts';

/** The spine of the product: everything that a screen can ask for. Read this table and you know what the app does. */
export const operations = {
  ...sessionOperations,
  ...peopleOperations,
  ...batchOperations,
  ...batchRowOperations,
  ...approvalOperations,
  ...operationLogOperations,
  ...logReviewOperations,
  ...printingOperations,
  ...logArchiveOperations,
  ...jobOperations,
  ...userOperations,
  ...workstationOperations,
} as const;

export type OperationName = keyof typeof operations;

export function isOperationName(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(operations, name);
}

export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperationName);

/** What a screen hands over, before the schema has looked at it. */
export type InputOf<Name extends OperationName> = z.input<(typeof operations)[Name]['input']>;
/** What a handler gets, after the schema has looked at it. */
export type ParsedInputOf<Name extends OperationName> = z.output<(typeof operations)[Name]['input']>;
export type OutputOf<Name extends OperationName> = z.output<(typeof operations)[Name]['output']>;

/** The operations whose use is written in the log: their handlers must say whose data left. */
export type RecordedOperationName = {
  [Name in OperationName]: (typeof operations)[Name]['log'] extends Recorded ? Name : never;
}[OperationName];
