/**
 * The page's half of contextBridge. Runs before the first script of every document, in the page's own world,
 * and leaves nothing behind on `window` but a replaced `window.open`.
 */
import {
  apply,
  bridgeValues,
  deepFreeze,
  define,
  put,
  type BridgeMessage,
  type Packed,
} from './bridge-values.ts';

const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;
const { stopImmediatePropagation } = Event.prototype;
const hasOwn = Object.hasOwn;
const getter = <T>(prototype: object, name: string): ((this: Event) => T) => {
  const found = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (found === undefined) throw new Error(`chromium-host: this Chromium has no ${name}`);
  return found;
};
const detailOf = getter<BridgeMessage>(CustomEvent.prototype, 'detail');
const relatedTargetOf = getter<EventTarget | null>(MouseEvent.prototype, 'relatedTarget');
const NativeCustomEvent = CustomEvent;
const NativeURL = URL;
const NativeDOMException = DOMException;

/** @param secret the name of the one event by which the preload's world hands over the private channel. */
export function startMainWorld(secret: string): void {
  if (window.top !== window) return;
  let channel: EventTarget | null = null;
  let reply: [boolean, Packed] | undefined;

  const tell = (message: BridgeMessage): void => {
    if (channel !== null)
      apply(dispatchEvent, channel, [new NativeCustomEvent('to-preload', { detail: message })]);
  };
  // A nested dispatch carries the answer back before `dispatchEvent` returns, so synchronous calls stay synchronous.
  const ask = (message: BridgeMessage): [boolean, Packed] | undefined => {
    reply = undefined;
    tell(message);
    const answer = reply;
    reply = undefined;
    return answer;
  };
  const bridge = bridgeValues(ask, () => false);

  const onMessage = (event: Event): void => {
    const message = apply(detailOf, event, []);
    switch (message[0]) {
      case 'reply':
        reply = message[1];
        break;
      case 'expose': {
        const free = !hasOwn(window, message[1]);
        if (free) {
          const api = bridge.unpack(message[2]);
          if (typeof api === 'object' && api !== null) deepFreeze(api);
          put(window, message[1], api, false);
        }
        tell(['exposed', free]);
        break;
      }
      case 'call':
        tell(['reply', bridge.answer(message[1], message[2], bridge.pack)]);
        break;
      case 'settle':
        bridge.settle(message[1], message[2], message[3]);
        break;
      default:
        break;
    }
  };

  const onHandOver = (event: Event): void => {
    apply(stopImmediatePropagation, event, []);
    apply(removeEventListener, window, [secret, onHandOver, true]);
    channel = apply(relatedTargetOf, event, []);
    if (channel !== null) apply(addEventListener, channel, ['to-main', onMessage]);
  };
  apply(addEventListener, window, [secret, onHandOver, true]);

  // Popups are always denied here, so `open` answers null at once, as Electron does when the handler denies.
  const open = (url: string | URL = '', target = '', features = ''): null => {
    let absolute: string;
    try {
      absolute = new NativeURL(`${url}` || 'about:blank', document.baseURI).href;
    } catch {
      const reason = `Failed to execute 'open' on 'Window': Unable to open a window with invalid URL '${url}'.`;
      throw new NativeDOMException(reason, 'SyntaxError');
    }
    tell(['open', absolute, `${target}`, `${features}`]);
    return null;
  };
  define(window, 'open', { value: open, writable: true, enumerable: true, configurable: true });
}
