/** `webContents.mainFrame`: one object for the life of the contents, so that the app may compare it with `senderFrame`. */
import { EventEmitter } from 'node:events';
import { webFrameEvents, webFrameMembers } from '../manifest.ts';
import { facade } from '../strict.ts';
import { IpcMainChannels } from './ipc-main.ts';

export interface FrameSource {
  /** The URL of the document whose preload runs, as the app knows it. */
  readonly frameURL: () => string;
  readonly originOf: (url: string) => string;
  readonly isDestroyed: () => boolean;
  readonly send: (channel: string, ...args: unknown[]) => void;
}

type UsedFrame = Omit<Pick<Electron.WebFrameMain, (typeof webFrameMembers)[number]>, 'top'>;

export class MainFrame extends EventEmitter implements UsedFrame {
  readonly channels = new IpcMainChannels();
  readonly ipc = IpcMainChannels.face('webFrameMain.ipc', this.channels);
  readonly face: Electron.WebFrameMain;
  readonly parent = null;
  readonly name = '';
  readonly frames: Electron.WebFrameMain[] = [];
  readonly #source: FrameSource;

  constructor(source: FrameSource) {
    super();
    this.#source = source;
    this.face = facade({ name: 'webFrameMain', members: webFrameMembers, events: webFrameEvents }, this);
  }

  get url(): string {
    return this.#source.frameURL();
  }
  get origin(): string {
    return this.#source.originOf(this.url);
  }
  get top(): Electron.WebFrameMain {
    return this.face;
  }
  get framesInSubtree(): Electron.WebFrameMain[] {
    return [this.face];
  }
  get detached(): boolean {
    return this.#source.isDestroyed();
  }
  isDestroyed(): boolean {
    return this.#source.isDestroyed();
  }
  send(channel: string, ...args: unknown[]): void {
    this.#source.send(channel, ...args);
  }
}
