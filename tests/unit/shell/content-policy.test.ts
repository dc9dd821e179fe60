import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { contentSecurityPolicy } from '../../../src-main/shell/content-policy.ts';

const known = [
  'default-src',
  'script-src',
  'style-src',
  'img-src',
  'font-src',
  'connect-src',
  'form-action',
  'base-uri',
  'frame-ancestors',
  'frame-src',
  'object-src',
  'worker-src',
  'manifest-src',
  'media-src',
  'require-trusted-types-for',
  'trusted-types',
  'sandbox',
];

const directives = contentSecurityPolicy.split('; ').map((directive) => directive.split(' '));

describe('the content security policy', () => {
  it('has only directives that Chromium knows, each once', () => {
    const names = directives.map(([name]) => name);
    expect(new Set(names)).toEqual(new Set(known));
    expect(names).toHaveLength(known.length);
  });

  it('allows no inline code, no evaluation, no network and no frame', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|blob:/);
    const policy = new Map(directives.map(([name = '', ...values]) => [name, values.join(' ')]));
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('connect-src')).toBe("'none'");
    expect(policy.get('frame-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
  });

  it('SECURITY H61: lets the page open no dialog of the browser, printing included', () => {
    const sandbox = directives.find(([name]) => name === 'sandbox');
    expect(sandbox).toEqual(['sandbox', 'allow-scripts', 'allow-same-origin', 'allow-forms']);
  });

  it('stands in the page as well, but for what only a header can say', () => {
    const page = readFileSync(new URL('../../../src-renderer/index.html', import.meta.url), 'utf8');
    const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/i.exec(page)?.[1] ?? '';
    const inPage = new Set(meta.split(';').map((directive) => directive.trim()));
    const missing = contentSecurityPolicy.split('; ').filter((directive) => !inPage.has(directive));
    expect(missing).toEqual([
      "frame-ancestors 'none'",
      'sandbox allow-scripts allow-same-origin allow-forms',
    ]);
  });
});
