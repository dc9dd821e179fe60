import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { schemeOf, SchemeUrls, withoutFragment } from '../../../tools/chromium-host/src/scheme-url.ts';

const urls = new SchemeUrls();
urls.register('app');

describe('the app’s URLs in Chromium', () => {
  it.each([
    ['app://local/index.html', 'https://local.app.localhost/index.html'],
    ['app://local', 'https://local.app.localhost/'],
    ['app://local?a=b', 'https://local.app.localhost/?a=b'],
    ['APP://Local/x', 'https://local.app.localhost/x'],
    ['app://local/a?b=c#d', 'https://local.app.localhost/a?b=c#d'],
    ['https://example.com/', 'https://example.com/'],
    ['other://local/x', 'other://local/x'],
    ['data:text/html,app://local', 'data:text/html,app://local'],
    ['about:blank', 'about:blank'],
  ])('%s is %s', (app, web) => {
    expect(urls.toWeb(app)).toBe(web);
  });

  it('come back as they were', () => {
    const host = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
    const rest = fc.stringMatching(/^\/[\w./%-]{0,30}(?:\?[\w=&%]{0,20})?(?:#[\w/]{0,10})?$/);
    fc.assert(
      fc.property(host, rest, (name, path) => {
        const url = `app://${name}${path}`;
        expect(urls.fromWeb(urls.toWeb(url))).toBe(url);
        expect(urls.fromWeb(`blob:${urls.toWeb(url)}`)).toBe(`blob:${url}`);
        expect(urls.originOf(url)).toBe(`app://${name}`);
      }),
    );
  });

  it.each([
    'https://local.app.localhost.evil.example/',
    'https://local.other.localhost/',
    'http://local.app.localhost/',
    'https://app.localhost/',
    'https://local.app.localhost:8443/',
  ])('%s is not one of them', (url) => {
    expect(urls.fromWeb(url)).toBe(url);
  });

  it('have the origin that Electron names', () => {
    expect(urls.originOf('app://local/x?y')).toBe('app://local');
    expect(urls.originOf('https://example.com/x')).toBe('https://example.com');
    expect(urls.originOf('about:blank')).toBe('null');
    expect(urls.originOf('')).toBe('null');
  });

  it('have a scheme and a fragment', () => {
    expect([schemeOf('App://x'), schemeOf('https://x'), schemeOf('nothing')]).toEqual(['app', 'https', '']);
    expect(withoutFragment('app://x/#a#b')).toBe('app://x/');
  });
});
