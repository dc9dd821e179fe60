import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { lockWhenAway } from '../../../src-main/shell/power.ts';

const { power } = vi.hoisted(() => ({
  power: { idle: 0, listeners: new Map<string, () => void>() },
}));

vi.mock('electron', () => ({
  powerMonitor: {
    getSystemIdleTime: () => power.idle,
    on: (event: string, listener: () => void) => power.listeners.set(event, listener),
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  power.idle = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

it('locks after so many idle minutes, and at once with the system', () => {
  const lock = vi.fn<() => void>();
  const stop = lockWhenAway(5, lock);
  power.idle = 299;
  vi.advanceTimersByTime(10_000);
  expect(lock).not.toHaveBeenCalled();
  power.idle = 300;
  vi.advanceTimersByTime(2_000);
  expect(lock).toHaveBeenCalledOnce();
  for (const event of ['lock-screen', 'suspend', 'shutdown']) power.listeners.get(event)?.();
  expect(lock).toHaveBeenCalledTimes(4);
  stop();
  vi.advanceTimersByTime(10_000);
  expect(lock).toHaveBeenCalledTimes(4);
});
