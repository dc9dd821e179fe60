/**
 * The strict face of every Electron object: the app sees the members that the manifest lists and nothing else.
 * A member that is missing throws its own name, so that a test fails where the app uses something unproven,
 * and not later where `undefined` turns up.
 */

export class UnsupportedElectronApi extends Error {
  constructor(what: string) {
    super(`chromium-host: ${what} is not implemented by the stand-in`);
    this.name = 'UnsupportedElectronApi';
  }
}

export interface Surface<T extends object> {
  /** How the object is called in messages, for example `app` or `session.webRequest`. */
  readonly name: string;
  readonly members: readonly (keyof T)[];
  /** The events that may be listened to; `any` for emitters whose names the app chooses (IPC channels). */
  readonly events?: readonly string[] | 'any';
}

const emitterMembers = new Set([
  'on',
  'once',
  'off',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'removeListener',
  'removeAllListeners',
  'emit',
  'eventNames',
  'listenerCount',
  'listeners',
  'setMaxListeners',
]);
const listens = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'emit']);

/** What `await`, `util.inspect`, `JSON.stringify` and test runners look for on any object; asking is not using. */
const probes = new Set([
  '$$typeof',
  '__esModule',
  // Stand enumerably on EventEmitter's prototype.
  '_events',
  '_eventsCount',
  '_maxListeners',
  'asymmetricMatch',
  'constructor',
  'hasAttribute',
  'hasOwnProperty',
  'inspect',
  'nodeType',
  'prototype',
  'tagName',
  'then',
  'toJSON',
  'toString',
  'valueOf',
]);

const implementations = new WeakMap<object, object>();

/**
 * Puts the strict face on an implementation. The implementation must carry the surface's members (its class says
 * `implements Pick<Electron.X, UsedX>`); everything else that Electron's type promises throws at run time.
 */
export function facade<T extends object>(surface: Surface<T>, implementation: object): T {
  const allowed = new Set<PropertyKey>(surface.members);
  const wrapped = new Map<string, { readonly of: unknown; readonly wrapper: unknown }>();

  const checkEvent = (member: string, event: unknown): void => {
    if (surface.events === undefined || surface.events === 'any' || !listens.has(member)) return;
    if (typeof event === 'string' && !surface.events.includes(event)) {
      throw new UnsupportedElectronApi(`${surface.name}.${member}('${event}')`);
    }
  };

  const face: object = new Proxy(implementation, {
    get(target, key) {
      if (typeof key === 'symbol') return Reflect.get(target, key, target);
      const isEmitter = surface.events !== undefined && emitterMembers.has(key);
      if (!allowed.has(key) && !isEmitter) {
        if (probes.has(key)) return Reflect.get(target, key, target);
        throw new UnsupportedElectronApi(`${surface.name}.${key}`);
      }
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      // The same function each time (`x.on === x.on`), and `this` for chaining is the face, not what is behind it.
      const known = wrapped.get(key);
      if (known?.of === value) return known.wrapper;
      const wrapper = (...args: unknown[]): unknown => {
        if (isEmitter) checkEvent(key, args[0]);
        const result: unknown = Reflect.apply(value, target, args);
        return result === target ? face : result;
      };
      wrapped.set(key, { of: value, wrapper });
      return wrapper;
    },
    // Whoever lists the properties (a test runner, a debugger) sees those that may be asked for.
    ownKeys: (target) => Reflect.ownKeys(target).filter((key) => typeof key === 'symbol' || allowed.has(key)),
    set(target, key, value) {
      // Tests replace members (`dialog.showOpenDialog = …`); inventing new ones is a mistake.
      if (typeof key === 'string' && !allowed.has(key) && !emitterMembers.has(key)) {
        throw new UnsupportedElectronApi(`${surface.name}.${key} (assignment)`);
      }
      return Reflect.set(target, key, value, target);
    },
  });
  implementations.set(face, implementation);
  // The one place where a part is passed off as Electron's whole type: what is missing throws.
  return face as T;
}

/** The implementation behind a face that the app passes back to us, for example `webPreferences.session`. */
export function behind<T extends object>(face: object, type: abstract new (...args: never[]) => T): T {
  const implementation = implementations.get(face);
  if (!(implementation instanceof type))
    throw new TypeError(`chromium-host: not an object of this host's Electron`);
  return implementation;
}

/** A module that the app must not use at all: every property access throws its name. */
export function unsupportedModule(name: string): object {
  return new Proxy(
    {},
    {
      get(_target, key) {
        if (typeof key === 'symbol' || probes.has(key)) return undefined;
        throw new UnsupportedElectronApi(`${name}.${key}`);
      },
    },
  );
}

/** Refuses options that nobody has thought about yet. */
export function onlyKeys(what: string, options: object, allowed: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!allowed.includes(key)) throw new UnsupportedElectronApi(`${what}: option '${key}'`);
  }
}
