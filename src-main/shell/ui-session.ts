import { session, type Session } from 'electron';

import { APP_ORIGIN, APP_SCHEME } from './asset-server.ts';

/** The schemes that Chromium would answer by itself. */
const DEAD_SCHEMES = ['file', 'http', 'https', 'ftp'] as const;

/**
 * The session of the window: in memory only, without a network, without a permission, without a device.
 * SECURITY: H13, H25, H28 — no extension and no further preload script is loaded into it, its scheme has no service workers, and no
 * model of the browser's own is offered to a page.
 * ── Security measures. Do not change without reading docs/security.md. ──
 */
export function hardenedUiSession(serve: (request: Request) => Promise<Response>): Session {
  // SECURITY: H51 — no `persist:`, so that nothing of the page reaches the disk.
  const ui = session.fromPartition('ui', { cache: false });
  ui.protocol.handle(APP_SCHEME, serve);

  // SECURITY: H23 — no other scheme has a document or a request here, should a guard before it ever fail.
  for (const scheme of DEAD_SCHEMES) ui.protocol.handle(scheme, () => new Response(null, { status: 403 }));

  // SECURITY: H37 — one listener; everything but our own origin is cancelled before it becomes a request.
  ui.webRequest.onBeforeRequest((details, decide) => {
    decide({
      cancel: URL.parse(details.url)?.origin !== APP_ORIGIN && !details.url.startsWith(`${APP_ORIGIN}/`),
    });
  });

  // SECURITY: H46 — should a request ever get past that, it ends at a proxy that is not there: the profile's is for VRS alone.
  void ui.setProxy({ mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' });

  // SECURITY: H60 — that goes for the clipboard too: a page copies nothing by itself.
  // SECURITY: H26 — Electron grants by default; both handlers are needed.
  ui.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  ui.setPermissionCheckHandler(() => false);
  // SECURITY: H27.
  ui.setDevicePermissionHandler(() => false);
  ui.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  ui.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }));
  ui.setDisplayMediaRequestHandler((_request, decide) => decide({}));

  // SECURITY: H15 — otherwise Chromium fetches a dictionary from the internet.
  ui.setSpellCheckerEnabled(false);
  ui.setSpellCheckerLanguages([]);
  ui.setSpellCheckerDictionaryDownloadURL('https://invalid.invalid/');

  // SECURITY: H24 — files leave through the main process's own dialog only.
  ui.on('will-download', (event) => event.preventDefault());
  ui.on('file-system-access-restricted', (_event, _details, decide) => decide('deny'));
  return ui;
}
