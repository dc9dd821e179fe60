import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import {
  behind,
  facade,
  onlyKeys,
  unsupportedModule,
  UnsupportedElectronApi,
} from '../../../tools/chromium-host/src/strict.ts';

class Thing extends EventEmitter {
  #count = 0;
  name = 'thing';
  increase(): number {
    this.#count += 1;
    return this.#count;
  }
  itself(): this {
    return this;
  }
  hidden(): string {
    return 'of the host';
  }
}
interface Face extends EventEmitter {
  name: string;
  increase: () => number;
  itself: () => Face;
  hidden: () => string;
  missing: () => void;
}
const make = (events?: readonly string[] | 'any') => {
  const thing = new Thing();
  const surface = { name: 'thing', members: ['name', 'increase', 'itself'] as const };
  return { thing, face: facade<Face>(events === undefined ? surface : { ...surface, events }, thing) };
};

describe('the strict face', () => {
  it('lets the listed members through, with their private state', () => {
    const { face } = make();
    expect([face.increase(), face.increase(), face.name]).toEqual([1, 2, 'thing']);
  });

  it('throws the name of anything else, be it missing or the host’s own', () => {
    const { face } = make();
    expect(() => face.hidden()).toThrow(new UnsupportedElectronApi('thing.hidden'));
    expect(() => face.missing()).toThrow('chromium-host: thing.missing is not implemented by the stand-in');
    expect(() => face.on('x', () => undefined)).toThrow('thing.on');
  });

  it('gives the same function each time, and itself where the implementation gives itself', () => {
    const { face } = make();
    expect(face.increase).toBe(face.increase);
    expect(face.itself()).toBe(face);
  });

  it('takes replacements of known members and no new ones', () => {
    const { face } = make();
    face.increase = () => 100;
    expect(face.increase()).toBe(100);
    expect(() => Object.assign(face, { decrease: () => 0 })).toThrow('thing.decrease (assignment)');
  });

  it('knows which events there are', () => {
    const { thing, face } = make(['opened']);
    const heard: unknown[] = [];
    expect(face.on('opened', (value) => heard.push(value))).toBe(face);
    thing.emit('opened', 1);
    expect(heard).toEqual([1]);
    expect(() => face.on('shut', () => undefined)).toThrow("thing.on('shut')");
    expect(() => face.once('shut', () => undefined)).toThrow("thing.once('shut')");
    expect(make('any').face.on('whatever', () => undefined)).toBeDefined();
  });

  it('can be looked at by anybody who only asks what it is', async () => {
    const { face } = make();
    expect(inspect(face)).toContain('Thing');
    expect(() => JSON.stringify({ face: inspect(face) })).not.toThrow();
    expect(await Promise.resolve(face)).toBe(face);
    expect(face instanceof Thing).toBe(true);
    expect(Object.keys(face)).toEqual(['name']);
  });

  it('gives its implementation back to the host, and only to the host', () => {
    const { thing, face } = make();
    expect(behind(face, Thing)).toBe(thing);
    expect(() => behind({}, Thing)).toThrow('not an object of this host');
    expect(() => behind(face, Map)).toThrow('not an object of this host');
  });
});

describe('what the app must not use', () => {
  it('throws at the first touch, by name', async () => {
    const shell = unsupportedModule('shell') as { openExternal: () => void };
    expect(() => shell.openExternal()).toThrow(new UnsupportedElectronApi('shell.openExternal'));
    expect(await Promise.resolve(shell)).toBe(shell);
  });

  it('is refused as an option', () => {
    expect(() => onlyKeys('BrowserWindow', { width: 1, kiosk: true }, ['width'])).toThrow(
      "BrowserWindow: option 'kiosk'",
    );
    expect(() => onlyKeys('BrowserWindow', { width: 1 }, ['width'])).not.toThrow();
  });
});
