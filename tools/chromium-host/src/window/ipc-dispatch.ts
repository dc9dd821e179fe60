/** Messages from a preload to the app's handlers, in Electron's order and with Electron's words. */
import { cancelable } from '../events.ts';
import { decode, encode } from '../renderer/codec.ts';
import type { FromPage, ToPage } from '../renderer/page-messages.ts';
import type { IpcMainChannels } from './ipc-main.ts';

export interface Sender {
  readonly contents: Electron.WebContents;
  /** Null when the frame has gone since, as Electron's `senderFrame`. */
  readonly frame: () => Electron.WebFrameMain | null;
  /** From the nearest to the furthest: the frame's, the contents', `ipcMain`. */
  readonly channels: readonly IpcMainChannels[];
  readonly reply: (message: ToPage) => void;
  readonly send: (channel: string, ...args: unknown[]) => void;
  readonly print: (line: string) => void;
}

function frameEvent<Extra extends object>(sender: Sender, extra: Extra) {
  const event = cancelable({
    type: 'frame' as const,
    sender: sender.contents,
    frameId: 1,
    processId: 1,
    ...extra,
  });
  return Object.defineProperty(event, 'senderFrame', {
    get: sender.frame,
    enumerable: true,
  }) as typeof event & {
    readonly senderFrame: Electron.WebFrameMain | null;
  };
}

/** The handler nearest to the frame answers; what it throws becomes a message, its class and stack stay behind. */
export async function dispatchInvoke(message: FromPage & { type: 'invoke' }, sender: Sender): Promise<void> {
  const { channel, id } = message;
  const handler = sender.channels
    .map((channels) => channels.handlerOf(channel))
    .find((found) => found !== undefined);
  try {
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const event: Electron.IpcMainInvokeEvent = frameEvent(sender, {});
    const result = await handler(event, ...(decode(message.body) as unknown[]));
    sender.reply({ type: 'reply', id, ok: true, body: encode(result) });
  } catch (error) {
    sender.print(
      `Error occurred in handler for '${channel}': ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    // Electron calls toString() on whatever was thrown.
    const body = `Error invoking remote method '${channel}': ${String(error)}`;
    sender.reply({ type: 'reply', id, ok: false, body });
  }
}

/** Every emitter hears it. */
export function dispatchSend(
  message: FromPage & { type: 'send' },
  sender: Sender,
  emit: (...args: unknown[]) => void,
): void {
  // `returnValue` belongs to sendSync, which does not exist here.
  const event = frameEvent(sender, {
    ports: [],
    reply: sender.send,
    returnValue: undefined,
  });
  const args = decode(message.body) as unknown[];
  emit(event, message.channel, ...args);
  for (const channels of sender.channels) channels.emit(message.channel, event, ...args);
}
