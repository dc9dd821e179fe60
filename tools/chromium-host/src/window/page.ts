/**
 * One page target of Chromium: its DevTools session, set up before the first document, and the few commands the
 * contents need. Knows nothing of Electron; reports what happens through {@link PageEvents}.
 */
import type { CdpSession } from '../chromium/cdp.ts';
import type { FromPage, ToPage } from '../renderer/page-messages.ts';
import type { DownloadStart } from '../session/downloads.ts';
import { bindingName, deliverName, documentScripts, preloadWorld } from './document-scripts.ts';

export interface PageEvents {
  readonly message: (message: FromPage, context: number) => void;
  /** A message on the binding from anything but the preload of the current document. */
  readonly foreignMessage: () => void;
  readonly committed: (url: string, unreachableUrl: string | undefined) => void;
  readonly movedWithin: (url: string) => void;
  readonly domReady: () => void;
  readonly loaded: () => void;
  readonly firstPaint: () => void;
  /** Only where Chromium tells; `window.open` itself is answered in the page. */
  readonly opened: (url: string, disposition: Electron.HandlerDetails['disposition']) => void;
  readonly downloading: (download: DownloadStart) => void;
  readonly socketOpened: (kind: 'websocket' | 'webtransport', url: string) => void;
  readonly consoleMessage: (message: ConsoleMessage) => void;
  readonly preloadWorldException: (description: string) => void;
  readonly crashed: () => void;
  readonly dialogOpened: (kind: string, message: string) => void;
  readonly preloadUnusable: (error: Error) => void;
}

export interface PageSetUp {
  readonly preload: string | undefined;
  /** Somebody listens to `before-input-event`. */
  readonly reportKeys: boolean;
  readonly isIncognito: boolean;
}

export interface ConsoleMessage {
  readonly level: 'info' | 'warning' | 'error' | 'debug';
  readonly message: string;
  readonly lineNumber: number;
  readonly sourceId: string;
}

interface ContextDescription {
  readonly id: number;
  readonly name: string;
  readonly origin: string;
  readonly auxData: { readonly frameId: string };
}
interface FrameDescription {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly urlFragment?: string;
  readonly unreachableUrl?: string;
}
interface ConsoleArgument {
  readonly value?: unknown;
  readonly description?: string;
  readonly type: string;
}
interface ConsoleCall {
  readonly type: string;
  readonly args: readonly ConsoleArgument[];
  readonly stackTrace?: {
    readonly callFrames: readonly { readonly lineNumber: number; readonly url: string }[];
  };
}

const textOfArgument = ({ value, description, type }: ConsoleArgument): string =>
  typeof value === 'string' ? value : (description ?? JSON.stringify(value) ?? type);

const consoleLevels: Readonly<Record<string, ConsoleMessage['level']>> = {
  assert: 'error',
  debug: 'debug',
  error: 'error',
  warning: 'warning',
};

export class Page {
  readonly targetId: string;
  readonly session: CdpSession;
  readonly frames = new Set<string>();
  readonly #events: PageEvents;
  #context: { readonly id: number; readonly origin: string } | undefined;

  constructor(session: CdpSession, targetId: string, events: PageEvents) {
    this.session = session;
    this.targetId = targetId;
    this.#events = events;
    this.#listen();
  }

  /** The preload's world of the current document, while there is one. */
  get preloadContext(): { readonly id: number; readonly origin: string } | undefined {
    return this.#context;
  }

  /** Everything in one go and in this order; the target runs on only after the last. */
  async setUp({ preload, reportKeys, isIncognito }: PageSetUp): Promise<void> {
    const scripts = documentScripts(preload, reportKeys);
    const { session } = this;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      // The browser's own incognito context has no id by which its downloads could be denied as a whole.
      isIncognito ? session.send('Page.setDownloadBehavior', { behavior: 'deny' }) : undefined,
      session.send('Emulation.setLocaleOverride', { locale: 'ja-JP' }).catch(() => undefined),
      session.send('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorld }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.mainWorld }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.preloadWorld,
        worldName: preloadWorld,
      }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    if (scripts.preloadError !== undefined) this.#events.preloadUnusable(scripts.preloadError);
  }

