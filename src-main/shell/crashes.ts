import { app } from 'electron';

import { type Incident, incidentOf } from '../gateway/incident.ts';

/** EX_SOFTWARE of sysexits.h. */
const CODE_OF_A_BUG = 70;

/**
 * What ends without being asked to is written down by code and place. SECURITY: H58 — Electron's own dialog of an error would
 * show its message, which may quote a value; no dump is made, because no reporter is ever started.
 * @param keep writes the incident before it returns: the process may be about to end
 */
export function reportCrashes(keep: (incident: Incident) => void): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    keep({ ...incidentOf('child-process-gone', undefined), error: `${type} ${reason} ${exitCode}` });
  });
  process.on('uncaughtException', (thrown) => {
    keep(incidentOf('uncaught-exception', thrown));
    app.exit(CODE_OF_A_BUG);
  });
}
