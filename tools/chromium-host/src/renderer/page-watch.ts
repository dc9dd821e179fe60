/** What Electron's browser process learns about a page by itself and DevTools does not tell: watched from the isolated world. */
import type { FromPage } from './page-messages.ts';

interface NavigateEvent extends Event {
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
}

/** @param reportKeys only if somebody listens: what a person types is nobody's business otherwise. */
export function watchPage(post: (message: FromPage) => void, reportKeys: boolean): void {
  // blob: navigations never reach the request interception. `about:` fires no will-navigate in Electron either.
  const { navigation } = window as unknown as { navigation?: EventTarget };
  navigation?.addEventListener('navigate', (event) => {
    const { cancelable, destination, downloadRequest } = event as NavigateEvent;
    if (!cancelable || destination.sameDocument || downloadRequest !== null) return;
    if (/^(https?|about):/.test(destination.url)) return;
    event.preventDefault();
    post({ type: 'navigate', url: destination.url });
  });

  window.addEventListener('DOMContentLoaded', () => {
    let last = '';
    const report = (): void => {
      if (document.title === last) return;
      last = document.title;
      post({ type: 'title', title: last });
    };
    report();
    new MutationObserver(report).observe(document.head, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });

  window.addEventListener('contextmenu', (event) => {
    if (event.defaultPrevented) return;
    const target = event.composedPath()[0];
    const element = target instanceof Element ? target : document.documentElement;
    const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    post({
      type: 'context-menu',
      input: {
        x: event.clientX,
        y: event.clientY,
        linkURL: element.closest('a')?.href ?? '',
        isEditable: isField || (element instanceof HTMLElement && element.isContentEditable),
        selectionText: String(window.getSelection() ?? ''),
      },
    });
  });

  if (!reportKeys) return;
  const onKey = (event: KeyboardEvent): void => {
    if (!event.isTrusted) return;
    post({
      type: 'key',
      input: {
        type: event.type === 'keyup' ? 'keyUp' : 'keyDown',
        key: event.key,
        code: event.code,
        isAutoRepeat: event.repeat,
        isComposing: event.isComposing,
        shift: event.shiftKey,
        control: event.ctrlKey,
        alt: event.altKey,
        meta: event.metaKey,
        location: event.location,
      },
    });
  };
  window.addEventListener('keydown', onKey, true);
  window.addEventListener('keyup', onKey, true);
}
