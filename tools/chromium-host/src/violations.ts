/**
 * What the app did that Electron would have let pass but this product must not do.
 * A test reads the list after each case; it must be empty.
 */

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

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  readonly add: Violate = (kind, detail) => {
    this.entries.push({ kind, detail, at: Date.now() });
    this.#print(`[chromium-host] VIOLATION ${kind}: ${detail}\n`);
  };
}
