import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';

import { CALL_CHANNEL, EVENT_CHANNEL } from '../../../src-shared/contract/bridge.ts';
import { ok } from '../../../src-shared/contract/problem.ts';
import { Events } from '../../../src-main/gateway/events.ts';
import type { Gateway } from '../../../src-main/gateway/gateway.ts';
import { connectWindow } from '../../../src-main/shell/call-channel.ts';

const page = { origin: 'app://local', parent: null };

interface Options {
  readonly isDestroyed?: boolean;
}

/** A window whose main frame is `page`, connected with a gateway that only says whether it trusted the sender. */
function connected({ isDestroyed = false }: Options = {}) {
  const handlers = new Map<string, (...given: unknown[]) => Promise<unknown>>();
  const sent: unknown[][] = [];
  const window = {
    isDestroyed: () => isDestroyed,
    webContents: {
      id: 1,
      mainFrame: page,
      isDestroyed: () => isDestroyed,
      ipc: {
        handle: (channel: string, handler: () => Promise<unknown>) => handlers.set(channel, handler),
        removeHandler: (channel: string) => handlers.delete(channel),
      },
      send: (...given: unknown[]) => sent.push(given),
    },
  };
  const asked: unknown[][] = [];
  const gateway = {
    call: (...given: unknown[]) => {
      asked.push(given);
      return Promise.resolve(ok(null));
    },
  };
  const events = new Events();
  // Only what the channel uses of a window and of the gateway.
  const disconnect = connectWindow(window as unknown as BrowserWindow, gateway as unknown as Gateway, events);
  const call = (event: object): Promise<unknown> | undefined =>
    handlers.get(CALL_CHANNEL)?.(event, 'session.view', {});
  return { handlers, sent, asked, events, disconnect, call };
}

const trusted = { sender: { id: 1 }, senderFrame: page };

describe('a call', () => {
  it('from our page in our window is trusted', async () => {
    const { call, asked } = connected();
    await call(trusted);
    expect(asked).toEqual([[true, 'session.view', {}]]);
  });

  it.each([
    ['a frame that has gone', { ...trusted, senderFrame: null }],
    ['a frame inside the page', { ...trusted, senderFrame: { origin: 'app://local', parent: page } }],
    ['another frame of the same look', { ...trusted, senderFrame: { ...page } }],
    ['another window', { ...trusted, sender: { id: 2 } }],
  ])('does not trust %s', async (_, event) => {
    const { call, asked } = connected();
    await call(event);
    expect(asked).toEqual([[false, 'session.view', {}]]);
  });

  it.each(['https://evil.example', 'file://', 'null', '', 'app://local.evil.example', 'app://other'])(
    'does not trust our main frame while it is on %s',
    async (origin) => {
      const { call, asked } = connected();
      const before = page.origin;
      page.origin = origin;
      await call(trusted);
      page.origin = before;
      expect(asked).toEqual([[false, 'session.view', {}]]);
    },
  );

  it('from a window that is gone is not trusted', async () => {
    const { call, asked } = connected({ isDestroyed: true });
    await call(trusted);
    expect(asked).toEqual([[false, 'session.view', {}]]);
  });
});

it('is the one channel of the window, and is gone with it', () => {
  const { handlers, sent, events, disconnect } = connected();
  expect([...handlers.keys()]).toEqual([CALL_CHANNEL]);
  events.emit({ type: 'approvals-waiting', count: 1 });
  expect(sent.map(([channel]) => channel)).toEqual([EVENT_CHANNEL]);
  disconnect();
  events.emit({ type: 'approvals-waiting', count: 1 });
  expect(sent).toHaveLength(1);
  expect(handlers.size).toBe(0);
});
