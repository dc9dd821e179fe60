import path from 'node:path';

import { asksForCommand, type CommandLine, readCommandLine } from '../provisioning/command-line.ts';
import type { Provisioned } from '../provisioning/refusals.ts';

export interface LaunchArguments {
  /** Where the app's data lies, given only to a build that is not packaged (development, tests, training from source). */
  readonly dataFolder: string | undefined;
}

export type LaunchDecision =
  | { readonly allowed: true; readonly launch: LaunchArguments; readonly command?: CommandLine }
  /** `why`: in Japanese, for who typed it. */
  | { readonly allowed: false; readonly why: string };

/**
 * Reads the command line. A released app takes the commands of the IT section, said exactly, and nothing else: no word opens its window in
 * another way, and with any switch of Chromium's or Node's it ends with code 64. Stripping them would be too late, some act before any
 * script runs. SECURITY: H64.
 * SECURITY: H46 — the proxy is the profile's, never the command line's; SECURITY: H59 — no log, trace or dump of what the app holds.
 */
export function readLaunchArguments(argv: readonly string[], packaged: boolean): LaunchDecision {
  const given = argv.slice(1);
  if (!packaged) return readFromSource(given);
  const launch = { dataFolder: undefined };
  const [first] = given;
  if (first === undefined) return { allowed: true, launch };
  if (!asksForCommand(given))
    return { allowed: false, why: `引数 ${first.split('=')[0] ?? first} は使えません。` };
  return withCommand(readCommandLine(given, false), launch);
}

/** `electron . --data=… --apply …`: the app's own folder stands first, and a test driver's switches may stand around it. */
function readFromSource(given: readonly string[]): LaunchDecision {
  const data = given.find((argument) => argument.startsWith('--data='))?.slice('--data='.length);
  const launch = { dataFolder: data === undefined ? undefined : path.resolve(data) };
  if (!asksForCommand(given)) return { allowed: true, launch };
  return withCommand(readCommandLine(given.slice(given[0]?.startsWith('-') ? 0 : 1), true), launch);
}

function withCommand(read: Provisioned<CommandLine>, launch: LaunchArguments): LaunchDecision {
  return read.ok
    ? { allowed: true, launch, command: read.value }
    : { allowed: false, why: `${read.refusal.sentence}使い方は --help で見られます。` };
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
