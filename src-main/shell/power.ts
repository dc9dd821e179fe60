import { powerMonitor } from 'electron';

const POLL = 2_000;

/**
 * Locks the screen when the person left: after so many idle minutes, and at once with the operating system.
 * SECURITY: H71.
 */
export function lockWhenAway(idleMinutes: number, lock: () => void): () => void {
  const poll = setInterval(() => {
    if (powerMonitor.getSystemIdleTime() >= idleMinutes * 60) lock();
  }, POLL);
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('suspend', lock);
  powerMonitor.on('shutdown', lock);
  return () => {
    clearInterval(poll);
  };
}
