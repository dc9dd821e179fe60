/** `a=1; b=2` as pairs; \u{…} for what can't be seen. A word without = is its own value. */
export function pairs(text: string, separator: RegExp): [string, string][] {
  return text
    .replaceAll(/\\u\{([0-9A-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .split(separator)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, pair] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

/** 死亡 2021-06-10, 転出 2021-06-10, or nothing. */
export function flagOf(text: string | undefined): unknown {
  const [kind, on] = (text ?? '').split(' ');
  if (kind === '死亡') return { kind: 'deceased', on };
  return kind === '転出' ? { kind: 'moved-out', on } : { kind: 'none' };
}
