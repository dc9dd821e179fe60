/** What of an entry decides whether it is signed for at once. */
export interface Signable {
  readonly sequence: number;
  readonly operation: string;
  readonly result: string;
}

const EVERY = 1000;

/**
 * Whether an entry asks for a checkpoint of its own: each whose number is a multiple of 1,000, and the one that says that somebody's
 * session ended. The rule names entries and no moments, so that the verifier can demand exactly what was promised.
 */
export function asksForCheckpoint({ sequence, operation, result }: Signable): boolean {
  if (sequence % EVERY === 0) return true;
  return operation === 'session.ended' || (operation === 'session.signOut' && result === 'done');
}
