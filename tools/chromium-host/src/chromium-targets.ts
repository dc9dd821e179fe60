/** Everything that Chromium opens is attached to before it runs: our windows, popups to be shut, workers, downloads. */
import type { CdpConnection } from './chromium/cdp.ts';
import { plainEvent } from './events.ts';
import type { Host } from './host.ts';
import { facade } from './strict.ts';
import type { Windows } from './window/windows.ts';

interface Attached {
  readonly sessionId: string;
  readonly waitingForDebugger: boolean;
  readonly targetInfo: {
    readonly targetId: string;
    readonly type: string;
    readonly url: string;
    readonly openerId?: string;
  };
}
interface Download {
  readonly guid: string;
  readonly url: string;
  readonly suggestedFilename: string;
  readonly frameId: string;
}

/** `browser_ui` are the address bar's own pages in a Chromium with windows. */
const notOurs = ['browser', 'tab', 'browser_ui'].map((type) => ({ type, exclude: true }));

export class ChromiumTargets {
  readonly #host: Host;
  readonly #windows: Windows;
  readonly #cdp: CdpConnection;

  constructor(host: Host, windows: Windows) {
    this.#host = host;
    this.#windows = windows;
    this.#cdp = host.chromium.cdp;
  }

  async start(): Promise<void> {
    this.#cdp.on('Target.attachedToTarget', (attached: Attached) => void this.#onAttached(attached));
    this.#cdp.on(
      'Target.detachedFromTarget',
      ({ sessionId, targetId }: { sessionId: string; targetId: string }) => {
        this.#cdp.forget(sessionId);
        this.#windows.byTarget(targetId)?.gone();
      },
    );
    this.#cdp.on('Browser.downloadWillBegin', (download: Download) => this.#onDownload(download));
    await Promise.all([
      this.#cdp.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true }),
      this.#cdp.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [...notOurs, {}],
      }),
    ]);
  }

  async #onAttached({ sessionId, targetInfo: target, waitingForDebugger }: Attached): Promise<void> {
    const session = this.#cdp.session(sessionId);
    try {
      if (target.type === 'page') {
        const window = await this.#windows.ownerOf(target.targetId, target.openerId !== undefined);
        if (window !== undefined) {
          await window.adopt(session, target.targetId);
          return;
        }
        // A popup is closed and resumed: left waiting, it would block the page that opened it.
        session.post('Runtime.runIfWaitingForDebugger');
        await this.#cdp.send('Target.closeTarget', { targetId: target.targetId });
        return;
      }
      if (target.type === 'service_worker') this.#host.violate('service-worker', target.url);
      if (target.type === 'shared_worker') this.#host.violate('shared_worker', target.url);
      if (waitingForDebugger) await session.send('Runtime.runIfWaitingForDebugger');
    } catch (error) {
      if (!this.#host.quitting)
        this.#host.print(`[chromium-host] attaching to a ${target.type}: ${String(error)}\n`);
    }
  }

  #onDownload({ guid, url, suggestedFilename, frameId }: Download): void {
    const contents = this.#windows.contentsOfFrame(frameId);
    const event = plainEvent();
    const item = facade<Electron.DownloadItem>(
      { name: 'DownloadItem', members: ['cancel', 'getFilename', 'getURL'] },
      {
        cancel: event.preventDefault,
        getFilename: () => suggestedFilename,
        getURL: () => this.#host.urls.fromWeb(url),
      },
    );
    contents?.hostSession.emit('will-download', event, item, contents.face);
    this.#cdp.send('Browser.cancelDownload', { guid }).catch(() => undefined);
    if (!event.defaultPrevented)
      this.#host.violate('download', `${suggestedFilename}: not prevented by the app`);
  }
}
