import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

import { breakOff, type Chain, startFile, takeLine } from './chain.ts';

/** With larger blocks their texts outlive the young generation, and the memory doubles for no gain in time (measured). */
const BLOCK_BYTES = 65_536;
const MOST_LINE_BYTES = 262_144;
const LINE_FEED = 0x0a;

export interface FileRead {
  readonly chain: Chain;
  /** Bytes behind the last line feed. */
  readonly tornBytes: number;
}

/** Takes the next line. */
type Take = (chain: Chain, line: string) => Chain;

/** Takes the lines of a file, from a position on, block by block: memory stays the same however long it is. */
export function readFile(before: Chain, path: string, from = 0, take: Take = takeLine): FileRead {
  let chain = startFile(before, basename(path));
  const file = openSync(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (let position = from; !chain.brokenOff;) {
      const block = Buffer.allocUnsafe(BLOCK_BYTES);
      const count = readSync(file, block, 0, BLOCK_BYTES, position);
      if (count === 0) return { chain, tornBytes: rest.length };
      position += count;
      const bytes = Buffer.concat([rest, block.subarray(0, count)]);
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      chain = readLines(chain, bytes.subarray(0, end), take);
      rest = bytes.subarray(end);
      if (rest.length > MOST_LINE_BYTES) chain = breakOff(chain, '行が長すぎて、記録ではありません');
    }
    return { chain, tornBytes: 0 };
  } finally {
    closeSync(file);
  }
}

/** Takes whole lines, up to one behind which nothing is proven any more. */
export function readLines(before: Chain, bytes: Buffer, take: Take = takeLine): Chain {
  // Bytes that are no UTF-8 would all be read as the same character, so such a block is looked at line by line.
  if (!isUtf8(bytes)) return readBytewise(before, bytes, take);
  const lines = bytes.toString('utf8');
  let chain = before;
  let begin = 0;
  for (let end = lines.indexOf('\n'); end !== -1 && !chain.brokenOff; end = lines.indexOf('\n', begin)) {
    chain = take(chain, lines.slice(begin, end));
    begin = end + 1;
  }
  return chain;
}

function readBytewise(before: Chain, bytes: Buffer, take: Take): Chain {
  let chain = before;
  let begin = 0;
  for (
    let end = bytes.indexOf(LINE_FEED);
    end !== -1 && !chain.brokenOff;
    end = bytes.indexOf(LINE_FEED, begin)
  ) {
    const line = bytes.subarray(begin, end);
    chain = isUtf8(line)
      ? take(chain, line.toString('utf8'))
      : breakOff(chain, '記録として読めない行です（UTF-8ではありません）');
    begin = end + 1;
  }
  return chain;
}
