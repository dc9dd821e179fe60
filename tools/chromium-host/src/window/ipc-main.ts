/** `ipcMain`, `webContents.ipc` and `webFrameMain.ipc`: handlers and listeners by channel. */
import { EventEmitter } from 'node:events';
import { ipcMembers } from '../manifest.ts';
import { facade } from '../strict.ts';

export type InvokeHandler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

export class IpcMainChannels
  extends EventEmitter
  implements Pick<Electron.IpcMain, (typeof ipcMembers)[number]>
{
  readonly #handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof handler !== 'function') {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    }
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  handlerOf(channel: string): InvokeHandler | undefined {
    return this.#handlers.get(channel);
  }

  /** The strict face; any name may be a channel. */
  static face(name: string, channels: IpcMainChannels): Electron.IpcMain {
    return facade<Electron.IpcMain>({ name, members: ipcMembers, events: 'any' }, channels);
  }
}
