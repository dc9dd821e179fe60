import { app } from 'electron';

import { cleanEnvironment, keepReportsOffTheNetwork, readLaunchArguments } from './shell/launch-arguments.ts';
import { registerAppScheme, startApp } from './shell/start-app.ts';

// Before anything else: nothing from outside may weaken what follows. SECURITY: H47, H64.
cleanEnvironment(process.env);
keepReportsOffTheNetwork();
const decision = readLaunchArguments(process.argv, app.isPackaged);

if (!decision.allowed) {
  process.stderr.write(`起動できません：引数 ${decision.refused} は使えません。\n`);
  app.exit(64);
} else {
  app.enableSandbox(); // SECURITY: H01 — before ready, for every renderer there will ever be.
  registerAppScheme();
  // Not awaited: Electron becomes ready only after this file has run to its end.
  void startApp(decision.launch);
}
