/**
 * The preload's isolated world: ipcRenderer and contextBridge over one DevTools binding.
 * Runs before any page script; the bundled preload of the app runs at its end.
 */
import { bridgeValues, type BridgeMessage, type Packed } from './bridge-values.ts';
import { decode, encode } from './codec.ts';
import type { FromPage, PreloadOptions, PreloadScript, ToPage } from './page-messages.ts';
import { PreloadEmitter, preloadRequire, strictObject } from './preload-modules.ts';
import { watchPage } from './page-watch.ts';

const opaqueError =
  'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';

/** What Electron makes of an error that a preload function throws into the page. */
const describeError = (error: unknown): Packed => {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return ['e', hasMessage && typeof error.message === 'string' ? error.message : opaqueError];
};

class IpcRenderer extends PreloadEmitter {
  readonly #post: (message: FromPage) => void;
  readonly #calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #sequence = 0;

  constructor(post: (message: FromPage) => void) {
    super();
    this.#post = post;
  }
  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const body = encode(args);
      const id = ++this.#sequence;
      this.#calls.set(id, { resolve, reject });
      this.#post({ type: 'invoke', id, channel, body });
    });
  }
  send(channel: string, ...args: unknown[]): void {
    this.#post({ type: 'send', channel, body: encode(args) });
  }
  /** The host's answer to an `invoke`; not part of what the preload sees. */
  static answer(ipc: IpcRenderer, id: number, ok: boolean, body: string): void {
    const call = ipc.#calls.get(id);
    ipc.#calls.delete(id);
    if (ok) call?.resolve(decode(body));
    else call?.reject(new Error(body));
  }
}

export function startPreloadWorld(options: PreloadOptions, preload: PreloadScript): void {
  const isBeforeTheApp =
    location.protocol === 'about:' || location.hostname === 'blank.chromium-host.localhost';
  if (isBeforeTheApp || window.top !== window) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const binding = world[options.bindingName] as (text: string) => void;
  delete world[options.bindingName];
  const post = (message: FromPage): void => binding(JSON.stringify(message));

  // A detached node that only the two worlds hold; its events are cloned by Blink from one world into the other.
  const channel = document.createElement('i');
  window.dispatchEvent(new MouseEvent(options.secret, { relatedTarget: channel }));
  let reply: [boolean, Packed] | undefined;
  let exposed: boolean | undefined;
  const tell = (message: BridgeMessage): void =>
    void channel.dispatchEvent(new CustomEvent('to-main', { detail: message }));
  const ask = (message: BridgeMessage): [boolean, Packed] | undefined => {
    reply = undefined;
    tell(message);
    const answer = reply;
    reply = undefined;
    return answer;
  };

  const ipc = new IpcRenderer(post);
  const ipcRenderer = strictObject('ipcRenderer', ipc);
  const contextBridge = strictObject('contextBridge', {
    exposeInMainWorld(key: string, api: unknown): void {
      exposed = undefined;
      tell(['expose', key, bridge.pack(api)]);
      if (exposed === false)
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      if (exposed !== true) throw new Error('chromium-host: the contextBridge handshake failed');
    },
  });
  const electron = strictObject('electron (sandboxed preload)', { ipcRenderer, contextBridge });
  const bridge = bridgeValues(ask, (value) => value === ipcRenderer || value === electron);

  channel.addEventListener('to-preload', (event) => {
    const message = (event as CustomEvent<BridgeMessage>).detail;
    switch (message[0]) {
      case 'reply':
        reply = message[1];
        break;
      case 'exposed':
        exposed = message[1];
        break;
      case 'call':
        tell(['reply', bridge.answer(message[1], message[2], describeError)]);
        break;
      case 'settle':
        bridge.settle(message[1], message[2], message[3]);
        break;
      case 'open':
        post({ type: 'open', url: message[1], frameName: message[2], features: message[3] });
        break;
      case 'print':
        post({ type: 'print' });
        break;
      case 'expose':
        break; // the page's world is told this
    }
  });

  const deliver = (message: ToPage): void => {
    if (message.type === 'reply') IpcRenderer.answer(ipc, message.id, message.ok, message.body);
    else
      ipc.emit(message.channel, { sender: ipcRenderer, ports: [] }, ...(decode(message.body) as unknown[]));
  };
  Object.defineProperty(world, options.deliverName, { value: deliver });
  watchPage(post, options.reportKeys);

  const require = preloadRequire(electron);
  const { setImmediate, clearImmediate } = require('timers') as {
    setImmediate: (callback: () => void) => unknown;
    clearImmediate: (id: number) => void;
  };
  const process = strictObject('process (sandboxed preload)', { ...options.process, env: {} });
  const noBuffer = strictObject('Buffer (sandboxed preload)', {});
  const module = { exports: {} };
  try {
    preload(require, process, noBuffer, globalThis, setImmediate, clearImmediate, module.exports, module);
  } catch (error) {
    const isError = error instanceof Error;
    post({
      type: 'preload-error',
      message: isError ? error.message : String(error),
      stack: isError ? String(error.stack) : '',
    });
    throw error;
  }
}
