import type { z } from 'zod';

import type { Role } from '../domain/roles.ts';

/**
 * Written in the operation log, under this action, before the answer leaves the main process.
 * What changes something is written twice: the intent before it is tried, so that a log that can't be written stops the
 * act itself, and the outcome after it.
 */
export interface Recorded {
  readonly action: string;
  readonly effect: 'reads' | 'changes';
}

/** Not written, and why that is right. Refusals are written all the same. */
export interface NotRecorded {
  readonly notRecordedBecause: string;
}

/**
 * One thing that the screens may ask of the main process, as data. From the table of these come the type of `window.vrs`, the
 * gateway's checks, the navigation that a role sees, the log's action names, the tests of every operation with every role, and
 * docs/operations.md. Nobody can add an operation without saying who may call it and what it writes in the log.
 */
export interface Operation {
  /** What it does, in Japanese, for docs/operations.md and the log's reader. */
  readonly summary: string;
  /** The least that the session must be: nobody, somebody (a locked or expired one too), or somebody at the unlocked screen. */
  readonly session: 'none' | 'signed-in' | 'unlocked';
  /** `everyone` only where the session may be `none`, or for what every signed-in person may do. */
  readonly roles: 'everyone' | readonly Role[];
  readonly log: Recorded | NotRecorded;
  /** True where password and one-time password are asked for again as part of the input. */
  readonly reauthentication: boolean;
  /** Only in the training profile. */
  readonly trainingOnly?: true;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

export const defineOperations = <const Table extends Readonly<Record<string, Operation>>>(
  table: Table,
): Table => table;

export function isRecorded(log: Recorded | NotRecorded): log is Recorded {
  return 'action' in log;
}
