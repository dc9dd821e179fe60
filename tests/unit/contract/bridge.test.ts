import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { CALL_CHANNEL, EVENT_CHANNEL } from '../../../src-shared/contract/bridge.ts';

const preload = readFileSync(new URL('../../../src-main/shell/preload.ts', import.meta.url), 'utf8');

it('the preload script uses the one channel each way that the contract names', () => {
  const channels = [...preload.matchAll(/'(vrs:[a-z]+)'/g)].map(([, channel]) => channel);
  expect(new Set(channels)).toEqual(new Set([CALL_CHANNEL, EVENT_CHANNEL]));
});

it('the preload script stays under 40 lines and exposes one name', () => {
  expect(preload.split('\n').length).toBeLessThan(40);
  expect([...preload.matchAll(/exposeInMainWorld\('(\w+)'/g)].map(([, name]) => name)).toEqual(['vrs']);
});
