import type { Connection } from '../../src-shared/contract/session.ts';

/** The state that the top bar shows, from the outcome of every request. */
export class ConnectionMonitor {
  readonly #changed: (connection: Connection) => void;
  #connection: Connection = 'unknown';

  constructor(changed: (connection: Connection) => void) {
    this.#changed = changed;
  }

  get connection(): Connection {
    return this.#connection;
  }

  note(connection: Exclude<Connection, 'unknown'>): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#changed(connection);
  }
}
