import { randomBytes } from 'node:crypto';

/** A bug that reached the gateway: enough to find it, nothing about anybody. */
export interface Incident {
  readonly number: string;
  readonly operation: string;
  readonly error: string;
  readonly frames: readonly string[];
}

/**
 * Turns whatever was thrown into an incident. SECURITY: P3, H36 — the message is left out, because it may quote a value;
 * the class, the code and the places in our code are enough to find the bug.
 */
export function incidentOf(operation: string, thrown: unknown): Incident {
  const number = randomBytes(4).toString('hex').toUpperCase();
  if (!(thrown instanceof Error)) return { number, operation, error: typeof thrown, frames: [] };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` ${thrown.code}` : '';
  const frames = (thrown.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .map((line) => line.trim().replaceAll(/\(?(?:file:\/\/)?\/?[^\s()]*\/(?=[^/\s()]+$)/g, '('));
  return { number, operation, error: `${thrown.name}${code}`, frames };
}
