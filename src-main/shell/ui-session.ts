import { session, type Session } from 'electron';

import { APP_ORIGIN, APP_SCHEME } from './asset-server.ts';

/**
 * The session of the window: in memory only, without a network, without a permission, without a device.
 * ── Security measures. Do not change without reading docs/security.md. ──
 */
export function hardenedUiSession(serve: (request: Request) => Promise<Response>): Session {
  // SECURITY: H51 — no `persist:`, so that nothing of the page reaches the disk.
  const ui = session.fromPartition('ui', { cache: false });
  ui.protocol.handle(APP_SCHEME, serve);

  // SECURITY: H37 — one listener; everything but our own origin is cancelled before it becomes a request.
  ui.webRequest.onBeforeRequest((details, decide) => {
    decide({
      cancel: URL.parse(details.url)?.origin !== APP_ORIGIN && !details.url.startsWith(`${APP_ORIGIN}/`),
    });
  });

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
