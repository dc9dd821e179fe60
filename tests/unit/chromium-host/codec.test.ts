import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decode, encode } from '../../../tools/chromium-host/src/renderer/codec.ts';

const through = (value: unknown): unknown => decode(encode(value));

/** Anything that structured clone and Electron's IPC both take. */
const cloneable = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY),
    fc.date({ noInvalidDate: false }),
    fc.uint8Array(),
    fc.float64Array(),
    fc.bigInt64Array(),
    fc.array(tie('value')),
    fc.sparseArray(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.string(), tie('value')),
    fc.array(fc.tuple(tie('value'), tie('value'))).map((entries) => new Map(entries)),
    fc.array(tie('value')).map((items) => new Set(items)),
  ),
})).value;

describe('the IPC codec', () => {
  it('gives back what structured clone gives back', () => {
    fc.assert(
      fc.property(cloneable, (value) => {
        expect(through(value)).toStrictEqual(structuredClone(value));
      }),
    );
  });

  it('writes plain JSON, so that it can be put into a script', () => {
    fc.assert(
      fc.property(cloneable, (value) => {
        expect(() => JSON.parse(encode(value)) as unknown).not.toThrow();
      }),
    );
  });

  it('keeps cycles, shared references and shared buffers', () => {
    const node: { self?: unknown; items: unknown[] } = { items: [] };
    node.self = node;
    node.items.push(node, node.items);
    const cyclic = through(node) as typeof node;
    expect(cyclic.self).toBe(cyclic);
    expect(cyclic.items).toEqual([cyclic, cyclic.items]);

    const { buffer } = new Uint8Array([1, 2, 3, 4]);
    const [whole, part] = through([new Uint8Array(buffer), new DataView(buffer, 1, 2)]) as [
      Uint8Array,
      DataView,
    ];
    expect(part.buffer).toBe(whole.buffer);
    expect([part.byteOffset, part.byteLength, part.getUint8(0)]).toEqual([1, 2, 2]);
  });

  it('keeps errors with class, message, stack and cause', () => {
    const error = new RangeError('too far', { cause: { at: 7 } });
    const back = through(error) as RangeError;
    expect(back).toBeInstanceOf(RangeError);
    expect([back.message, back.stack, back.cause]).toEqual([error.message, error.stack, { at: 7 }]);
    class Special extends Error {
      override readonly name = 'Special';
    }
    expect((through(new Special('x')) as Error).constructor).toBe(Error);
  });

  it('keeps regular expressions, invalid dates, wrapped primitives and lone surrogates', () => {
    expect(through(/あ+/giu)).toEqual(/あ+/giu);
    expect((through(new Date(Number.NaN)) as Date).getTime()).toBeNaN();
    expect(through(new Object(7n))).toEqual(new Object(7n));
    expect(through(new Object('文字'))).toEqual(new Object('文字'));
    expect(through('𠮷\ud800\u0000')).toBe('𠮷\ud800\u0000');
  });

  it('takes a property called __proto__ for a property', () => {
    const back = through(JSON.parse('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Reflect.has({}, 'polluted')).toBe(false);
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['an object with a function', { f: () => 1 }],
    ['a WeakMap', new WeakMap()],
    ['a promise', Promise.resolve(1)],
    ['a Blob, which structured clone would take', new Blob(['x'])],
    ['shared memory, which structured clone would take', new SharedArrayBuffer(8)],
  ])('refuses %s in Electron’s words', (_what, value) => {
    expect(() => encode(value)).toThrow('An object could not be cloned.');
  });

  it.each([
    ['', 'JSON'],
    ['[["r",0]]', 'reference outside the table'],
    ['[["x"]]', 'unknown atom'],
    ['[["r",0],[["Z"]]]', 'unknown node'],
    ['[["r",0],[["T","Object",["r",1],0,1]]]', 'unknown view'],
  ])('throws on what it has not written: %s', (text, message) => {
    expect(() => decode(text)).toThrow(message);
  });
});
