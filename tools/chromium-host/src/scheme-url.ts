/**
 * Chromium knows no `app:` scheme, so the host serves `app://HOST/path` as `https://HOST.app.localhost/path`:
 * a secure origin of its own, without server, certificate or DNS. Everything that the main process sees is mapped back.
 */
export class SchemeUrls {
  readonly #schemes = new Set<string>();

  register(scheme: string): void {
    this.#schemes.add(scheme.toLowerCase());
  }
  has(scheme: string): boolean {
    return this.#schemes.has(scheme.toLowerCase());
  }
  get schemes(): readonly string[] {
    return [...this.#schemes];
  }

  /** `app://local/a?b#c` → `https://local.app.localhost/a?b#c`; other URLs stay as they are. */
  toWeb(url: string): string {
    const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
    if (match === null) return url;
    const [, scheme = '', host = '', rest = ''] = match;
    if (!this.has(scheme)) return url;
    return `https://${host.toLowerCase()}.${scheme.toLowerCase()}.localhost${rest.startsWith('/') ? rest : `/${rest}`}`;
  }

  /** The inverse; `blob:` URLs are mapped on the inside. */
  fromWeb(url: string): string {
    if (url.startsWith('blob:')) return `blob:${this.fromWeb(url.slice('blob:'.length))}`;
    const match = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.localhost(?=[/?#]|$)(.*)$/s.exec(url);
    if (match === null) return url;
    const [, host = '', scheme = '', rest = ''] = match;
    return this.has(scheme) ? `${scheme}://${host}${rest}` : url;
  }

  /** `app://local/a` → `app://local`, as `WebFrameMain.origin` says it; `null` for opaque origins. */
  originOf(url: string): string {
    const own = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i.exec(url)?.[1];
    if (own !== undefined && this.has(own.slice(0, own.indexOf(':')))) return own;
    return URL.canParse(url) ? new URL(url).origin : 'null';
  }
}

/** The scheme of a URL in lower case, without the colon; empty if there is none. */
export const schemeOf = (url: string): string => /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';

/** The URL without its fragment, as requests carry it. */
export const withoutFragment = (url: string): string => url.replace(/#.*$/s, '');
