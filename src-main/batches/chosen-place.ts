import { lstat } from 'node:fs/promises';

/** `\\server\share`, in either direction of the strokes, and the long forms of the same. */
const UNC = /^[\\/]{2}(?![?.][\\/][A-Za-z]:)/;

/**
 * Whether the chosen file is a link, or lies on a server: somebody else could put another file in its place between the check and
 * the sending, or read along. What can't be looked at is left to whoever opens it. SECURITY: H62.
 */
export async function liesElsewhere(
  file: string,
  system: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (system === 'win32' && UNC.test(file)) return true;
  const found = await lstat(file).catch(() => undefined);
  return found?.isSymbolicLink() ?? false;
}
