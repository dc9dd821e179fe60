import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { assetServer } from '../../../src-main/shell/asset-server.ts';

const page = new TextEncoder().encode('<!doctype html>');
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const manifest = {
  '/index.html': { sha256: digest(page), type: 'text/html; charset=utf-8' },
  '/assets/changed.js': { sha256: digest(new TextEncoder().encode('as built')), type: 'text/javascript' },
};

function server() {
  const read: string[] = [];
  const serve = assetServer({
    manifest,
    read: (path) => {
      read.push(path);
      return Promise.resolve(path === '/index.html' ? page : new TextEncoder().encode('as changed'));
    },
  });
  return { serve, read };
}

describe('the asset server', () => {
  it('serves a built file with the policy and without a cache', async () => {
    const { serve } = server();
    const response = await serve(new Request('app://local/index.html'));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    'app://local/',
    'app://local/../profile.json',
    'app://local/%2e%2e/profile.json',
    'app://local/..%2fprofile.json',
    'app://local/..%5cprofile.json',
    'app://local/index.html%00.js',
    'app://local/INDEX.HTML',
    'app://local/index.html?x=1',
    'app://local/__proto__',
    'app://local/constructor',
    'app://local/C:/Windows/win.ini',
    'app://other/index.html',
    'https://local/index.html',
  ])('does not know %s, and reads nothing', async (url) => {
    const { serve, read } = server();
    expect((await serve(new Request(url))).status).toBe(404);
    expect(read).toEqual([]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('answers nothing but GET (%s)', async (method) => {
    const { serve, read } = server();
    expect((await serve(new Request('app://local/index.html', { method }))).status).toBe(405);
    expect(read).toEqual([]);
  });

  it('does not hand out a file that is not as it was built', async () => {
    const { serve } = server();
    const response = await serve(new Request('app://local/assets/changed.js'));
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
  });
});
