/**
 * How contextBridge carries values between the page's world and the preload's: plain data is cloned, functions and
 * promises become proxies, errors are rebuilt from their message alone, cycles through objects are kept.
 * The same code runs in both worlds (see bundle.ts), and it runs in the page's world, whose scripts may replace any
 * built-in later: everything is captured here, before the first page script, and called through `apply`.
 */

export type Packed =
  | ['v', unknown]
  | ['v', unknown, number]
  | ['r', number]
  | ['e', string]
  | ['f', number]
  | ['p', number]
  | ['a', number, Packed[]]
  | ['o', number, [string, Packed][]];

export type BridgeMessage =
  | ['call', number, Packed]
  | ['settle', number, boolean, Packed]
  | ['reply', [boolean, Packed]]
  | ['expose', string, Packed]
  | ['exposed', boolean]
  | ['open', string, string, string]
  | ['print'];

/** A built-in function, taken off its prototype to be called through `apply`. */
type Native = (this: unknown, ...args: unknown[]) => unknown;
export const native = (owner: object, name: string): Native => Reflect.get(owner, name) as Native;

export const apply = native(Reflect, 'apply') as (
  target: Native,
  receiver: unknown,
  args: readonly unknown[],
) => unknown;
const { ownKeys } = Reflect;
export const define = Object.defineProperty;
const { isArray } = Array;
const { freeze, getPrototypeOf, isFrozen, keys } = Object;
const isView = native(ArrayBuffer, 'isView');
const clone = structuredClone;
const toText = String;
const NativeMap = Map;
const NativePromise = Promise;
const NativeError = Error;
const NativeTypeError = TypeError;
const mapGet = native(Map.prototype, 'get');
const mapSet = native(Map.prototype, 'set');
const mapDelete = native(Map.prototype, 'delete');
const promiseThen = native(Promise.prototype, 'then');
const objectPrototype = Object.prototype;
const nativeToString = native(Object.prototype, 'toString');
const bytesPrototype = Uint8Array.prototype;
const datePrototype = Date.prototype;

/** A property that no setter on a prototype can intercept; the descriptor itself inherits nothing either. */
export const put = (target: object, key: PropertyKey, value: unknown, writable = true): void => {
  define(target, key, {
    __proto__: null,
    value,
    enumerable: true,
    writable,
    configurable: writable,
  } as PropertyDescriptor);
};

const tooDeep =
  'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.';

export interface BridgeValues {
  pack: (value: unknown) => Packed;
  unpack: (packed: Packed) => unknown;
  /** Answers a `call` message: runs the function behind the proxy. */
  answer: (id: number, args: Packed, describeError: (error: unknown) => Packed) => [boolean, Packed];
  /** Handles a `settle` message: the promise behind a proxy has settled. */
  settle: (id: number, fulfilled: boolean, value: Packed) => void;
}

/**
 * @param send delivers a message to the other world and gives its synchronous reply, if it is a call.
 * @param isHidden objects that Electron never lets through (it sends an empty object instead).
 */
