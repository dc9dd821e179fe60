import { LINE_FEED, MAX_LINE_BYTES } from './entry.ts';
import type { LogFile } from './log-folder.ts';

const BLOCK_BYTES = 65_536;
const NOTHING: Buffer = Buffer.alloc(0);

/** A line without its line feed. */
export interface LogLine {
  readonly start: number;
  readonly bytes: Buffer;
}

/**
 * The complete lines between two positions, block by block; what stands after the last line feed is left out. A line that is longer
 * than any entry comes without bytes, and nothing after it.
 */
export async function* linesForward(
  file: LogFile,
  from: number,
  until: number,
): AsyncGenerator<readonly LogLine[]> {
  let carried: Buffer = NOTHING;
  for (let position = from; position < until;) {
    const block = await blockAt(file, position, Math.min(BLOCK_BYTES, until - position));
    if (block.length === 0) return;
    const bytes = Buffer.concat([carried, block]);
    const start = position - carried.length;
    const { lines, rest } = split(bytes, start);
    if (lines.length > 0) yield lines;
    position += block.length;
    carried = rest;
    if (carried.length > MAX_LINE_BYTES) {
      yield [{ start: position - carried.length, bytes: NOTHING }];
      return;
    }
  }
}

/** The complete lines before a position, the last one first, block by block. Stops at a line that is longer than any entry. */
export async function* linesBackward(file: LogFile, until: number): AsyncGenerator<readonly LogLine[]> {
  let carried: Buffer = NOTHING;
  for (let end = until; end > 0;) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const block = await blockAt(file, start, end - start);
    if (block.length < end - start) return;
    const bytes = Buffer.concat([block, carried]);
    // Where the block begins inside a line, that line waits for the next block.
    const first = start === 0 ? 0 : bytes.indexOf(LINE_FEED) + 1;
    if (start === 0 || first > 0) yield split(bytes.subarray(first), start + first).lines.toReversed();
    carried = start === 0 || first > 0 ? bytes.subarray(0, first) : bytes;
    if (carried.length > MAX_LINE_BYTES) return;
    end = start;
  }
}

/** The line that a position lies in or that begins there, and everything up to the end of it. Undefined where none is complete. */
export async function lineAfter(
  file: LogFile,
  position: number,
  until: number,
): Promise<LogLine | undefined> {
  // One byte earlier: a position right after a line feed begins a line.
  const from = Math.max(0, position - 1);
  let skipped = position === 0;
  for await (const lines of linesForward(file, from, until)) {
    for (const line of lines) {
      if (skipped) return line;
      skipped = true;
    }
  }
  return undefined;
}

function split(bytes: Buffer, start: number): { readonly lines: LogLine[]; readonly rest: Buffer } {
  const lines: LogLine[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, begin)) {
    lines.push({ start: start + begin, bytes: bytes.subarray(begin, end) });
    begin = end + 1;
  }
  return { lines, rest: bytes.subarray(begin) };
}

async function blockAt(file: LogFile, position: number, length: number): Promise<Buffer> {
  const block = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = await file.read(block.subarray(filled), position + filled);
    if (count === 0) break;
    filled += count;
  }
  return block.subarray(0, filled);
}
