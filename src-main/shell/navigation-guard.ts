import { app } from 'electron';

import { APP_PAGE } from './asset-server.ts';
import { isRefusedKey } from './refused-keys.ts';

/** Whether a page may become that address: our one page, and nothing else. */
export function isOurPage(address: string): boolean {
  const url = URL.parse(address);
  const page = new URL(APP_PAGE);
  return (
    url !== null && url.protocol === page.protocol && url.host === page.host && url.pathname === page.pathname
  );
}

/**
 * No contents of this app, whichever and whenever, leaves our page, opens a window or attaches a webview.
 * SECURITY: H06, H21, H22.
 */
export function guardNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOurPage(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOurPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // SECURITY: H29.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('before-input-event', (event, input) => {
      if (isRefusedKey(input)) event.preventDefault();
    });
    // SECURITY: H09.
    if (app.isPackaged) contents.on('devtools-opened', () => contents.closeDevTools());
  });
}
