import { createHash } from 'node:crypto';

import { z } from 'zod';

import { documentHeaders } from './content-policy.ts';

export const APP_SCHEME = 'app';
export const APP_HOST = 'local';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** What the build made, by path: nothing else is ever served. */
export const AssetManifest = z.record(
  z.string().startsWith('/'),
  z.strictObject({ sha256: z.string().length(64), type: z.string() }),
);
export type AssetManifest = z.infer<typeof AssetManifest>;

export interface AssetServerParts {
  readonly manifest: AssetManifest;
  /** Reads one built file by its manifest path. */
  readonly read: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Answers requests for the app's own pages. SECURITY: H17, H18 — the exact path is looked up in the build's manifest, so there
 * is no folder to climb out of; and each file's digest is checked, so that a changed one is not run.
 */
export function assetServer(parts: AssetServerParts): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = URL.parse(request.url);
    if (request.method !== 'GET') return refusal(405);
    if (url?.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return refusal(404);
    if (url.search !== '' || !Object.hasOwn(parts.manifest, url.pathname)) return refusal(404);
    const asset = parts.manifest[url.pathname];
    if (!asset) return refusal(404);
    const bytes = await parts.read(url.pathname);
    if (createHash('sha256').update(bytes).digest('hex') !== asset.sha256) return refusal(500);
    return new Response(bytes, { status: 200, headers: { ...documentHeaders, 'content-type': asset.type } });
  };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: documentHeaders });
}
