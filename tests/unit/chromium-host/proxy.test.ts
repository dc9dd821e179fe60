import { describe, expect, it } from 'vitest';

import { ProxyRules } from '../../../tools/chromium-host/src/network/proxy.ts';

describe('a proxy', () => {
  it.each([
    [{ mode: 'direct' }, { HTTPS_PROXY: 'http://proxy:8080' }, 'https://vrs.example/', false],
    [{ mode: 'system' }, {}, 'https://vrs.example/', false],
    [{ mode: 'system' }, { HTTPS_PROXY: 'http://proxy:8080' }, 'https://vrs.example/', true],
    [
      { mode: 'system' },
      { HTTPS_PROXY: 'http://proxy:8080', NO_PROXY: '.example' },
      'https://vrs.example/',
      false,
    ],
    [{ mode: 'fixed_servers', proxyRules: 'proxy:8080' }, {}, 'https://vrs.example/', true],
    [{ mode: 'fixed_servers', proxyRules: 'proxy:8080' }, {}, 'https://127.0.0.1:8443/', false],
    [
      { mode: 'fixed_servers', proxyRules: 'proxy:8080', proxyBypassRules: '<-loopback>' },
      {},
      'https://127.0.0.1:8443/',
      true,
    ],
    [
      { mode: 'fixed_servers', proxyRules: 'proxy:8080', proxyBypassRules: '*.lg.jp,vrs.example' },
      {},
      'https://vrs.example/',
      false,
    ],
    [
      { mode: 'fixed_servers', proxyRules: 'proxy:8080', proxyBypassRules: 'vrs.example:8443' },
      {},
      'https://vrs.example/',
      true,
    ],
    [
      { mode: 'fixed_servers', proxyRules: 'proxy:8080', proxyBypassRules: '<local>' },
      {},
      'https://intranet/',
      false,
    ],
    [{ proxyRules: 'direct://' }, {}, 'https://vrs.example/', false],
  ] as const)('%j with %j for %s is needed: %s', (config, environment, url, isNeeded) => {
    const rules = new ProxyRules({ ...environment });
    rules.set({ ...config });
    let refused = '';
    try {
      rules.assertDirect(new URL(url));
    } catch (error) {
      refused = (error as Error).message;
    }
    expect(refused.includes('through a proxy')).toBe(isNeeded);
  });

  it('that a script or a search would name is refused at once', () => {
    const rules = new ProxyRules({});
    expect(() => rules.set({ pacScript: 'data:,' })).toThrow("mode 'pac_script'");
    expect(() => rules.set({ mode: 'auto_detect' })).toThrow("mode 'auto_detect'");
  });
});
