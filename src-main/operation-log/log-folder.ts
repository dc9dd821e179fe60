/** The few things that the log asks of the file system, so that a test can make each of them fail. */
export interface LogFolder {
  /** Names of the segments, oldest first. */
  segments(): Promise<readonly string[]>;
  /** Names of the yearly archives, oldest first. */
  archives(): Promise<readonly string[]>;
  /** Names of files that were begun to take the place of another and never did. */
  unfinished(): Promise<readonly string[]>;
  /** `append`: for reading too. */
  open(name: string, as: 'read' | 'append'): Promise<LogFile>;
  /** Fails where the name is taken. The name itself is on disk when this resolves. */
  create(name: string): Promise<LogFile>;
  remove(name: string): Promise<void>;
  /** At once, also over a file that has the name; on disk when this resolves. */
  rename(from: string, to: string): Promise<void>;
  /** Takes the folder for this process; the function gives it back. Fails where another living process has it. */
  lock(): Promise<() => Promise<void>>;
}

export interface LogFile {
  readonly name: string;
  size(): Promise<number>;
  /** Bytes read, 0 at the end. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** All of the bytes at the position, or an error. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Resolves when the disk has what was written. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** A segment is named after the number of its first entry, so that their order and any gap can be seen in a file list. */
export function segmentName(firstSequence: number): string {
  return `operation-log-${padded(firstSequence)}.jsonl`;
}

/** Undefined for any other file. */
export function firstSequenceOf(name: string): number | undefined {
  const match = /^operation-log-(\d{12})\.jsonl$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** What an archive's name says: the year, and the numbers of its first and its last entry. */
export interface ArchiveName {
  readonly name: string;
  readonly fiscalYear: number;
  readonly first: number;
  readonly last: number;
}

export function archiveName({ fiscalYear, first, last }: Omit<ArchiveName, 'name'>): string {
  return `operation-log-archive-${fiscalYear}-${padded(first)}-${padded(last)}.jsonl`;
}

function padded(sequence: number): string {
  return String(sequence).padStart(12, '0');
}

/** Undefined for any other file. */
export function archiveOf(name: string): ArchiveName | undefined {
  const match = /^operation-log-archive-(\d{4})-(\d{12})-(\d{12})\.jsonl$/.exec(name);
  if (match === null) return undefined;
  return { name, fiscalYear: Number(match[1]), first: Number(match[2]), last: Number(match[3]) };
}

/** A file is written under this name until all of it is on disk. */
export function unfinishedName(name: string): string {
  return `${name}.new`;
}

/** The number of the first entry of a segment or an archive. */
export function beginOf(name: string): number {
  return firstSequenceOf(name) ?? archiveOf(name)?.first ?? 0;
}

/**
 * Every file of the log in the order of its entries. A segment whose entries an archive has already taken is left out: it lies there
 * only because the power went before it could be removed.
 */
export async function logFiles(files: LogFolder): Promise<readonly string[]> {
  const archives = await files.archives();
  const archived = archivedUpTo(archives);
  const segments = await files.segments();
  return [...archives, ...segments.filter((name) => (firstSequenceOf(name) ?? 0) > archived)];
}

/** The same up to a segment: later ones were begun since. */
export async function logFilesUpTo(files: LogFolder, lastSegment: string): Promise<readonly string[]> {
  const names = await logFiles(files);
  return names.filter((name) => archiveOf(name) !== undefined || name <= lastSegment);
}

/** The last entry that is in an archive; 0 for none. */
export function archivedUpTo(archives: readonly string[]): number {
  return Math.max(0, ...archives.map((name) => archiveOf(name)?.last ?? 0));
}
