import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CacheOptions } from '../../../src-main/cache/cache.ts';
import { openCache } from '../../../src-main/cache/open-cache.ts';
import { Events } from '../../../src-main/gateway/events.ts';
import { LocalCopy } from '../../../src-main/people/local-copy.ts';
import { systemClock } from '../../../src-shared/domain/clock.ts';
import { json, scriptedVrs } from '../../unit/vrs/scripted-vrs.ts';
import { Place } from './a-cache.ts';

const nobodyYet = json(200, { people: [], removed: [], cursor: 'end', remaining: 0 });

let place: Place;
let opened: CacheOptions[];
let copy: LocalCopy;

beforeEach(() => {
  place = new Place();
  opened = [];
  copy = new LocalCopy({
    ...place.options(),
    memoryOnly: false,
    openCache: (options) => {
      opened.push(options);
      return openCache(options);
    },
    vrs: scriptedVrs([nobodyYet]).client,
    clock: systemClock,
    events: new Events(),
  });
});
afterEach(async () => {
  await copy.close();
  await place[Symbol.asyncDispose]();
});

describe('the local copy', () => {
  it('of a new session is open and full, however late the one before closes', async () => {
    await copy.open();
    const closing = copy.close();
    const opening = copy.open();
    await Promise.all([closing, opening]);
    expect(copy.state).toMatchObject({ state: 'ready' });
    expect(copy.cache).toBeDefined();
  });

  it('of a new session is left alone when the worker of the one before is found to be dead', async () => {
    await copy.open();
    await copy.close();
    const opening = copy.open();
    opened[0]?.onFailure?.('crashed');
    await opening;
    // The failure that is told late has had its turn by then.
    await copy.open();
    expect(opened).toHaveLength(2);
    expect(copy.state).toMatchObject({ state: 'ready' });
  });

  it('is opened again and filled when its own worker dies', async () => {
    await copy.open();
    opened[0]?.onFailure?.('crashed');
    await copy.open();
    expect(opened).toHaveLength(2);
    expect(copy.state).toMatchObject({ state: 'ready' });
  });
});
