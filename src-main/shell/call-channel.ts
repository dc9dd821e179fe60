import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';

import { CALL_CHANNEL, EVENT_CHANNEL, WorkstationEvent } from '../../src-shared/contract/bridge.ts';
import type { Events } from '../gateway/events.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { APP_ORIGIN } from './asset-server.ts';

/**
 * SECURITY: H31 — a call counts only from the main frame of our own window, while that frame is on our own page.
 * A null sender frame (navigated away, destroyed) is never trusted.
 */
export function isTrustedSender(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return (
    !window.isDestroyed() &&
    event.sender.id === window.webContents.id &&
    frame !== null &&
    frame === window.webContents.mainFrame &&
    frame.parent === null &&
    frame.origin === APP_ORIGIN
  );
}

/** Connects the window's one call channel with the gateway, and the events with the window. SECURITY: H30, H35. */
export function connectWindow(window: BrowserWindow, gateway: Gateway, events: Events): () => void {
  const contents = window.webContents;
  contents.ipc.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
    gateway.call(isTrustedSender(event, window), name, input),
  );
  const stop = events.listen((event) => {
    if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, WorkstationEvent.parse(event));
  });
  return () => {
    stop();
    if (!contents.isDestroyed()) contents.ipc.removeHandler(CALL_CHANNEL);
  };
}
