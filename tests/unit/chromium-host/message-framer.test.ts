import { PassThrough } from 'node:stream';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CdpConnection, MessageFramer } from '../../../tools/chromium-host/src/chromium/cdp.ts';

describe('messages over the pipe', () => {
  it('are the same however the stream is cut', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((message) => !message.includes('\0'));
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.integer({ min: 1, max: 7 })), (messages, cuts) => {
        const bytes = Buffer.from(messages.map((message) => `${message}\0`).join(''));
        const framer = new MessageFramer();
        const got: string[] = [];
        let at = 0;
        for (const length of [...cuts, bytes.length]) {
          got.push(...framer.push(bytes.subarray(at, at + length)));
          at += length;
        }
        expect(got).toEqual(messages);
      }),
    );
  });

  it('of many megabytes in small pieces take linear time', () => {
    const framer = new MessageFramer();
    const piece = Buffer.alloc(4096, 'x');
    for (let index = 0; index < 4096; index++) expect(framer.push(piece)).toEqual([]);
    expect(framer.push(Buffer.from([0]))[0]).toHaveLength(4096 * 4096);
  });
});

interface Sent {
  readonly id: number;
  readonly method: string;
  readonly params: object;
  readonly sessionId?: string;
}

/** A connection whose browser is this test. */
function connected() {
  const toBrowser = new PassThrough();
  const fromBrowser = new PassThrough();
  const sent: Sent[] = [];
  const framer = new MessageFramer();
  toBrowser.on('data', (chunk: Buffer) => {
    for (const message of framer.push(chunk)) sent.push(JSON.parse(message) as Sent);
  });
  const answer = (message: object): void => void fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { cdp: new CdpConnection(toBrowser, fromBrowser), sent, answer, fromBrowser };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a DevTools connection', () => {
  it('matches answers to commands, in whatever order they come', async () => {
    const { cdp, sent, answer } = connected();
    const first = cdp.send('A.first', { a: 1 });
    const second = cdp.send('A.second', {}, 'session');
    await turn();
    expect(sent).toEqual([
      { id: 1, method: 'A.first', params: { a: 1 } },
      { id: 2, method: 'A.second', params: {}, sessionId: 'session' },
    ]);
    answer({ id: 2, result: { b: 2 } });
    answer({ id: 1, error: { code: -32000, message: 'no such thing' } });
    await expect(second).resolves.toEqual({ b: 2 });
    await expect(first).rejects.toThrow('A.first: no such thing');
  });

  it('gives events to the session they belong to', async () => {
    const { cdp, answer } = connected();
    const heard: string[] = [];
    const session = cdp.session('s1');
    session.on('Page.loaded', () => heard.push('session'));
    cdp.on('Page.loaded', () => heard.push('browser'));
    answer({ method: 'Page.loaded', params: {}, sessionId: 's1' });
    answer({ method: 'Page.loaded', params: {} });
    cdp.forget('s1');
    answer({ method: 'Page.loaded', params: {}, sessionId: 's1' });
    await turn();
    expect(heard).toEqual(['session', 'browser']);
  });

  it('rejects what is under way and what comes later once the browser is gone', async () => {
    const { cdp, fromBrowser } = connected();
    const waiting = cdp.send('A.waiting');
    fromBrowser.destroy();
    await expect(waiting).rejects.toThrow('A.waiting: browser closed');
    await expect(cdp.send('A.later')).rejects.toThrow('A.later: browser closed');
  });

  it('tries again while Chromium swaps a page’s renderer, and only then', async () => {
    const { cdp, sent, answer } = connected();
    const session = cdp.session('s1');
    const closed = session.send('Page.close');
    await turn();
    answer({ id: 1, error: { code: -32000, message: 'Not attached to an active page' } });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sent.map(({ method }) => method)).toEqual(['Page.close', 'Page.close']);
    answer({ id: 2, result: {} });
    await expect(closed).resolves.toEqual({});
    const failing = session.send('Page.other');
    await turn();
    answer({ id: 3, error: { code: -32601, message: 'not found' } });
    await expect(failing).rejects.toThrow('Page.other: not found');
  });
});
