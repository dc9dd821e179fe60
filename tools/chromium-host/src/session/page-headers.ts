/** Headers between pages and protocol handlers: what must be mapped, dropped or refused. */
import type { SchemeUrls } from '../scheme-url.ts';
import { UnsupportedElectronApi } from '../strict.ts';

/** Bodies go through DevTools in one piece. */
export const maximalBody = 64 * 1024 * 1024;

/** Chromium adds these because it takes the page for an https site. */
const httpsOnly = /^(?:sec-ch-|upgrade-insecure-requests$|referer$|cookie$)/i;

export function requestHeaders(headers: Readonly<Record<string, string>>, urls: SchemeUrls): Headers {
  const mapped = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (httpsOnly.test(name)) continue;
    const isOrigin = name.toLowerCase() === 'origin';
    // As Electron does: an opaque origin is no origin.
    if (isOrigin && value === 'null') continue;
    mapped.append(name, isOrigin ? urls.fromWeb(value) : value);
  }
  return mapped;
}

/**
 * Refuses what would behave otherwise in Electron: cookies (there are none on a custom scheme), and a content security
 * policy that names the scheme (the page's origin is https here).
 */
export function checkedHeaders(headers: Headers, urls: SchemeUrls): { name: string; value: string }[] {
  const seen = new Set<string>();
  return [...headers].map(([name, value]) => {
    if (name === 'set-cookie') throw new UnsupportedElectronApi('Set-Cookie on a custom scheme');
    if (seen.has(name))
      throw new UnsupportedElectronApi(`the response header ${name} twice: Electron keeps one`);
    seen.add(name);
    if (name === 'content-security-policy') {
      const scheme = urls.schemes.find((candidate) => new RegExp(`(?:^|[\\s;,])${candidate}:`).test(value));
      if (scheme !== undefined)
        throw new UnsupportedElectronApi(`the CSP source '${scheme}:' (write 'self')`);
    }
    return { name, value: name === 'location' ? urls.toWeb(value) : value };
  });
}
