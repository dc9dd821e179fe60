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
  try {
    return { number, operation, ...factsOf(thrown) };
  } catch {
    // Even looking at it throws: only what a hostile page or a proxy hands over does that.
    return { number, operation, error: 'unreadable', frames: [] };
  }
}

function factsOf(thrown: unknown): Pick<Incident, 'error' | 'frames'> {
  if (!(thrown instanceof Error)) return { error: typeof thrown, frames: [] };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` ${identifier(thrown.code)}` : '';
  // A message of several lines may have one that looks like a frame.
  const frames = (thrown.stack ?? '')
    .replace(thrown.message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim().replaceAll(/\(?(?:file:\/\/)?\/?[^\s()]*\/(?=[^/\s()]+$)/g, '('));
  return { error: `${identifier(thrown.name)}${code}`, frames };
}

/** A name or a code as programs give them; anything else may be a value that somebody put there. */
function identifier(name: string): string {
  return /^[\w.-]{1,60}$/.test(name) ? name : 'unnamed';
}
