/**
 * The notation in which IPC arguments cross DevTools protocol: structured clone written down as JSON.
 * The native `structuredClone` decides what may cross (it refuses functions, symbols, DOM nodes); this only writes
 * its result down, with a table of objects so that cycles and shared references survive.
 * Runs unchanged in Node and, with its types stripped, in the preload's isolated world.
 */

type Atom = null | string | number | boolean | ['u'] | ['n', string] | ['b', string] | ['r', number] | ['h'];
type Body =
  | ['A', Atom[]]
  | ['O', Atom[]]
  | ['D', Atom]
  | ['X', string, string]
  | ['M', Atom[]]
  | ['S', Atom[]]
  | ['B', string]
  | ['W', Atom]
  | ['E', string, string, string, Atom]
  | ['T', string, Atom, number, number];

const viewTypes: Readonly<
  Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => object>
> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};
const errorTypes: Readonly<Record<string, new (message: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Node has Buffer; Chromium has `toBase64` since 140; neither has both. */
const bytesToBase64 = (bytes: ArrayBuffer): string =>
  typeof Buffer === 'function'
    ? Buffer.from(bytes).toString('base64')
    : (new Uint8Array(bytes) as Uint8Array & { toBase64: () => string }).toBase64();

const base64ToBytes = (text: string): ArrayBuffer => {
  if (typeof Buffer === 'function') return new Uint8Array(Buffer.from(text, 'base64')).buffer;
  return (
    Uint8Array as typeof Uint8Array & { fromBase64: (text: string) => Uint8Array<ArrayBuffer> }
  ).fromBase64(text).buffer;
};

/** Assignment would call setters and treat `__proto__` specially. */
const defineItem = (target: object, key: PropertyKey, value: unknown): void => {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
};

/** Electron's own words for a value that IPC does not take. */
const cloneError = (): Error => new Error('An object could not be cloned.');

/** Writes a value down. Throws Electron's `An object could not be cloned.` for what IPC does not take. */
export function encode(input: unknown): string {
  let clone: unknown;
  try {
    clone = structuredClone(input);
  } catch {
    throw cloneError();
  }
  const table: (Body | 0)[] = [];
  const seen = new Map<object, number>();

  const atom = (value: unknown): Atom => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return ['u'];
    if (typeof value === 'bigint') return ['b', String(value)];
    if (typeof value === 'number') {
      if (Object.is(value, -0)) return ['n', '-0'];
      return Number.isFinite(value) ? value : ['n', String(value)];
    }
    if (typeof value !== 'object') throw cloneError();
    const known = seen.get(value);
    if (known !== undefined) return ['r', known];
    const id = table.length;
    table.push(0);
    seen.set(value, id);
    table[id] = body(value);
    return ['r', id];
  };

  const body = (value: object): Body => {
    if (Array.isArray(value)) {
      const items: Atom[] = [];
      for (let index = 0; index < value.length; index++)
        items.push(index in value ? atom(value[index]) : ['h']);
      return ['A', items];
    }
    if (value instanceof Map) return ['M', [...value].flat().map(atom)];
    if (value instanceof Set) return ['S', [...value].map(atom)];
    if (value instanceof Date) return ['D', atom(value.getTime())];
    if (value instanceof RegExp) return ['X', value.source, value.flags];
    if (value instanceof ArrayBuffer) return ['B', bytesToBase64(value)];
    if (value instanceof Error) {
      const cause: Atom = 'cause' in value ? atom(value.cause) : ['h'];
      return ['E', value.name, value.message, String(value.stack), cause];
    }
    const tag = tagOf(value);
    if (ArrayBuffer.isView(value) && tag in viewTypes) {
      const bytesPerItem = 'BYTES_PER_ELEMENT' in value ? Number(value.BYTES_PER_ELEMENT) : 1;
      return ['T', tag, atom(value.buffer), value.byteOffset, value.byteLength / bytesPerItem];
    }
    if (tag === 'Boolean' || tag === 'Number' || tag === 'String' || tag === 'BigInt') {
      return ['W', atom(value.valueOf())];
    }
    if (tag === 'Object') return ['O', Object.entries(value).flatMap(([key, item]) => [key, atom(item)])];
    // Blob, File, ImageData, CryptoKey, SharedArrayBuffer: structured clone takes them, Electron's IPC does not.
    throw cloneError();
  };

  const root = atom(clone);
  return JSON.stringify(table.length > 0 ? [root, table] : [root]);
}

/** Reads back what {@link encode} wrote. Throws on anything else. */
export function decode(text: string): unknown {
  const [root, table = []] = JSON.parse(text) as [Atom, Body[]?];
  const done: (object | undefined)[] = Array.from({ length: table.length });

  const value = (atom: Atom): unknown => {
    if (!Array.isArray(atom)) return atom;
    switch (atom[0]) {
      case 'u':
      case 'h':
        return undefined;
      case 'n':
        return Number(atom[1]);
      case 'b':
        return BigInt(atom[1]);
      case 'r':
        return object(atom[1]);
      default:
        throw new Error('codec: unknown atom');
    }
  };
  const isHole = (atom: Atom): boolean => Array.isArray(atom) && atom[0] === 'h';

  const object = (id: number): object => {
    const known = done[id];
    if (known !== undefined) return known;
    const node = table[id];
    if (node === undefined) throw new Error('codec: reference outside the table');
    const keep = <T extends object>(made: T): T => {
      done[id] = made;
      return made;
    };
    switch (node[0]) {
      case 'A': {
        const array = keep<unknown[]>(Array.from({ length: 0 }));
        array.length = node[1].length;
        for (const [index, item] of node[1].entries()) if (!isHole(item)) array[index] = value(item);
        return array;
      }
      case 'O': {
        const made = keep({});
        for (let index = 0; index < node[1].length; index += 2) {
          defineItem(made, String(node[1][index]), value(node[1][index + 1] ?? null));
        }
        return made;
      }
      case 'M': {
        const map = keep(new Map<unknown, unknown>());
        for (let index = 0; index < node[1].length; index += 2) {
          map.set(value(node[1][index] ?? null), value(node[1][index + 1] ?? null));
        }
        return map;
      }
      case 'S': {
        const set = keep(new Set<unknown>());
        for (const item of node[1]) set.add(value(item));
        return set;
      }
      case 'D':
        return keep(new Date(Number(value(node[1]))));
      case 'X':
        return keep(new RegExp(node[1], node[2]));
      case 'B':
        return keep(base64ToBytes(node[1]));
      case 'W':
        return keep(new Object(value(node[1])));
      case 'E': {
        const type = (Object.hasOwn(errorTypes, node[1]) ? errorTypes[node[1]] : undefined) ?? Error;
        const error = keep(new type(node[2]));
        defineItem(error, 'stack', node[3]);
        if (!isHole(node[4])) defineItem(error, 'cause', value(node[4]));
        return error;
      }
      case 'T': {
        const type = Object.hasOwn(viewTypes, node[1]) ? viewTypes[node[1]] : undefined;
        if (type === undefined) throw new Error('codec: unknown view');
        return keep(new type(value(node[2]) as ArrayBuffer, node[3], node[4]));
      }
      default:
        throw new Error('codec: unknown node');
    }
  };

  return value(root);
}
