/** What the parts of the host share: the options, the running Chromium, and the lists that tests read. */
import type { AppPackage } from './app-package.ts';
import type { Chromium } from './chromium/process.ts';
import type { CommandLine } from './command-line.ts';
import { SchemeUrls } from './scheme-url.ts';
import { ViolationLog, type Violate } from './violations.ts';

/** A call that has no effect here but matters to a test, for example `app.configureHostResolver`. */
export interface RecordedCall {
  readonly api: string;
  readonly args: readonly unknown[];
}

/** Levers for tests, reached through `globalThis.__chromiumHost`. */
export interface TestLevers {
  /** `event.senderFrame` is null in Electron when the frame has gone; here it never has, so a test says so. */
  senderFrameNull: boolean;
  /** Seconds, as `powerMonitor.getSystemIdleTime` gives them. */
  systemIdleTime: number;
}

export interface HostParts {
  readonly commandLine: CommandLine;
  readonly app: AppPackage;
  readonly print: (line: string) => void;
  readonly violationsFile?: string | undefined;
}

export class Host {
  readonly commandLine: CommandLine;
  readonly app: AppPackage;
  readonly print: (line: string) => void;
  readonly violations: ViolationLog;
  readonly violate: Violate;
  readonly recorded: RecordedCall[] = [];
  readonly urls = new SchemeUrls();
  readonly levers: TestLevers = { senderFrameNull: false, systemIdleTime: 0 };
  /** What must still happen before the process ends, in this order. */
  readonly endings: (() => Promise<void> | void)[] = [];
  /** From the moment on at which nothing that fails is news any more. */
  quitting = false;
  #chromium: Chromium | undefined;
  #ending = false;

  constructor(parts: HostParts) {
    this.commandLine = parts.commandLine;
    this.app = parts.app;
    this.print = parts.print;
    this.violations = new ViolationLog(parts.print, parts.violationsFile);
    this.violate = this.violations.add;
  }

  record(api: string, ...args: readonly unknown[]): void {
    this.recorded.push({ api, args });
  }

  get chromium(): Chromium {
    if (this.#chromium === undefined) throw new Error('chromium-host: Chromium has not been started yet');
    return this.#chromium;
  }
  set chromium(chromium: Chromium) {
    this.#chromium = chromium;
  }

  /** Ends everything that was started and then the process. The second call changes nothing. */
  async end(code: number): Promise<void> {
    this.quitting = true;
    if (this.#ending) return;
    this.#ending = true;
    for (const ending of this.endings) {
      try {
        await ending();
      } catch (error) {
        this.print(`[chromium-host] while ending: ${String(error)}\n`);
      }
    }
    process.exit(code);
  }
}
