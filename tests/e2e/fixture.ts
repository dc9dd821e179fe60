import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { _electron, type ElectronApplication, type Page, test as base } from '@playwright/test';

import { z } from 'zod';

import { startTrainingVrs, type TrainingVrs } from '../../src-training/start.ts';
import { electronBinary } from '../../tools/prepare/electron-binary.ts';
import { writeTrainingProfile } from '../../tools/start/training-profile.ts';
import { filesOf } from './files.ts';
import { Printer } from './printer.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Another program may stand before the host: tools/traffic records every packet of the app in this way. */
const HOST =
  process.env['E2E_APP'] ??
  path.join(
    root,
    'tools',
    'chromium-host',
    'bin',
    process.platform === 'win32' ? 'chromium-host.cmd' : 'chromium-host',
  );

const LogEntry = z.object({ action: z.string(), result: z.string() });

/** One terminal: the app with its data folder. It can be ended, killed and started again on the same folder. */
export class Terminal {
  readonly folder: string;
  readonly #vrs: TrainingVrs;
  readonly #target: string;
  #app: ElectronApplication | undefined;
  #window: Page | undefined;
  /** What the page's policy stopped or what it complained of: nothing, in a test that does not attack it. */
  readonly complaints: string[] = [];
  /** What the host takes for the system's printer. */
  readonly printer: Printer;

  constructor(folder: string, vrs: TrainingVrs, target: string) {
    this.folder = folder;
    this.printer = new Printer(`${folder}-printer`);
    this.#vrs = vrs;
    this.#target = target;
  }

  get app(): ElectronApplication {
    if (!this.#app) throw new Error('The terminal is not running.');
    return this.#app;
  }

  get window(): Page {
    if (!this.#window) throw new Error('The terminal has no window.');
    return this.#window;
  }

  async start(profile: Parameters<typeof writeTrainingProfile>[2] = {}): Promise<Page> {
    await writeTrainingProfile(this.folder, this.#vrs, profile);
    this.#app = await _electron.launch({
      ...(this.#target === 'electron' ? {} : { executablePath: HOST }),
      // What was packed and taken out again runs under the same specs: docs/packaging.md.
      args: [process.env['PACKED_APP'] ?? root, `--data=${this.folder}`],
      cwd: root,
      env: {
        ...process.env,
        CHROMIUM_HOST_VIOLATIONS: this.#violationsFile,
        PATH: `${await this.printer.install()}${path.delimiter}${process.env['PATH'] ?? ''}`,
      },
    });
    this.#window = await this.#app.firstWindow();
    this.#window.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    this.#window.on('pageerror', (error) => this.complaints.push(error.name));
    await this.#window.getByRole('button', { name: 'サインイン' }).waitFor();
    return this.#window;
  }

  /** What the host saw the app do that Electron would forbid or that a locked-down app never does; empty on Electron. */
  async violations(): Promise<string> {
    return readFile(this.#violationsFile, 'utf8').catch(() => '');
  }

  get #violationsFile(): string {
    return `${this.folder}-violations.jsonl`;
  }

  /** What the system's dialog will answer next. */
  async chooseNext(file: string | undefined): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] });
    }, file);
  }

  /** Where the system's dialog will say that something is to be saved. */
  async saveNext(file: string | undefined): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () =>
        Promise.resolve({ canceled: chosen === undefined, filePath: chosen ?? '' });
    }, file);
  }

  /** Starts the app a second time on the same folder, and gives how that ended. */
  async startAgain(): Promise<{ readonly code: number | null; readonly output: string }> {
    const program = this.#target === 'electron' ? electronBinary() : HOST;
    const child = spawn(program ?? HOST, [root, `--data=${this.folder}`], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = await once(child, 'close');
    return { code: z.int().nullable().parse(code), output };
  }

  /** What the newest entries of the operation log say was done, oldest first. */
  async lastActions(count: number): Promise<readonly string[]> {
    return (await this.#logEntries()).slice(-count).map(({ action }) => action);
  }

  /** How the last doing of this action went: `begun` while it goes on, `done`, or the code of its problem. */
  async lastResultOf(action: string): Promise<string | undefined> {
    return (await this.#logEntries()).findLast((entry) => entry.action === action)?.result;
  }

  async #logEntries(): Promise<readonly z.infer<typeof LogEntry>[]> {
    const folder = path.join(this.folder, 'log');
    const segment =
      (await readdir(folder))
        .filter((name) => /^operation-log-\d+\.jsonl$/.test(name))
        .toSorted()
        .at(-1) ?? '';
    const lines = (await readFile(path.join(folder, segment), 'utf8')).trimEnd().split('\n');
    return lines.map((line) => LogEntry.parse(JSON.parse(line)));
  }

  /** Ends the app the way a person does. */
  async quit(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  /** Ends it the way a power cut does. */
  async kill(): Promise<void> {
    const process = this.#app?.process();
    const gone = new Promise((resolve) => process?.once('exit', resolve));
    process?.kill('SIGKILL');
    await gone;
    this.#app = undefined;
  }
}

interface Fixtures {
  readonly vrs: TrainingVrs;
  /** A terminal at its sign-in screen. */
  readonly terminal: Terminal;
  readonly window: Page;
  /** Further terminals against the same VRS. */
  readonly anotherTerminal: () => Promise<Terminal>;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern.
  vrs: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'e2e-vrs-'));
    try {
      const vrs = await startTrainingVrs({ folder, people: 300, passwordHashCost: 16 });
      await use(vrs);
      await vrs.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },

  anotherTerminal: async ({ vrs }, use, info) => {
    const terminals: Terminal[] = [];
    await use(async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'e2e-terminal-'));
      const terminal = new Terminal(folder, vrs, String(info.project.metadata['target']));
      terminals.push(terminal);
      return terminal;
    });
    for (const terminal of terminals) {
      await terminal.quit();
      await rm(terminal.folder, { recursive: true, force: true });
      await rm(filesOf(terminal.folder), { recursive: true, force: true });
      await rm(`${terminal.folder}-violations.jsonl`, { force: true });
      await rm(terminal.printer.folder, { recursive: true, force: true });
    }
  },

  terminal: async ({ anotherTerminal }, use) => {
    const terminal = await anotherTerminal();
    await terminal.start();
    await use(terminal);
    base.expect(terminal.complaints).toEqual([]);
    base.expect(await terminal.violations()).toBe('');
  },

  window: async ({ terminal }, use) => {
    await use(terminal.window);
  },
});

export { expect } from '@playwright/test';
