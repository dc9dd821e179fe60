/** The few things that the log asks of the file system, so that a test can make each of them fail. */
export interface LogFolder {
  /** Names of the segments, oldest first. */
  segments(): Promise<readonly string[]>;
  /** `append`: for reading too. */
  open(name: string, as: 'read' | 'append'): Promise<LogFile>;
  /** Fails where the name is taken. The name itself is on disk when this resolves. */
  create(name: string): Promise<LogFile>;
  remove(name: string): Promise<void>;
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
  return `operation-log-${String(firstSequence).padStart(12, '0')}.jsonl`;
}

/** Undefined for any other file. */
export function firstSequenceOf(name: string): number | undefined {
  const match = /^operation-log-(\d{12})\.jsonl$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}
