/**
 * The page's half of contextBridge. Runs before the first script of every document, in the page's own world,
 * and leaves nothing behind on `window` but its own `open` and `print`.
 */
import {
  apply,
  bridgeValues,
  deepFreeze,
  define,
  native,
  put,
  type BridgeMessage,
  type Packed,
} from './bridge-values.ts';

const addEventListener = native(EventTarget.prototype, 'addEventListener');
const dispatchEvent = native(EventTarget.prototype, 'dispatchEvent');
const removeEventListener = native(EventTarget.prototype, 'removeEventListener');
const stopImmediatePropagation = native(Event.prototype, 'stopImmediatePropagation');
const hasOwn = Object.hasOwn;
const getter = (prototype: object, name: string) =>
  native(Object.getOwnPropertyDescriptor(prototype, name) ?? {}, 'get');
const detailOf = getter(CustomEvent.prototype, 'detail');
const relatedTargetOf = getter(MouseEvent.prototype, 'relatedTarget');
const NativeCustomEvent = CustomEvent;
const NativeString = String;
const NativeURL = URL;
const NativeDOMException = DOMException;

/** @param secret the name of the one event by which the preload's world hands over the private channel. */
export function startMainWorld(secret: string): void {
  if (window.top !== window || location.hostname === 'blank.chromium-host.localhost') return;
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
    const message = apply(detailOf, event, []) as BridgeMessage;
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
      case 'exposed':
      case 'open':
      case 'print':
        break; // the preload's world is told these
    }
  };

  const onHandOver = (event: Event): void => {
    apply(stopImmediatePropagation, event, []);
    apply(removeEventListener, window, [secret, onHandOver, true]);
    channel = apply(relatedTargetOf, event, []) as EventTarget | null;
    if (channel !== null) apply(addEventListener, channel, ['to-main', onMessage]);
  };
  apply(addEventListener, window, [secret, onHandOver, true]);

  // Popups are always denied here, so `open` answers null at once, as Electron does when the handler denies.
  const open = (url: string | URL = '', target: unknown = '', features: unknown = ''): null => {
    let absolute: string;
    try {
      absolute = new NativeURL(`${url}` || 'about:blank', document.baseURI).href;
    } catch {
      const reason = `Failed to execute 'open' on 'Window': Unable to open a window with invalid URL '${url}'.`;
      throw new NativeDOMException(reason, 'SyntaxError');
    }
    tell(['open', absolute, NativeString(target), NativeString(features)]);
    return null;
  };
  define(window, 'open', { value: open, writable: true, enumerable: true, configurable: true });
  // Printing would open a dialog that nobody answers.
  const print = (): void => tell(['print']);
  define(window, 'print', { value: print, writable: true, enumerable: true, configurable: true });
}
