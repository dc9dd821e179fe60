import { describe, expect, it } from 'vitest';

import { CdpConnection } from '../../../tools/chromium-host/src/chromium/cdp.ts';
import {
  toNetError,
  netErrorMessage,
  NetError,
} from '../../../tools/chromium-host/src/network/net-errors.ts';
import { SchemeUrls } from '../../../tools/chromium-host/src/scheme-url.ts';
import { checkedHeaders, requestHeaders } from '../../../tools/chromium-host/src/session/page-headers.ts';
import { Permissions } from '../../../tools/chromium-host/src/session/permissions.ts';
import { Protocol, registerSchemes } from '../../../tools/chromium-host/src/session/protocol.ts';
import { WebRequest } from '../../../tools/chromium-host/src/session/web-request.ts';
import { pdfParameters } from '../../../tools/chromium-host/src/window/printing.ts';

const handler = (): Response => new Response('');
const urls = new SchemeUrls();
urls.register('app');

describe('headers between pages and handlers', () => {
  it('hide that the page is an https site to Chromium', () => {
    const headers = requestHeaders(
      {
        Accept: '*/*',
        Origin: 'https://local.app.localhost',
        Referer: 'https://local.app.localhost/x',
        Cookie: 'a=b',
        'sec-ch-ua': 'x',
        'Upgrade-Insecure-Requests': '1',
      },
      urls,
    );
    expect(Object.fromEntries(headers)).toEqual({ accept: '*/*', origin: 'app://local' });
    expect([...requestHeaders({ Origin: 'null' }, urls)]).toEqual([]);
  });

  it('pass through on the way back, with locations mapped', () => {
    const headers = new Headers({
      'content-type': 'text/html',
      location: 'app://local/next',
      'content-security-policy': "default-src 'self'",
    });
    expect(checkedHeaders(headers, urls)).toEqual([
      { name: 'content-security-policy', value: "default-src 'self'" },
      { name: 'content-type', value: 'text/html' },
      { name: 'location', value: 'https://local.app.localhost/next' },
    ]);
  });

  it.each([
    [{ 'set-cookie': 'a=b' }, 'Set-Cookie'],
    [{ 'content-security-policy': "default-src 'none'; script-src app:" }, "CSP source 'app:'"],
    [{ 'content-security-policy': 'app: https:' }, "CSP source 'app:'"],
  ] as const)('are refused where Electron would behave otherwise: %j', (headers, message) => {
    expect(() => checkedHeaders(new Headers({ ...headers }), urls)).toThrow(message);
  });
});

describe('schemes and handlers', () => {
  const standard = { standard: true, secure: true };

  it('are registered before the app is ready, and only as standard and secure', () => {
    const registered = new SchemeUrls();
    registerSchemes(registered, [{ scheme: 'app', privileges: standard }], false);
    expect(registered.schemes).toEqual(['app']);
    expect(() => registerSchemes(registered, [], true)).toThrow('before app is ready');
    expect(() => registerSchemes(registered, [{ scheme: 'x' }], false)).toThrow('not standard and secure');
    for (const risky of ['bypassCSP', 'allowServiceWorkers', 'corsEnabled', 'allowExtensions']) {
      expect(() =>
        registerSchemes(registered, [{ scheme: 'x', privileges: { ...standard, [risky]: true } }], false),
      ).toThrow(risky);
    }
  });

  it('are set once per scheme, and found by URL', () => {
    const protocol = new Protocol(urls);
    protocol.handle('app', handler);
    protocol.handle('https', handler);
    expect([
      protocol.handlerFor('APP://local/x'),
      protocol.handlerFor('https://x/'),
      protocol.handlerFor('data:,'),
    ]).toEqual([handler, handler, undefined]);
    expect(() => protocol.handle('app', handler)).toThrow('Failed to register protocol: app');
    protocol.unhandle('app');
    expect(protocol.isProtocolHandled('app')).toBe(false);
    expect(() => protocol.unhandle('app')).toThrow('Failed to unhandle protocol: app');
    expect(() => protocol.handle('unknown', handler)).toThrow("protocol.handle('unknown')");
  });
});

describe('webRequest', () => {
  const details = {
    url: 'https://x/',
    method: 'GET',
    resourceType: 'other' as const,
    referrer: '',
    uploadData: [],
  };

  it('cancels what the listener cancels, and nothing without one', async () => {
    const webRequest = new WebRequest();
    expect(await webRequest.isCancelled(details)).toBe(false);
    webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
      decide({ cancel: url === 'https://x/' }),
    );
    expect(await webRequest.isCancelled(details)).toBe(true);
    expect(await webRequest.isCancelled({ ...details, url: 'https://y/' })).toBe(false);
    webRequest.onBeforeRequest(null);
    expect(await webRequest.isCancelled(details)).toBe(false);
  });

  it('refuses filters and redirects, which the stand-in would get wrong', async () => {
    const webRequest = new WebRequest();
    expect(() => webRequest.onBeforeRequest({ urls: ['https://a/*'] }, () => undefined)).toThrow(
      'URL filter',
    );
    webRequest.onBeforeRequest((_details, decide) => decide({ redirectURL: 'https://y/' }));
    await expect(webRequest.isCancelled(details)).rejects.toThrow('redirectURL');
  });
});

/** Notes what Chromium would be told. */
class RecordingConnection extends CdpConnection {
  readonly told: { permission: { name: string }; setting: string }[] = [];
  override send<Result>(_method: string, params: object = {}): Promise<Result> {
    this.told.push(params as (typeof this.told)[number]);
    return Promise.resolve({} as Result);
  }
}

