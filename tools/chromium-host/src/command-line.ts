/** What the host was asked to do. Playwright puts its own switches first, then the app, then the app's arguments. */

export interface CommandLine {
  /** The app: a main script, or a folder with a package.json. */
  readonly app: string | undefined;
  /** `process.argv` from index 1 on as the app sees it: everything but the switches that are the host's own. */
  readonly appArgv: readonly string[];
  /** Every `--name[=value]`, as `app.commandLine.hasSwitch` knows them. */
  readonly switches: ReadonlyMap<string, string>;
  readonly windowed: boolean;
  readonly inspect: boolean;
  /** Where the inspector listens; 0 is any free port. */
  readonly inspectPort: number;
  readonly debugPort: number | undefined;
  readonly userData: string | undefined;
  readonly showVersion: boolean;
  /** Behave as a packaged app does (`app.isPackaged`), for a run on the extracted package. */
  readonly packaged: boolean;
}

const hostSwitches = /^--(?:inspect|remote-debugging-port|no-sandbox|windowed|packaged)(?:=|$)/;

/** An environment variable that is set to anything but nothing and 0. */
const isOn = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0';

export function parseCommandLine(argv: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  const switches = new Map<string, string>();
  const appArgv: string[] = [];
  let app: string | undefined;
  for (const argument of argv) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (match?.[1] !== undefined) switches.set(match[1], match[2] ?? '');
    // After the app, a word that looks like the host's own switch is the app's.
    if (app === undefined && hostSwitches.test(argument)) continue;
    if (app === undefined && !argument.startsWith('-')) app = argument;
    appArgv.push(argument);
  }
  const port = switches.get('remote-debugging-port');
  const userData = switches.get('user-data-dir') ?? environment['CHROMIUM_HOST_USER_DATA'];
  return {
    app,
    appArgv,
    switches,
    windowed: switches.has('windowed') || isOn(environment['CHROMIUM_HOST_WINDOWED']),
    inspect: switches.has('inspect'),
    inspectPort: Number(switches.get('inspect') ?? 0),
    debugPort: port === undefined ? undefined : Number(port),
    userData: userData === undefined || userData === '' ? undefined : userData,
    showVersion: app === undefined && (switches.has('version') || argv.includes('-v')),
    packaged: switches.has('packaged') || isOn(environment['CHROMIUM_HOST_PACKAGED']),
  };
}
