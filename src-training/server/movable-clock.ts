import type { Clock } from '../../src-shared/domain/clock.ts';

/** A clock that can be set forward and back: for tests of what happens after thirty minutes or ninety days. */
export class MovableClock implements Clock {
  readonly #base: Clock;
  #offset = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): Date {
    return new Date(this.#base.now().getTime() + this.#offset);
  }

  /** By so many milliseconds; negative goes back. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }

  /** Back to the clock that it stands on. */
  reset(): void {
    this.#offset = 0;
  }
}
