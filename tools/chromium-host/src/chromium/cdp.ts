/**
 * DevTools protocol over `--remote-debugging-pipe`: JSON messages that end in a NUL byte, on file descriptors 3 and 4.
 * Results and parameters are as loose as the protocol: the caller names the few fields it reads.
 */
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type CdpFields = Record<string, unknown>;

interface Incoming {
  readonly id?: number;
  readonly result?: CdpFields;
  readonly error?: { readonly message: string; readonly code: number };
  readonly method?: string;
  readonly params?: CdpFields;
  readonly sessionId?: string;
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: CdpFields) => void;
  readonly reject: (error: Error) => void;
}

/** Cuts a byte stream at NUL bytes. Keeps Buffers until then: joining strings would be quadratic for large messages. */
export class MessageFramer {
  #chunks: Buffer[] = [];

  /** The messages that this chunk completes, in order. */
  push(chunk: Buffer): string[] {
    const messages: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(0, from); end !== -1; end = chunk.indexOf(0, from)) {
      this.#chunks.push(chunk.subarray(from, end));
      messages.push(Buffer.concat(this.#chunks).toString('utf8'));
      this.#chunks = [];
      from = end + 1;
    }
    if (from < chunk.length) this.#chunks.push(chunk.subarray(from));
    return messages;
  }
}

/** Emits protocol events by method name, and `close` once the browser is gone. */
export class CdpConnection extends EventEmitter {
  readonly #toBrowser: Writable;
  readonly #framer = new MessageFramer();
  readonly #pending = new Map<number, Pending>();
  readonly #sessions = new Map<string, CdpSession>();
  #sequence = 0;
  #closed = false;

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    super();
    this.#toBrowser = toBrowser;
    fromBrowser.on('data', (chunk: Buffer) => {
      for (const message of this.#framer.push(chunk)) this.#dispatch(JSON.parse(message) as Incoming);
    });
    fromBrowser.on('close', () => this.#close());
    toBrowser.on('error', () => this.#close());
  }

  /** Rejects with the protocol's message, or `browser closed`. */
  send<Result = CdpFields>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
    if (this.#closed) return Promise.reject(new Error(`${method}: browser closed`));
    return new Promise((resolve, reject) => {
      const id = ++this.#sequence;
      this.#pending.set(id, { method, resolve: (result) => resolve(result as Result), reject });
      this.#toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  session(id: string): CdpSession {
    const session = new CdpSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }
  forget(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  #dispatch(message: Incoming): void {
    if (message.id !== undefined) {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error === undefined) pending?.resolve(message.result ?? {});
      else pending?.reject(new Error(`${pending.method}: ${message.error.message}`));
      return;
    }
    if (message.method === undefined) return;
    const target = message.sessionId === undefined ? this : this.#sessions.get(message.sessionId);
    target?.emit(message.method, message.params ?? {});
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { method, reject } of this.#pending.values()) reject(new Error(`${method}: browser closed`));
    this.#pending.clear();
    this.emit('close');
  }
}

/** One attached target. Emits its protocol events by method name. */
export class CdpSession extends EventEmitter {
  readonly id: string;
  readonly #connection: CdpConnection;

  constructor(connection: CdpConnection, id: string) {
    super();
    this.#connection = connection;
    this.id = id;
  }

  /**
   * While Chromium swaps renderer hosts, browser-side `Page.*` commands fail with `Not attached to an active page`
   * for some milliseconds; losing one lost a window's close, so they are tried again for half a second.
   */
  async send<Result = CdpFields>(method: string, params: object = {}): Promise<Result> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#connection.send<Result>(method, params, this.id);
      } catch (error) {
        const isSwap = error instanceof Error && error.message.includes('Not attached to an active page');
        if (!isSwap || attempt >= 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  /** For commands whose failure means only that the page has gone meanwhile. */
  post(method: string, params: object = {}): void {
    this.send(method, params).catch(() => undefined);
  }
}
