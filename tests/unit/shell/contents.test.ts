import { beforeEach, describe, expect, it, vi } from 'vitest';

import { guardNavigation } from '../../../src-main/shell/navigation-guard.ts';
import { callsOf, contentsOf, forget, recordedApp } from './recorded-electron.ts';

vi.mock('electron', async () => (await import('./recorded-electron.ts')).recordedElectron);

const PAGE = 'app://local/index.html';

let contents: ReturnType<typeof contentsOf>;

beforeEach(() => {
  forget();
  guardNavigation();
  contents = contentsOf();
  recordedApp.emit('web-contents-created', {}, contents);
});

/** Whether an event of the contents is prevented. */
function isPrevented(event: string, about: object = {}, ...given: unknown[]): boolean {
  const preventDefault = vi.fn<() => void>();
  expect(contents.emit(event, { ...about, preventDefault }, ...given)).toBe(true);
  return preventDefault.mock.calls.length > 0;
}

describe('any contents of the app', () => {
  it.each([
    [PAGE, false],
    [`${PAGE}#somewhere`, false],
    [`${PAGE}/../other.html`, true],
    ['app://local/other.html', true],
    ['app://local.evil.example/index.html', true],
    ['app://local@evil.example/index.html', true],
    ['https://evil.example/', true],
    ['file:///etc/passwd', true],
    ['data:text/html,x', true],
    ['blob:app://local/0', true],
    // oxlint-disable-next-line no-script-url -- what is refused
    ['javascript:alert(1)', true],
    ['about:blank', true],
    ['nonsense', true],
  ])('becomes our page and no other: %s', (url, refused) => {
    expect(isPrevented('will-navigate', { url })).toBe(refused);
    expect(isPrevented('will-frame-navigate', { url, isMainFrame: true })).toBe(refused);
  });

  it('has no frame, not even of our own page, and follows no redirect', () => {
    expect(isPrevented('will-frame-navigate', { url: PAGE, isMainFrame: false })).toBe(true);
    expect(isPrevented('will-redirect', { url: PAGE })).toBe(true);
  });

  it('opens no window and attaches no webview', () => {
    const [decide] = callsOf('contents.setWindowOpenHandler')[0] ?? [];
    expect(Reflect.apply(decide as () => unknown, undefined, [{ url: PAGE }])).toEqual({ action: 'deny' });
    expect(isPrevented('will-attach-webview')).toBe(true);
  });

  it('speaks no UDP past the proxy', () => {
    expect(callsOf('contents.setWebRTCIPHandlingPolicy')).toEqual([['disable_non_proxied_udp']]);
  });

  it('closes the developer tools as soon as they open', () => {
    contents.emit('devtools-opened');
    expect(callsOf('contents.closeDevTools')).toHaveLength(1);
  });
});

describe('a key', () => {
  const stroke = { type: 'keyDown', control: false, meta: false, shift: false, alt: false };

  it.each([
    ['p', { control: true }],
    ['P', { control: true, shift: true }],
    ['p', { meta: true }],
    ['r', { control: true }],
    ['s', { control: true }],
    ['u', { control: true }],
    ['I', { control: true, shift: true }],
    ['F5', {}],
    ['F12', {}],
    ['BrowserBack', {}],
  ])('that a browser would take for itself does not reach the page: %s %j', (key, held) => {
    expect(isPrevented('before-input-event', {}, { ...stroke, ...held, key })).toBe(true);
  });

  it.each([
    ['p', {}],
    ['c', { control: true }],
    ['v', { control: true }],
    ['z', { control: true }],
    ['g', { control: true }],
    ['1', { alt: true }],
    ['Enter', {}],
    ['あ', {}],
  ])('of the work does: %s %j', (key, held) => {
    expect(isPrevented('before-input-event', {}, { ...stroke, ...held, key })).toBe(false);
  });
});
