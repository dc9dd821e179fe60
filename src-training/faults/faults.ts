import { z } from 'zod';

import { type VrsCallName, vrsCalls } from '../../src-shared/vrs-api/calls.ts';

/** What can go wrong on purpose. Each is the real thing on the wire or on the disk, never a pretended answer of a client. */
export const Fault = z.discriminatedUnion('kind', [
  /** The answer comes late. */
  z.strictObject({ kind: z.literal('latency'), milliseconds: z.int().min(0).max(600_000) }),
  z.strictObject({
    kind: z.literal('busy'),
    status: z.union([z.literal(429), z.literal(503)]),
    retryAfterSeconds: z.int().min(1).max(86_400),
  }),
  /** The connection breaks before the call has done anything. */
  z.strictObject({ kind: z.literal('drop-before') }),
  /** The call has done everything, and the connection breaks before the answer. */
  z.strictObject({ kind: z.literal('drop-after') }),
  /** Half of the answer comes. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** Status and type as they should be, the content of another form. */
  z.strictObject({ kind: z.literal('wrong-shape') }),
  /** The process ends at once, as by kill -9, in the middle of applying a batch: in the slice after which so many rows would be in force. */
  z.strictObject({ kind: z.literal('kill'), afterRows: z.int().min(1) }),
  /** Whatever the call writes fails when it should become lasting, as on a full disk. */
  z.strictObject({ kind: z.literal('disk-full') }),
]);
export type Fault = z.infer<typeof Fault>;

const names = Object.keys(vrsCalls) as [VrsCallName, ...VrsCallName[]];

export const PlannedFault = z.strictObject({
  fault: Fault,
  calls: z.union([z.literal('all'), z.array(z.enum(names)).min(1)]),
  times: z.union([z.literal('always'), z.int().min(1).max(1_000_000)]),
});
export type PlannedFault = z.infer<typeof PlannedFault>;

/** The faults that are to happen. The first that fits a call happens to it; latency adds to another. */
export class Faults {
  #killAfterRows: number | undefined;
  #planned: { readonly plan: PlannedFault; left: number }[] = [];

  /** From now on; for so many calls, or until `clear`. */
  add(fault: Fault, { calls = 'all', times = 'always' }: Partial<Omit<PlannedFault, 'fault'>> = {}): void {
    if (fault.kind === 'kill') {
      this.#killAfterRows = fault.afterRows;
      return;
    }
    const left = times === 'always' ? Number.POSITIVE_INFINITY : times;
    this.#planned.push({ plan: { fault, calls, times }, left });
  }

  clear(): void {
    this.#planned = [];
    this.#killAfterRows = undefined;
  }

  list(): readonly PlannedFault[] {
    return this.#planned.map(({ plan }) => plan);
  }

  /** Inside the transaction of a slice, before it becomes lasting. */
  beforeSlice(appliedRows: number): void {
    if (this.#killAfterRows !== undefined && appliedRows >= this.#killAfterRows) {
      process.kill(process.pid, 'SIGKILL');
      // The signal may take a moment, and nothing may become lasting in it.
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
  }

  /** What happens to this call, counted as having happened. */
  take(call: VrsCallName): { readonly latency: number; readonly fault: Fault | undefined } {
    const fitting = this.#planned.filter(({ plan }) => plan.calls === 'all' || plan.calls.includes(call));
    const late = fitting.find(({ plan }) => plan.fault.kind === 'latency');
    const other = fitting.find(({ plan }) => plan.fault.kind !== 'latency');
    for (const happened of [late, other]) if (happened) happened.left -= 1;
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    const milliseconds = late?.plan.fault.kind === 'latency' ? late.plan.fault.milliseconds : 0;
    return { latency: milliseconds, fault: other?.plan.fault };
  }
}
