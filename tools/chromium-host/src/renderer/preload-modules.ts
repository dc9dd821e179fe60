/** The few modules that a sandboxed preload may require, and the objects Electron puts beside them. */

type Listener = (...args: unknown[]) => void;
interface Entry {
  readonly call: Listener;
  readonly given: Listener;
}

/** As much of Node's EventEmitter as Electron's polyfill is used for. */
export class PreloadEmitter {
  readonly #entries = new Map<string, Entry[]>();

  on(name: string, listener: Listener): this {
    return this.#add(name, { call: listener, given: listener });
  }
  addListener(name: string, listener: Listener): this {
    return this.on(name, listener);
  }
  once(name: string, listener: Listener): this {
    const entry: Entry = {
      given: listener,
      call: (...args) => {
        this.#remove(name, entry);
        listener(...args);
      },
    };
    return this.#add(name, entry);
  }
  off(name: string, listener: Listener): this {
    const entry = this.#of(name).findLast((candidate) => candidate.given === listener);
    if (entry !== undefined) this.#remove(name, entry);
    return this;
  }
  removeListener(name: string, listener: Listener): this {
    return this.off(name, listener);
  }
  removeAllListeners(name?: string): this {
    if (name === undefined) this.#entries.clear();
    else this.#entries.delete(name);
    return this;
  }
  listenerCount(name: string): number {
    return this.#of(name).length;
  }
  emit(name: string, ...args: unknown[]): boolean {
    const entries = [...this.#of(name)];
    for (const entry of entries) entry.call(...args);
    return entries.length > 0;
  }

  #of(name: string): Entry[] {
    return this.#entries.get(name) ?? [];
  }
  #add(name: string, entry: Entry): this {
    if (typeof entry.given !== 'function')
      throw new TypeError('The "listener" argument must be of type function.');
    this.#entries.set(name, [...this.#of(name), entry]);
    return this;
  }
  #remove(name: string, entry: Entry): void {
    this.#entries.set(
      name,
      this.#of(name).filter((candidate) => candidate !== entry),
    );
  }
}

/** What is not implemented throws its name, as in the main process. */
export function strictObject<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') {
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' && target instanceof PreloadEmitter ? value.bind(target) : value;
      }
      throw new Error(`chromium-host: ${name}.${key} is not implemented by the stand-in`);
    },
  });
}

const nextTask = (callback: () => void) => setTimeout(callback, 0);

/** `require` of a sandboxed preload: exactly Electron's list, and Electron's message for anything else. */
export function preloadRequire(electron: object): (id: string) => unknown {
  const events = Object.assign(class EventEmitter extends PreloadEmitter {}, {
    EventEmitter: PreloadEmitter,
    default: PreloadEmitter,
  });
  const setImmediate = nextTask;
  const timers = {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    setImmediate,
    clearImmediate: clearTimeout,
  };
  const url = { URL, URLSearchParams };
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    events,
    'node:events': events,
    timers,
    'node:timers': timers,
    url,
    'node:url': url,
  };
  return (id) => {
    if (Object.hasOwn(modules, id)) return modules[id];
    throw new Error(`module not found: ${id}`);
  };
}
