import path from 'node:path';

/**
 * Left Chromium's and Node's own switches that would open or weaken a released app. SECURITY: H64.
 * SECURITY: H46 — the proxy is the system's, never the command line's; SECURITY: H59 — no log, trace or dump of what the app holds.
 */
const REFUSED =
  /^--?(?:inspect|debug|remote-debugging|remote-allow-origins|no-sandbox|disable-gpu-sandbox|disable-setuid-sandbox|disable-web-security|ignore-certificate|allow-insecure-localhost|proxy-|host-rules|host-resolver-rules|user-data-dir|load-extension|js-flags|gpu-launcher|renderer-cmd-prefix|utility-cmd-prefix|ppapi|log-net-log|ssl-key-log-file|enable-logging|log-file|password-store|auth-server|enable-features|disable-features|enable-blink-features|force-fieldtrials|disable-site-isolation|unsafely-treat|trace-|crash-dumps-dir|vmodule|no-proxy-server)/i;

export interface LaunchArguments {
  /** Where the app's data lies, given only to a build that is not packaged (development, tests, training from source). */
  readonly dataFolder: string | undefined;
}

export type LaunchDecision =
  | { readonly allowed: true; readonly launch: LaunchArguments }
  | { readonly allowed: false; readonly refused: string };

/**
 * Reads the command line. A released app takes none of the switches that would weaken it and ends with code 64 instead:
 * stripping them would be too late, some act before any script runs.
 */
export function readLaunchArguments(argv: readonly string[], packaged: boolean): LaunchDecision {
  const given = argv.slice(1);
  if (packaged) {
    const refused = given.find((argument) => REFUSED.test(argument) || argument.startsWith('--data='));
    if (refused !== undefined) return { allowed: false, refused: refused.split('=')[0] ?? refused };
    return { allowed: true, launch: { dataFolder: undefined } };
  }
  const data = given.find((argument) => argument.startsWith('--data='))?.slice('--data='.length);
  return { allowed: true, launch: { dataFolder: data === undefined ? undefined : path.resolve(data) } };
}

/**
 * Environment variables that switch off TLS checks, write keys or bend the network. SECURITY: H47.
 * @returns the names that were removed
 */
export function cleanEnvironment(environment: NodeJS.ProcessEnv): readonly string[] {
  const removed = Object.keys(environment).filter((name) =>
    /^(?:NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS|SSLKEYLOGFILE|HTTPS?_PROXY|ALL_PROXY|NODE_OPTIONS|NODE_V8_COVERAGE|ELECTRON_(?!OVERRIDE_DIST_PATH).*)$/i.test(
      name,
    ),
  );
  for (const name of removed) Reflect.deleteProperty(environment, name);
  return removed;
}

/**
 * Node's diagnostic report asks the name server what every connected socket is called, and the package of the database makes such a report
 * when it is loaded, to learn which C library there is. SECURITY: H50 — reports leave the network out, in every thread.
 */
export function keepReportsOffTheNetwork(): void {
  // A setting of Node 22 and newer that its types do not know.
  Reflect.set(process.report, 'excludeNetwork', true);
}
