/** The `session` module: the sessions by partition. */
import type { EventEmitter } from 'node:events';
import { sessionEvents, sessionMembers } from '../manifest.ts';
import { facade, onlyKeys, UnsupportedElectronApi } from '../strict.ts';
import { HostSession, type SessionParts } from './session.ts';

interface Entry {
  readonly implementation: HostSession;
  readonly face: Electron.Session;
}

export class Sessions {
  readonly #parts: SessionParts;
  readonly #app: EventEmitter;
  readonly #entries = new Map<string, Entry>();

  constructor(parts: SessionParts, app: EventEmitter) {
    this.#parts = parts;
    this.#app = app;
  }

  /** Persistent; a window on it is refused, and so is its network. What is left are the guards an app sets on it. */
  get defaultSession(): Electron.Session {
    return this.#get('').face;
  }

  fromPartition(
    partition: string,
    options: Electron.FromPartitionOptions = { cache: true },
  ): Electron.Session {
    onlyKeys('session.fromPartition', options, ['cache']);
    if (partition.startsWith('persist:')) {
      throw new UnsupportedElectronApi(`session.fromPartition('${partition}'): sessions are in memory only`);
    }
    return this.#get(partition).face;
  }

  get all(): readonly HostSession[] {
    return [...this.#entries.values()].map((entry) => entry.implementation);
  }

  #get(partition: string): Entry {
    const known = this.#entries.get(partition);
    if (known !== undefined) return known;
    const implementation = new HostSession(partition, this.#parts);
    const face = facade<Electron.Session>(
      { name: 'session', members: sessionMembers, events: sessionEvents },
      implementation,
    );
    const entry = { implementation, face };
    this.#entries.set(partition, entry);
    this.#app.emit('session-created', face);
    return entry;
  }
}