export function bridgeValues(
  send: (message: BridgeMessage) => [boolean, Packed] | undefined,
  isHidden: (value: object) => boolean,
): BridgeValues {
  let sequence = 0;
  const functions = new NativeMap<number, (...args: unknown[]) => unknown>();
  const pending = new NativeMap<
    number,
    { resolve: (value: unknown) => void; reject: (error: unknown) => void }
  >();

  /** Nothing to proxy or rebuild: the structured clone of `CustomEvent.detail` carries it, much faster. */
  const isPlainData = (value: unknown, depth: number): boolean => {
    if (value === null || typeof value !== 'object')
      return typeof value !== 'function' && typeof value !== 'symbol';
    if (depth > 100 || isHidden(value)) return false;
    const prototype: unknown = getPrototypeOf(value);
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        if (!(index in value) || !isPlainData(value[index], depth + 1)) return false;
      }
      return true;
    }
    if (prototype !== objectPrototype) return prototype === bytesPrototype || prototype === datePrototype;
    for (const key in value) if (!isPlainData(value[key as keyof typeof value], depth + 1)) return false;
    return true;
  };

  const packAt = (value: unknown, depth: number, seen: Map<object, number>): Packed => {
    if (depth > 1000) throw new NativeTypeError(tooDeep);
    if (typeof value === 'symbol') throw new NativeError('A symbol could not be passed over contextBridge');
    if (typeof value === 'function') {
      // A new proxy each time, as in Electron: handing the same callback over twice gives two functions there.
      const id = ++sequence;
      apply(mapSet, functions, [id, value]);
      return ['f', id];
    }
    if (value === null || typeof value !== 'object') return ['v', value];
    if (isHidden(value)) return ['o', -1, []];
    if (value instanceof NativePromise) {
      const id = ++sequence;
      apply(promiseThen, value, [
        (result: unknown) => void send(['settle', id, true, pack(result)]),
        (error: unknown) => void send(['settle', id, false, pack(error)]),
      ]);
      return ['p', id];
    }
    const known = apply(mapGet, seen, [value]) as number | undefined;
    if (known !== undefined) return ['r', known];
    if (value instanceof NativeError) {
      // Electron rebuilds `Error(message)`: name, stack, cause and code are lost on the way.
      return ['e', typeof value.message === 'string' ? value.message : toText(value)];
    }
    if (isArray(value)) {
      // Remembered after its elements, as Electron does: a cycle through an array runs into the depth limit.
      const items: Packed[] = [];
      for (let index = 0; index < value.length; index++)
        put(items, index, packAt(value[index], depth + 1, seen));
      const id = seen.size;
      apply(mapSet, seen, [value, id]);
      return ['a', id, items];
    }
    const id = seen.size;
    apply(mapSet, seen, [value, id]);
    if (apply(nativeToString, value, []) !== '[object Object]') return ['v', clone(value), id];
    const entries: [string, Packed][] = [];
    const names = keys(value);
    for (let index = 0; index < names.length; index++) {
      const name = names[index] ?? '';
      put(entries, index, [name, packAt(value[name as keyof typeof value], depth + 1, seen)]);
    }
    return ['o', id, entries];
  };
  const pack = (value: unknown): Packed =>
    isPlainData(value, 0) ? ['v', value] : packAt(value, 0, new NativeMap<object, number>());

  const proxyOf =
    (id: number) =>
    (...args: unknown[]): unknown => {
      const reply = send(['call', id, pack(args)]);
      if (reply === undefined) throw new NativeError('contextBridge: the other world is gone');
      if (!reply[0]) throw unpack(reply[1]);
      return unpack(reply[1]);
    };

  const unpackAt = (packed: Packed, seen: Map<number, unknown>): unknown => {
    const remember = (id: number, value: unknown): void => void apply(mapSet, seen, [id, value]);
    if (packed[0] === 'v') {
      if (packed.length === 3) remember(packed[2], packed[1]);
      return packed[1];
    }
    if (packed[0] === 'r') return apply(mapGet, seen, [packed[1]]);
    if (packed[0] === 'e') return new NativeError(packed[1]);
    if (packed[0] === 'f') return proxyOf(packed[1]);
    if (packed[0] === 'p') {
      return new NativePromise((resolve, reject) => {
        apply(mapSet, pending, [packed[1], { resolve, reject }]);
      });
    }
    if (packed[0] === 'a') {
      const array: unknown[] = [];
      remember(packed[1], array);
      for (let index = 0; index < packed[2].length; index++) {
        put(array, index, unpackAt(packed[2][index] ?? ['v', null], seen));
      }
      return array;
    }
    const object = {};
    remember(packed[1], object);
    for (let index = 0; index < packed[2].length; index++) {
      const entry = packed[2][index];
      if (entry !== undefined) put(object, entry[0], unpackAt(entry[1], seen));
    }
    return object;
  };
  const unpack = (packed: Packed): unknown => unpackAt(packed, new NativeMap<number, unknown>());

  return {
    pack,
    unpack,
    answer: (id, args, describeError) => {
      try {
        const target = apply(mapGet, functions, [id]) as (...args: unknown[]) => unknown;
        return [true, pack(apply(target, undefined, unpack(args) as unknown[]))];
      } catch (error) {
        return [false, describeError(error)];
      }
    },
    settle: (id, fulfilled, value) => {
      const entry = apply(mapGet, pending, [id]) as
        { resolve: (value: unknown) => void; reject: (error: unknown) => void } | undefined;
      if (entry === undefined) return;
      apply(mapDelete, pending, [id]);
      if (fulfilled) entry.resolve(unpack(value));
      else entry.reject(unpack(value));
    },
  };
}

/** What `exposeInMainWorld` does to the exposed root: frozen all the way down, functions included. */
export const deepFreeze = (target: object): void => {
  if (isFrozen(target)) return;
  freeze(target);
  const names = ownKeys(target);
  for (let index = 0; index < names.length; index++) {
    const value: unknown = target[names[index] as keyof typeof target];
    const freezable = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (freezable && apply(isView, undefined, [value]) !== true) deepFreeze(value);
  }
};
