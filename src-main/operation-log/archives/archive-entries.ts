/** What the log writes of its own archives; their `detail` names the year and the digest of the manifest's line. */
export const ARCHIVED = 'log.archived';
export const ARCHIVE_DESTROYED = 'log.archiveDestroyed';
export const REDACTED = 'log.redacted';
