import { createHash, createSecretKey } from 'node:crypto';

import { type LogEntry, lineOf, type UnhashedEntry } from '../../../src-main/operation-log/entry.ts';
import { openingAfter } from '../../../src-main/operation-log/opening.ts';
import { seal } from '../../../src-main/operation-log/sealing.ts';

const key = createSecretKey(Buffer.alloc(32, 7));

/** A log as the product writes it: so many lines with the line feed, the opening one first. */
export function writtenLog(count: number): Buffer[] {
  const parts = {
    sequence: 1,
    time: '2026-11-20T00:00:00.000Z',
    workstation: 'WS-01',
    logId: '0'.repeat(32),
  };
  let { line, head } = lineOf(openingAfter(undefined, parts));
  const lines = [line];
  while (lines.length < count) {
    ({ line, head } = lineOf(entry(head.sequence + 1, head.hash)));
    lines.push(line);
  }
  return lines;
}

/** An entry with a little of everything that an entry may hold. */
export function entry(
  sequence: number,
  previousHash: string,
  changes: Partial<UnhashedEntry> = {},
): UnhashedEntry {
  return {
    action: '照会（検索）',
    actor: { userId: 'clerk01', name: '窓口　花子', department: '健康推進課', role: 'clerk' },
    detail: sequence % 4 === 0 ? { by: '"\\\n\u0001', from: 'vrs', hits: -sequence } : {},
    note: sequence % 5 === 0 ? seal(key, sequence, '家族の依頼') : '',
    operation: 'people.search',
    previousHash,
    reason: '窓口',
    result: 'done',
    sequence,
    subjects: Array.from({ length: sequence % 4 }, (_, n) => seal(key, sequence, String(1_000_000_001 + n))),
    time: new Date(Date.parse('2026-11-20T00:00:00.000Z') + sequence * 1_000).toISOString(),
    workstation: 'WS-01',
    ...changes,
  };
}

export function entryIn(line: Buffer | undefined): LogEntry {
  return JSON.parse(line?.toString('utf8') ?? '');
}

/** Lines from one on, written again with the right hashes: what somebody does who knows the format. */
export function rewritten(
  lines: readonly Buffer[],
  from: number,
  change: (read: LogEntry) => Partial<LogEntry>,
): Buffer[] {
  const kept = lines.slice(0, from);
  let previousHash = from === 0 ? '0'.repeat(64) : entryIn(kept.at(-1)).hash;
  const later = lines.slice(from).map((line) => {
    const { hash: _hash, ...read } = entryIn(line);
    const made = lineOf({ ...read, ...change(entryIn(line)), previousHash });
    previousHash = made.head.hash;
    return made.line;
  });
  return [...kept, ...later];
}

/** A sealed value with its digest in its place. */
export function blackedOut(sealed: string): string {
  return `sha256:${createHash('sha256').update(sealed).digest('hex')}`;
}
