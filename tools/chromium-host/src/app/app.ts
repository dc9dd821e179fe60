/** Electron's `app`: life cycle, paths, name, single instance. */
import { EventEmitter } from 'node:events';
import { cancelable, plainEvent } from '../events.ts';
import type { Host } from '../host.ts';
import { commandLineMembers, type appMembers } from '../manifest.ts';
import type { ClientCertificates } from '../network/client-certificates.ts';
import { facade } from '../strict.ts';
import { AppPaths } from './paths.ts';
import { SingleInstance } from './single-instance.ts';
import { Switches } from './switches.ts';

/** What quitting asks of the windows. */
export interface WindowCloser {
  /** Closes one after the other, as a person would; false as soon as one refuses. */
  readonly closeAll: () => Promise<boolean>;
}

export class HostApp extends EventEmitter implements Pick<Electron.App, (typeof appMembers)[number]> {
  readonly isPackaged: boolean;
  readonly commandLine: Electron.CommandLine;
  readonly switches: Switches;
  readonly paths: AppPaths;
  /** Set once, when the windows exist. */
  windows: WindowCloser | undefined;
  name: string;
  readonly #host: Host;
  readonly #certificates: ClientCertificates;
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #instance: SingleInstance | undefined;

  constructor(host: Host, certificates: ClientCertificates, userData: string) {
    super();
    this.#host = host;
    this.#certificates = certificates;
    this.isPackaged = host.commandLine.packaged;
    this.name = host.app.name;
    this.paths = new AppPaths(userData);
    this.switches = new Switches(
      host.commandLine.switches,
      () => this.#isReady,
      (api, ...args) => host.record(api, ...args),
    );
    this.commandLine = facade({ name: 'app.commandLine', members: commandLineMembers }, this.switches);
    host.endings.push(() => this.#instance?.handedOver);
    host.endings.push(() => this.#instance?.release());
  }

  /** Chromium runs and, under a test runner, the runner is attached. */
  becomeReady(): void {
    this.#isReady = true;
    this.#ready.resolve();
    this.emit('ready', plainEvent(), {});
  }
  /** The last window has closed. Without a listener Electron quits. */
  allWindowsClosed(): void {
    if (this.#host.quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.#host.record('app.enableSandbox');
  }

  quit(): void {
    void this.#quit();
  }
  exit(exitCode = 0): void {
    void this.#host.end(exitCode);
  }
  async #quit(): Promise<void> {
    if (this.#host.quitting) return;
    const before = plainEvent();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    // While it quits, the last window's end does not announce `window-all-closed`.
    this.#host.quitting = true;
    const allClosed = (await this.windows?.closeAll()) ?? true;
    const will = plainEvent();
    if (allClosed) this.emit('will-quit', will);
    if (!allClosed || will.defaultPrevented) {
      this.#host.quitting = false;
      return;
    }
    this.emit('quit', plainEvent(), 0);
    await this.#host.end(0);
  }

  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#host.app.version;
  }
  getAppPath(): string {
    return this.#host.app.appPath;
  }
  getPath(name: string): string {
    return this.paths.get(name);
  }
  setPath(name: string, path: string): void {
    // Electron reads these once, at start; later calls silently do half of what they say.
    if (this.#isReady && (name === 'userData' || name === 'sessionData')) {
      this.#host.violate('setPath-after-ready', name);
    }
    this.paths.set(name, path);
  }
  setAppUserModelId(id: string): void {
    this.#host.record('app.setAppUserModelId', id);
  }
  configureHostResolver(options: Electron.ConfigureHostResolverOptions): void {
    if (!this.#isReady) throw new Error('configureHostResolver cannot be called before the app is ready');
    this.#host.record('app.configureHostResolver', options);
  }
  importCertificate(options: Electron.ImportCertificateOptions, callback: (result: number) => void): void {
    void this.#importCertificate(options, callback);
  }

  async #importCertificate(
    options: Electron.ImportCertificateOptions,
    done: (result: number) => void,
  ): Promise<void> {
    done(await this.#certificates.importFile(options.certificate, options.password));
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'), (second) => {
      this.emit(
        'second-instance',
        cancelable({}),
        second.argv,
        second.workingDirectory,
        second.additionalData,
      );
    });
    return this.#instance.request(additionalData);
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance?.isHeld ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.#instance?.release();
    this.#instance = undefined;
  }
}
