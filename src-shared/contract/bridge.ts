import { z } from 'zod';

import { Job } from './jobs.ts';
import type { InputOf, OperationName, OutputOf } from './operations.ts';
import type { Outcome } from './problem.ts';
import { CacheState, Connection, SessionView } from './session.ts';

/** The one channel that carries calls from the window to the main process. */
export const CALL_CHANNEL = 'vrs:call';
/** The one channel that carries events from the main process to the window. */
export const EVENT_CHANNEL = 'vrs:event';

/** What the main process tells the window without being asked. No personal data of residents. */
export const WorkstationEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('session'), session: SessionView }),
  z.strictObject({ type: z.literal('connection'), connection: Connection }),
  z.strictObject({ type: z.literal('cache'), cache: CacheState }),
  z.strictObject({ type: z.literal('job'), job: Job }),
  z.strictObject({ type: z.literal('approvals-waiting'), count: z.int().min(0) }),
]);
export type WorkstationEvent = z.infer<typeof WorkstationEvent>;

/** All that the window can reach: it names an operation and gets data, or listens. */
export interface Bridge {
  call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<Outcome<OutputOf<Name>>>;
  /** Gives a function that ends the listening. */
  listen(listener: (event: WorkstationEvent) => void): () => void;
}
