/**
 * `app.requestSingleInstanceLock`: a pid file made with O_EXCL decides, because Electron's call is synchronous too;
 * a socket beside it carries the second instance's words. Both are in the temporary folder, named after the userData
 * folder: nothing of the host lands in the latter, and a socket's path must be short.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decode, encode } from '../renderer/codec.ts';

export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

/** A pid can be taken by another program meanwhile; where /proc exists, its command line says so. */
function isHost(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('chromium-host');
}

export class SingleInstance {
  readonly #lockFile: string;
  readonly #address: string;
  readonly #onSecond: (second: SecondInstance) => void;
  #server: Server | undefined;
  #handedOver: Promise<void> = Promise.resolve();

  constructor(userData: string, onSecond: (second: SecondInstance) => void) {
    const name = `chromium-host-${createHash('sha256').update(resolve(userData)).digest('hex').slice(0, 24)}`;
    this.#lockFile = join(tmpdir(), `${name}.lock`);
    this.#address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
    this.#onSecond = onSecond;
  }

  get isHeld(): boolean {
    return this.#server !== undefined;
  }
  /** Settles when the first instance has been told, so that the second may leave. */
  get handedOver(): Promise<void> {
    return this.#handedOver;
  }

  /** True if this process is the first; else the first one is told what this one was asked to do. */
  request(additionalData: unknown): boolean {
    if (this.isHeld) return true;
    if (!this.#take()) {
      const holder = Number(readFileSync(this.#lockFile, 'utf8'));
      if (isHost(holder)) {
        this.#handOver({ argv: process.argv, workingDirectory: process.cwd(), additionalData });
        return false;
      }
      rmSync(this.#lockFile, { force: true });
      if (!this.#take()) return false;
    }
    this.#listen();
    return true;
  }

  release(): void {
    if (!this.isHeld) return;
    this.#server?.close();
    this.#server = undefined;
    rmSync(this.#lockFile, { force: true });
    if (process.platform !== 'win32') rmSync(this.#address, { force: true });
  }

  #take(): boolean {
    try {
      writeFileSync(this.#lockFile, String(process.pid), { flag: 'wx', mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  #listen(): void {
    if (process.platform !== 'win32') rmSync(this.#address, { force: true });
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      let text = '';
      socket.setEncoding('utf8');
      socket.on('error', () => undefined);
      socket.on('data', (chunk: string) => (text += chunk));
      socket.on('end', () => {
        socket.end();
        this.#onSecond(decode(text) as SecondInstance);
      });
    });
    this.#server.on('error', () => undefined);
    this.#server.listen(this.#address);
    this.#server.unref();
  }

  #handOver(second: SecondInstance): void {
    this.#handedOver = new Promise((done) => {
      const socket = connect(this.#address, () => socket.end(encode(second)));
      socket.on('close', () => done());
      socket.on('error', () => done());
      socket.resume();
    });
  }
}
