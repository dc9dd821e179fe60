import type { Input } from 'electron';

/** Letters that, with Ctrl, a browser would take for itself. */
const browserLetters = new Set(['p', 'r', 's', 'u', 'o']);
const browserKeys = new Set(['f5', 'f12', 'browserback', 'browserforward', 'browserrefresh', 'browserhome']);

type Stroke = Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'shift' | 'alt'>;

/**
 * Whether a key must not reach the page, because it would print, reload, save, show the source or open the developer tools.
 * SECURITY: H10, H61 — without a menu they do nothing by themselves; this holds where a version of Chromium thinks otherwise.
 */
export function isRefusedKey({ type, key, control, meta, shift, alt }: Stroke): boolean {
  if (type !== 'keyDown') return false;
  const name = key.toLowerCase();
  if (browserKeys.has(name)) return true;
  if (alt || !(control || meta)) return false;
  return browserLetters.has(name) || (shift && ['i', 'j', 'c'].includes(name));
}
