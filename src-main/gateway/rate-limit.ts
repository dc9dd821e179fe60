import type { Clock } from '../../src-shared/domain/clock.ts';

/** A token bucket: `burst` calls at once, `perSecond` in the long run. SECURITY: H33. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAt: number;

  constructor(clock: Clock, burst: number, perSecond: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
    this.#filledAt = clock.now().getTime();
  }

  /** Takes one call out of the bucket; false where it is empty. */
  take(): boolean {
    const now = this.#clock.now().getTime();
    // A clock that was turned back must not empty the bucket for good.
    const seconds = Math.max(0, now - this.#filledAt) / 1000;
    this.#tokens = Math.min(this.#burst, this.#tokens + seconds * this.#perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
