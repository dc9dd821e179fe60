/** The few things that the log asks of the file system, so that a test can make each of them fail. */
export interface LogFolder {
  /** Names of the segments, oldest first. */
  segments(): Promise<readonly string[]>;
  open(name: string): Promise<LogFile>;
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
