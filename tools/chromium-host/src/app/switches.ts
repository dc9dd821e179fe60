/** `app.commandLine`: what the process was started with, and the few switches that the app may add. */
import type { commandLineMembers } from '../manifest.ts';
import { UnsupportedElectronApi } from '../strict.ts';

/** Harmless, or stricter than without. Anything else is refused: a switch can undo every other measure. */
const allowed = new Set([
  'disable-background-networking',
  'disable-breakpad',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-features',
  'disable-http-cache',
  'disable-sync',
  'force-device-scale-factor',
  'force-prefers-reduced-motion',
  'lang',
  'no-pings',
]);
/** Say something about Electron's network, which the host's own replaces: noted, not passed on. */
const noted = new Set([
  'host-resolver-rules',
  'ssl-version-min',
  'force-webrtc-ip-handling-policy',
  'password-store',
]);

export class Switches implements Pick<Electron.CommandLine, (typeof commandLineMembers)[number]> {
  readonly #switches: Map<string, string>;
  readonly #appended: string[] = [];
  readonly #isReady: () => boolean;
  readonly #record: (api: string, ...args: unknown[]) => void;

  constructor(
    initial: ReadonlyMap<string, string>,
    isReady: () => boolean,
    record: (api: string, ...args: unknown[]) => void,
  ) {
    this.#switches = new Map(initial);
    this.#isReady = isReady;
    this.#record = record;
  }

  appendSwitch(name: string, value = ''): void {
    if (this.#isReady())
      throw new Error(`app.commandLine.appendSwitch('${name}') after ready has no effect in Electron`);
    if (noted.has(name)) this.#record('app.commandLine.appendSwitch', name, value);
    else if (allowed.has(name)) this.#appended.push(value === '' ? `--${name}` : `--${name}=${value}`);
    else throw new UnsupportedElectronApi(`app.commandLine.appendSwitch('${name}')`);
    this.#switches.set(name, value);
  }
  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }
  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }
  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  /** For Chromium's command line. */
  get appended(): readonly string[] {
    return this.#appended.filter((flag) => this.#switches.has(flag.replace(/^--([^=]+).*$/s, '$1')));
  }
}
