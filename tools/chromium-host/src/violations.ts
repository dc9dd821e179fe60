/**
 * What the app did that Electron would have let pass but this product must not do.
 * A test reads the list after each case; it must be empty.
 */

import { appendFileSync } from 'node:fs';

export type ViolationKind =
  | 'app-folder-write'
  | 'binding'
  | 'create-window'
  | 'dialog'
  | 'download'
  | 'error-page'
  | 'left-the-app'
  | 'navigation'
  | 'network'
  | 'node-child'
  | 'openExternal'
  | 'permission-granted'
  | 'preload-error'
  | 'preload-world-exception'
  | 'print'
  | 'protocol'
  | 'service-worker'
  | 'set-cookie'
  | 'setPath-after-ready'
  | 'shared_worker'
  | 'showErrorBox'
  | 'unhandledRejection'
  | 'unsupported'
  | 'websocket'
  | 'webtransport'
  | 'window-open';

export interface Violation {
  readonly kind: ViolationKind;
  readonly detail: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type Violate = (kind: ViolationKind, detail: string) => void;

export class ViolationLog {
  readonly entries: Violation[] = [];
  readonly #print: (line: string) => void;
  /** Each one as a JSON line, for runs that nobody can ask any more when they have ended. */
  readonly #file: string | undefined;

  constructor(print: (line: string) => void, file: string | undefined) {
    this.#print = print;
    this.#file = file;
  }

  readonly add: Violate = (kind, detail) => {
    const violation = { kind, detail, at: Date.now() };
    this.entries.push(violation);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(violation)}\n`);
    this.#print(`[chromium-host] VIOLATION ${kind}: ${detail}\n`);
  };
}
