/** `session.setProxy`: the host opens direct connections only, so it must know when Chromium would not have. */
import { isIP } from 'node:net';
import { onlyKeys, UnsupportedElectronApi } from '../strict.ts';

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname.startsWith('127.') ||
  hostname === '::1';

/** One rule of Chromium's bypass list: `<local>`, a host, `*.suffix`, `.suffix`, each with an optional port. */
function bypasses(rule: string, hostname: string, port: string): boolean {
  if (rule === '<local>') return !hostname.includes('.') && isIP(hostname) === 0;
  const match = /^(?:[a-z]+:\/\/)?(.+?)(?::(\d+))?$/i.exec(rule);
  const [, pattern = '', rulePort] = match ?? [];
  if (rulePort !== undefined && rulePort !== port) return false;
  const suffix = pattern.startsWith('.') ? `*${pattern}` : pattern;
  const expression = suffix.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 'i').test(hostname);
}

export class ProxyRules {
  #config: Electron.ProxyConfig = { mode: 'system' };
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  set(config: Electron.ProxyConfig): void {
    onlyKeys('session.setProxy', config, ['mode', 'pacScript', 'proxyBypassRules', 'proxyRules']);
    const mode = config.mode ?? (config.pacScript === undefined ? 'fixed_servers' : 'pac_script');
    if (mode === 'pac_script' || mode === 'auto_detect')
      throw new UnsupportedElectronApi(`session.setProxy mode '${mode}'`);
    this.#config = { ...config, mode };
  }

  /** Throws if Chromium would connect through a proxy: the stand-in has none, and must not pretend. */
  assertDirect(url: URL): void {
    if (this.#config.mode === 'direct') return;
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const environment = this.#environment;
    const fixed = this.#config.mode === 'fixed_servers';
    const rules = fixed
      ? (this.#config.proxyBypassRules ?? '')
      : (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '');
    const proxy = fixed
      ? (this.#config.proxyRules ?? '')
      : (environment['https_proxy'] ??
        environment['HTTPS_PROXY'] ??
        environment['all_proxy'] ??
        environment['ALL_PROXY'] ??
        '');
    const list = rules
      .split(/[,;]/)
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '');
    if (proxy === '' || proxy === 'direct://') return;
    if (isLoopback(hostname) && !list.includes('<-loopback>')) return;
    if (list.some((rule) => bypasses(rule, hostname, url.port === '' ? '443' : url.port))) return;
    throw new UnsupportedElectronApi(`session.fetch through a proxy (${url.host})`);
  }
}