  /** To the preload's world of the document that is there now, or of the one given, if it still is. */
  async deliver(message: ToPage, context = this.#context?.id): Promise<void> {
    if (context === undefined || context !== this.#context?.id) return;
    const expression = `${deliverName}(${JSON.stringify(message)})`;
    // A document that goes meanwhile has no more use for it.
    await this.session.send('Runtime.evaluate', { expression, contextId: context }).catch(() => undefined);
  }

  #listen(): void {
    const { session, targetId } = this;
    const events = this.#events;
    const on = session.on.bind(session);

    on('Runtime.executionContextCreated', ({ context }: { context: ContextDescription }) => {
      if (context.name === preloadWorld && context.auxData.frameId === targetId) this.#context = context;
    });
    on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) => {
      if (executionContextId === this.#context?.id) this.#context = undefined;
    });
    on('Runtime.executionContextsCleared', () => (this.#context = undefined));
    on('Runtime.bindingCalled', (call: { name: string; payload: string; executionContextId: number }) => {
      if (call.name !== bindingName || call.executionContextId !== this.#context?.id) events.foreignMessage();
      else events.message(JSON.parse(call.payload) as FromPage, call.executionContextId);
    });

    on('Page.frameAttached', ({ frameId }: { frameId: string }) => this.frames.add(frameId));
    on('Page.frameDetached', ({ frameId }: { frameId: string }) => this.frames.delete(frameId));
    on('Page.frameNavigated', ({ frame }: { frame: FrameDescription }) => {
      if (frame.parentId !== undefined) this.frames.add(frame.id);
      // DevTools keeps the fragment apart.
      else events.committed(frame.url + (frame.urlFragment ?? ''), frame.unreachableUrl);
    });
    on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      if (frameId === targetId) events.movedWithin(url);
    });
    on('Page.domContentEventFired', () => events.domReady());
    on('Page.loadEventFired', () => events.loaded());
    on('Page.lifecycleEvent', ({ name, frameId }: { name: string; frameId: string }) => {
      if (frameId === targetId && name === 'firstPaint') events.firstPaint();
    });

    // target=_blank and form targets; then clicks with Ctrl or the middle button.
    on('Page.windowOpen', ({ url }: { url: string }) => events.opened(url, 'foreground-tab'));
    on('Page.frameRequestedNavigation', ({ url, disposition }: { url: string; disposition: string }) => {
      if (disposition === 'newTab' || disposition === 'newWindow') events.opened(url, 'background-tab');
    });
    on('Page.downloadWillBegin', (download: DownloadStart) => events.downloading(download));
    on('Page.javascriptDialogOpening', ({ type, message }: { type: string; message: string }) => {
      session.post('Page.handleJavaScriptDialog', { accept: false });
      events.dialogOpened(type, message);
    });

    on('Network.webSocketCreated', ({ url }: { url: string }) => events.socketOpened('websocket', url));
    on('Network.webTransportCreated', ({ url }: { url: string }) => events.socketOpened('webtransport', url));
    on('Runtime.consoleAPICalled', ({ type, args, stackTrace }: ConsoleCall) => {
      const [top] = stackTrace?.callFrames ?? [];
      events.consoleMessage({
        level: consoleLevels[type] ?? 'info',
        message: args.map(textOfArgument).join(' '),
        lineNumber: top === undefined ? 0 : top.lineNumber + 1,
        sourceId: top?.url ?? '',
      });
    });
    on('Runtime.exceptionThrown', ({ exceptionDetails: details }: { exceptionDetails: ExceptionDetails }) => {
      if (details.executionContextId !== this.#context?.id || this.#context === undefined) return;
      events.preloadWorldException(details.exception?.description ?? details.text);
    });
    on('Inspector.targetCrashed', () => {
      this.#context = undefined;
      events.crashed();
    });
  }
}

interface ExceptionDetails {
  readonly executionContextId?: number;
  readonly text: string;
  readonly exception?: { readonly description?: string };
}
