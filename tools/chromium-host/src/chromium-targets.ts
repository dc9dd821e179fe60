/** Everything that Chromium opens is attached to before it runs: our windows, popups to be shut, workers. */
import type { CdpConnection } from './chromium/cdp.ts';
import type { Host } from './host.ts';
import type { TargetInfo, Windows } from './window/windows.ts';

interface Attached {
  readonly sessionId: string;
  readonly waitingForDebugger: boolean;
  readonly targetInfo: TargetInfo;
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
    await Promise.all([
      this.#cdp.send('Browser.setDownloadBehavior', { behavior: 'deny' }),
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
        const window = await this.#windows.ownerOf(target);
        if (window !== undefined) {
          await window.adopt(session, target);
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
}
