import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often, and how long to wait at most, in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly firstWait: number;
  /** A Retry-After longer than this is not waited for: the person is told instead. */
  readonly longestWait: number;
}

export const defaultRetry: RetryPolicy = { attempts: 3, firstWait: 300, longestWait: 5_000 };

/** Full jitter: anything between nothing and the doubled wait, so that fifty terminals do not come back in step. */
export function jitteredWait(policy: RetryPolicy, attempt: number): number {
  return randomInt(0, Math.min(policy.longestWait, policy.firstWait * 2 ** attempt) + 1);
}

/** Retry-After as seconds; a date form or nonsense counts as absent. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  return value !== null && /^[0-9]{1,5}$/.test(value) ? Number(value) : undefined;
}

/** Waits, or ends at once when the signal says so. */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}
