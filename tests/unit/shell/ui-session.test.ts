import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it, vi } from 'vitest';

import { hardenedUiSession } from '../../../src-main/shell/ui-session.ts';
import { allCalls, callsOf, forget, sessionNamed } from './recorded-electron.ts';

vi.mock('electron', async () => (await import('./recorded-electron.ts')).recordedElectron);

const serve = (): Promise<Response> => Promise.resolve(new Response('page'));
const only = (name: string): readonly unknown[] => {
  const [first = [], ...more] = callsOf(name);
  expect(more).toEqual([]);
  return first;
};
/** What the one handler of that name answers. */
const answerOf = (name: string, ...given: unknown[]): unknown => {
  const handler = only(name).find((each) => typeof each === 'function');
  return Reflect.apply(handler as () => unknown, undefined, given);
};
const decisionOf = (name: string, ...given: unknown[]): unknown => {
  const decide = vi.fn<(decision: unknown) => void>();
  answerOf(name, ...given, decide);
  return decide.mock.lastCall?.[0];
};

/** The names as Electron's own types give them: a new version brings new ones by itself. */
const permissions = [
  ...(/setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/
    .exec(readFileSync(new URL('../../../node_modules/electron/electron.d.ts', import.meta.url), 'utf8'))?.[1]
    ?.matchAll(/'([^']+)'/g) ?? []),
].map(([, name]) => name);

beforeAll(() => {
  forget();
  hardenedUiSession(serve);
});

describe('the session of the window', () => {
  it('is in memory alone and keeps no cache', () => {
    expect(only('session.fromPartition')).toEqual(['ui', { cache: false }]);
  });

  it('serves our own scheme, and answers no other: 403', async () => {
    const handled = callsOf('ses.protocol.handle');
    const answers = await Promise.all(
      handled.map(async ([scheme, handler]) => {
        const answer: unknown = await Reflect.apply(handler as () => unknown, undefined, []);
        return [scheme, answer instanceof Response ? answer.status : 'none'];
      }),
    );
    expect(Object.fromEntries(answers)).toEqual({ app: 200, file: 403, http: 403, https: 403, ftp: 403 });
  });

  it.each([
    ['app://local/index.html', false],
    ['app://local.evil.example/x', true],
    ['app://other/index.html', true],
    ['https://vrs.example.lg.jp/', true],
    ['wss://evil.example/', true],
    ['file:///etc/passwd', true],
    ['data:text/html,x', true],
    ['nonsense', true],
  ])('makes no request of %s: %s', (url, cancel) => {
    expect(decisionOf('ses.webRequest.onBeforeRequest', { url })).toEqual({ cancel });
  });

  it('knows the names of Electron’s permissions', () => {
    expect(permissions.length).toBeGreaterThan(30);
    expect(permissions).toContain('clipboard-read');
  });

  it.each(permissions)('grants nothing, neither asked nor looked up: %s', (permission) => {
    expect(decisionOf('ses.setPermissionRequestHandler', null, permission)).toBe(false);
    expect(answerOf('ses.setPermissionCheckHandler', null, permission)).toBe(false);
  });

  it('has a proxy that is not there, so that nothing would get out past the guards', () => {
    expect(only('ses.setProxy')).toEqual([
      { mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' },
    ]);
  });

  it('gives no device, no pairing and no screen', () => {
    expect(answerOf('ses.setDevicePermissionHandler', {})).toBe(false);
    expect(answerOf('ses.setUSBProtectedClassesHandler', { protectedClasses: ['audio'] })).toEqual(['audio']);
    expect(decisionOf('ses.setBluetoothPairingHandler', {})).toEqual({ confirmed: false });
    expect(decisionOf('ses.setDisplayMediaRequestHandler', {})).toEqual({});
  });

  it('checks no spelling and fetches no dictionary', () => {
    expect(only('ses.setSpellCheckerEnabled')).toEqual([false]);
    expect(only('ses.setSpellCheckerLanguages')).toEqual([[]]);
    expect(only('ses.setSpellCheckerDictionaryDownloadURL')).toEqual(['https://invalid.invalid/']);
  });

  it('downloads nothing and reaches no file of the page’s own', () => {
    const prevented = vi.fn<() => void>();
    sessionNamed('ui').emit('will-download', { preventDefault: prevented });
    expect(prevented).toHaveBeenCalledOnce();
    const decide = vi.fn<(decision: string) => void>();
    sessionNamed('ui').emit('file-system-access-restricted', {}, {}, decide);
    expect(decide).toHaveBeenCalledWith('deny');
  });

  it('has no extension, no preload script of its own and no service worker', () => {
    const names = allCalls().map(([name]) => name);
    expect(names.filter((name) => /extension|registerPreload|serviceWorker/i.test(name))).toEqual([]);
  });
});