describe('permissions', () => {
  const asked = {
    contents: {} as Electron.WebContents,
    url: 'app://local/',
    webOrigin: 'https://local.app.localhost',
    context: { browserContextId: 'c' },
  };
  const apply = async (set: (permissions: Permissions) => void) => {
    const { PassThrough } = await import('node:stream');
    const granted: string[] = [];
    const cdp = new RecordingConnection(new PassThrough(), new PassThrough());
    const permissions = new Permissions((_kind, name) => void granted.push(name));
    set(permissions);
    await permissions.apply(cdp, asked);
    return {
      granted,
      settings: new Set(cdp.told.map(({ setting }) => setting)),
      names: cdp.told.map(({ permission }) => permission.name),
    };
  };

  it('are all denied when either handler denies', async () => {
    const byCheck = await apply((permissions) => (permissions.check = () => false));
    const byRequest = await apply(
      (permissions) => (permissions.request = (_contents, _name, decide) => decide(false)),
    );
    for (const { granted, settings, names } of [byCheck, byRequest]) {
      expect(granted).toEqual([]);
      expect([...settings]).toEqual(['denied']);
      expect(names).toEqual(
        expect.arrayContaining(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read']),
      );
    }
  });

  it('are granted where no handler refuses, as in Electron, and each is reported', async () => {
    const { granted, settings } = await apply(() => undefined);
    expect([...settings]).toEqual(['granted']);
    expect(granted).toContain('geolocation');
    const one = await apply(
      (permissions) => (permissions.check = (_contents, name) => name === 'clipboard-sanitized-write'),
    );
    expect(one.granted).toEqual(['clipboard-sanitized-write']);
  });
});

describe('printing', () => {
  it('has Electron’s defaults', () => {
    expect(pdfParameters({})).toMatchObject({
      paperWidth: 8.5,
      paperHeight: 11,
      marginTop: 0.4,
      printBackground: false,
      scale: 1,
      landscape: false,
    });
    expect(pdfParameters({ pageSize: 'A4', margins: { top: 0 } })).toMatchObject({
      paperWidth: 8.27,
      paperHeight: 11.7,
      marginTop: 0,
      marginLeft: 0.4,
    });
    expect(pdfParameters({ pageSize: { width: 3, height: 4 } })).toMatchObject({
      paperWidth: 3,
      paperHeight: 4,
    });
  });

  it('refuses what Electron refuses, and options that nobody uses', () => {
    expect(() => pdfParameters({ pageSize: 'B5' as 'A4' })).toThrow('Invalid pageSize B5');
    expect(() => pdfParameters({ pageSize: 'A6', margins: { top: 9 } })).toThrow(
      'margins must be less than or equal to pageSize',
    );
    expect(() => pdfParameters({ madeUp: 1 } as Electron.PrintToPDFOptions)).toThrow("option 'madeUp'");
  });
});

const failure = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('Chromium’s names for errors', () => {
  it.each([
    ['ECONNREFUSED', 'net::ERR_CONNECTION_REFUSED'],
    ['ECONNRESET', 'net::ERR_CONNECTION_RESET'],
    ['ENOTFOUND', 'net::ERR_NAME_NOT_RESOLVED'],
    ['EAI_AGAIN', 'net::ERR_NAME_NOT_RESOLVED'],
    ['ETIMEDOUT', 'net::ERR_CONNECTION_TIMED_OUT'],
    ['EHOSTUNREACH', 'net::ERR_ADDRESS_UNREACHABLE'],
    ['EPROTO', 'net::ERR_SSL_PROTOCOL_ERROR'],
    ['HPE_INVALID_CONSTANT', 'net::ERR_INVALID_HTTP_RESPONSE'],
    ['HPE_HEADER_OVERFLOW', 'net::ERR_RESPONSE_HEADERS_TOO_BIG'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'net::ERR_SSL_PROTOCOL_ERROR'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'net::ERR_BAD_SSL_CLIENT_AUTH_CERT'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'net::ERR_BAD_SSL_CLIENT_AUTH_CERT'],
    ['ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR', 'net::ERR_SSL_DECRYPT_ERROR_ALERT'],
    ['ESOMETHING', 'net::ERR_FAILED'],
  ])('%s is %s', (code, message) => {
    expect(toNetError(failure(code), 'connecting').message).toBe(message);
  });

  it('tell a connection that ended before the answer from one that never was', () => {
    const hangUp = failure('ECONNRESET', 'socket hang up');
    expect(toNetError(hangUp, 'waiting').message).toBe('net::ERR_EMPTY_RESPONSE');
    expect(toNetError(hangUp, 'connecting').message).toBe('net::ERR_CONNECTION_CLOSED');
    expect(toNetError('text', 'waiting').message).toBe('net::ERR_FAILED');
  });

  it('have numbers, known and unknown', () => {
    expect([netErrorMessage(0), netErrorMessage(-2), netErrorMessage(-9999)]).toEqual([
      'net::OK',
      'net::ERR_FAILED',
      'net::<unknown>',
    ]);
    const error = new NetError(-202);
    expect([error.message, error.netError, error.name]).toEqual([
      'net::ERR_CERT_AUTHORITY_INVALID',
      'ERR_CERT_AUTHORITY_INVALID',
      'Error',
    ]);
  });
});
