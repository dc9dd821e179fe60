import { expect, it, vi } from 'vitest';

const { exposed, invoked, listeners } = vi.hoisted(() => ({
  exposed: new Map<string, Record<string, (...given: unknown[]) => unknown>>(),
  invoked: [] as unknown[][],
  listeners: new Map<string, (...given: unknown[]) => void>(),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, () => unknown>) => exposed.set(name, api),
  },
  // Nothing else is there: whatever the preload script may use beside these would throw.
  ipcRenderer: {
    invoke: (...given: unknown[]) => {
      invoked.push(given);
      return Promise.resolve('answer');
    },
    on: (channel: string, listener: () => void) => listeners.set(channel, listener),
    removeListener: (channel: string, listener: () => void) => {
      if (listeners.get(channel) === listener) listeners.delete(channel);
    },
  },
}));

await import('../../../src-main/shell/preload.ts');

it('the bridge asks and listens, never waits in place, and hands over no event object', async () => {
  expect([...exposed.keys()]).toEqual(['vrs']);
  const bridge = exposed.get('vrs') ?? {};
  expect(Object.keys(bridge).toSorted()).toEqual(['call', 'listen']);
  expect(await bridge['call']?.('people.search', { text: '1' }, 'more')).toBe('answer');
  expect(invoked).toEqual([['vrs:call', 'people.search', { text: '1' }]]);

  const heard: unknown[][] = [];
  const stop = bridge['listen']?.((...given: unknown[]) => heard.push(given));
  listeners.get('vrs:event')?.({ sender: 'ipcRenderer' }, { type: 'session' }, 'more');
  expect(heard).toEqual([[{ type: 'session' }]]);
  Reflect.apply(stop as () => void, undefined, []);
  expect(listeners.size).toBe(0);
});
