import type { Bridge } from '../../src-shared/contract/bridge.ts';
import type { InputOf, OperationName, OutputOf } from '../../src-shared/contract/operations.ts';
import { failed, type Outcome } from '../../src-shared/contract/problem.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly vrs: Bridge;
  }
}

/** Asks the main process for one operation of the table. Never throws: what went wrong is in the outcome. */
export type Ask = <Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
) => Promise<Outcome<OutputOf<Name>>>;

/** What the main process says where window and main process see the session differently. */
const doubts: ReadonlySet<string> = new Set(['signed-out', 'session-locked', 'password-must-change']);

/**
 * @param onDoubt called where an answer says that the session is not what the window thinks; the window then looks again
 */
export function askThrough(bridge: Bridge, onDoubt: () => void): Ask {
  return async (name, input) => {
    try {
      const outcome = await bridge.call(name, input);
      if (!outcome.ok && doubts.has(outcome.problem.code)) onDoubt();
      return outcome;
    } catch {
      // The channel itself broke, which leaves no incident number behind.
      return failed('unexpected', { incident: 'W-0' });
    }
  };
}
