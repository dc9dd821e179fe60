import { app } from 'electron';

import { cleanEnvironment, keepReportsOffTheNetwork, readLaunchArguments } from './shell/launch-arguments.ts';
import { runCommandAndEnd } from './shell/run-command.ts';
import { registerAppScheme, startApp } from './shell/start-app.ts';

// Before anything else: nothing from outside may weaken what follows. SECURITY: H47, H64.
cleanEnvironment(process.env);
keepReportsOffTheNetwork();
const decision = readLaunchArguments(process.argv, app.isPackaged);

if (!decision.allowed) {
  process.stderr.write(`起動できません：${decision.why}\n`);
  app.exit(64);
} else if (decision.command !== undefined) {
  // For the IT section: no window, and no scheme for one.
  app.enableSandbox();
  void runCommandAndEnd(decision.command, decision.launch);
} else {
  app.enableSandbox(); // SECURITY: H01 — before ready, for every renderer there will ever be.
  registerAppScheme();
  // Not awaited: Electron becomes ready only after this file has run to its end.
  void startApp(decision.launch);
}
