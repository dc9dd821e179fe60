/** The command line and environment that Chromium is started with. */

import { join } from 'node:path';

export interface FlagOptions {
  readonly windowed: boolean;
  /** How this browser is told to keep its windows off the record. */
  readonly incognitoFlag: string;
  /** Chromium's own profile: temporary, and never the app's userData. */
  readonly profile: string;
  /** The test runner's DevTools port (0: any free one); without one there is no TCP port at all. */
  readonly debugPort: number | undefined;
  /** Root needs `--no-sandbox`; nobody else gets it. */
  readonly isRoot: boolean;
  /** What the app appended through `app.commandLine`, as `--name=value`. */
  readonly appSwitches: readonly string[];
}

const disabledFeatures = [
  'AimEnabled',
  'AutofillServerCommunication',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

/**
 * Never among them: `--disable-web-security`, `--single-process`, `--disable-site-isolation-trials`,
 * `--disable-popup-blocking` — they switch off what is to be tested.
 */
export function chromiumFlags(options: FlagOptions): string[] {
  const featurePrefix = '--disable-features=';
  const appFeatures = options.appSwitches
    .filter((flag) => flag.startsWith(featurePrefix))
    .flatMap((flag) => flag.slice(featurePrefix.length).split(','));
  return [
    // DevTools cannot set permissions in the browser's own incognito context, so there all prompts are answered with no.
    ...(options.windowed ? [options.incognitoFlag, '--deny-permission-prompts'] : ['--headless']),
    ...(options.isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-3d-apis',
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-breakpad',
    '--disable-crash-reporter',
    '--disable-domain-reliability',
    '--no-pings',
    '--metrics-recording-only',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--disable-back-forward-cache',
    '--disable-hang-monitor',
    '--disable-ipc-flooding-protection',
    '--disable-search-engine-choice-screen',
    '--noerrdialogs',
    '--no-startup-window',
    '--force-color-profile=srgb',
    '--font-render-hinting=none',
    '--lang=ja',
    '--accept-lang=ja',
    `${featurePrefix}${[...disabledFeatures, ...appFeatures].join(',')}`,
    // Whatever slips past the interception of requests has nowhere to go.
    ...noNetworkFlags,
    ...options.appSwitches.filter((flag) => !flag.startsWith(featurePrefix)),
    `--user-data-dir=${options.profile}`,
    '--remote-debugging-pipe',
    ...(options.debugPort === undefined ? [] : [`--remote-debugging-port=${options.debugPort}`]),
  ];
}

export const deadProxy = { proxyServer: 'http://127.0.0.1:9', proxyBypassList: '<-loopback>' } as const;

const noNetworkFlags = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  `--proxy-server=${deadProxy.proxyServer}`,
  `--proxy-bypass-list=${deadProxy.proxyBypassList}`,
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** Japanese, Japan's time unless the caller says otherwise, no D-Bus, no Google keys. */
export function chromiumEnvironment(
  base: NodeJS.ProcessEnv,
  profile: string,
  libraryPath: string | undefined,
): NodeJS.ProcessEnv {
  const libraries = [libraryPath, base['LD_LIBRARY_PATH']].filter(
    (path) => path !== undefined && path !== '',
  );
  return {
    ...base,
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    DBUS_SYSTEM_BUS_ADDRESS: 'disabled:',
    GOOGLE_API_KEY: 'no',
    LANGUAGE: 'ja',
    // Its crash handler keeps a database beside the default profile, whatever profile it is given.
    XDG_CONFIG_HOME: join(profile, 'config'),
    XDG_CACHE_HOME: join(profile, 'cache'),
    TZ: base['TZ'] ?? 'Asia/Tokyo',
    ...(libraries.length > 0 ? { LD_LIBRARY_PATH: libraries.join(':') } : {}),
  };
}
