import { expect, it } from 'vitest';

import { RateLimit } from '../../../src-main/gateway/rate-limit.ts';

function heldClock() {
  let milliseconds = 1_000_000;
  return { now: () => new Date(milliseconds), pass: (by: number) => (milliseconds += by) };
}

it('lets a burst through and then so many a second', () => {
  const clock = heldClock();
  const limit = new RateLimit(clock, 3, 2);
  expect([limit.take(), limit.take(), limit.take(), limit.take()]).toEqual([true, true, true, false]);
  clock.pass(1000);
  expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
});

it('never saves up more than the burst', () => {
  const clock = heldClock();
  const limit = new RateLimit(clock, 2, 100);
  clock.pass(3_600_000);
  expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
});

it('goes on after the clock was turned back', () => {
  const clock = heldClock();
  const limit = new RateLimit(clock, 1, 1);
  limit.take();
  clock.pass(-600_000);
  expect(limit.take()).toBe(false);
  clock.pass(1000);
  expect(limit.take()).toBe(true);
});
