/** The log can't be used, for a reason that is not the file system's. */
export class LogUnavailable extends Error {
  readonly code = 'LOG_UNAVAILABLE';
}

/** What the file system or the log refused, as against a mistake of ours: such errors carry a code. */
export function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

export function ignoreFileError(error: unknown): void {
  if (!isFileError(error)) throw error;
}
