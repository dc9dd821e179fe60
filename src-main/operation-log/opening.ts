import { NO_HASH, type LogEntry, type UnhashedEntry } from './entry.ts';
import type { LogHead } from './operation-log.ts';

export const FORMAT = 1;
export const OPENING = 'log.opened';
export const RECOVERED = 'log.recovered';

/**
 * unreadable: not the line of an entry. hash: other content than was written. order: a number is missing or stands twice.
 * link: does not follow the entry before. opening: a segment begins as none does. cut-off: entries up to the anchored one are
 * missing. replaced: another entry stands in the place of the anchored one. checkpoint: other entries than those that were signed for.
 * archive: a yearly archive that is not what its manifest says.
 */
export const breakReasons = [
  'unreadable',
  'hash',
  'order',
  'link',
  'opening',
  'cut-off',
  'replaced',
  'checkpoint',
  'archive',
] as const;
export type BreakReason = (typeof breakReasons)[number];

/** The number of the first entry that is not as it was written, and how that shows. */
export interface ChainBreak {
  readonly at: number;
  readonly because: BreakReason;
}

/** What the log writes about itself. */
export const itself = { userId: '', name: 'システム', department: '', role: '' } as const;

export interface OpeningParts {
  readonly sequence: number;
  readonly time: string;
  readonly workstation: string;
  /** Random; the segments of one log share it, and a new one begins after a break. */
  readonly logId: string;
}

/** The first entry of a segment that goes on where the one before ended; `previous` is undefined for the first of all. */
export function openingAfter(previous: LogHead | undefined, parts: OpeningParts): UnhashedEntry {
  return opening(parts, previous?.hash ?? NO_HASH, {});
}

/** A break, and the segment in which it was found. */
export interface FoundBreak extends ChainBreak {
  readonly segment: string;
}

/** A segment as it was found broken, so that later changes of it show too. */
export interface Evidence {
  readonly bytes: number;
  readonly sha256: string;
}

/** The first entry after a break. `previous` is the newest entry that could still be proven. */
export function openingAfterBreak(
  found: FoundBreak,
  evidence: Evidence,
  previous: LogHead | undefined,
  parts: OpeningParts,
): UnhashedEntry {
  return opening(parts, previous?.hash ?? NO_HASH, {
    brokenAt: found.at,
    brokenBecause: found.because,
    brokenSegment: found.segment,
    brokenSegmentBytes: evidence.bytes,
    brokenSegmentSha256: evidence.sha256,
  });
}

/** The break that an opening entry records; undefined for an opening that goes on. */
export function recordedBreak(entry: LogEntry): ChainBreak | undefined {
  const { brokenAt, brokenBecause } = entry.detail;
  const because = breakReasons.find((reason) => reason === brokenBecause);
  return typeof brokenAt === 'number' && because !== undefined ? { at: brokenAt, because } : undefined;
}

function opening(parts: OpeningParts, previousHash: string, detail: LogEntry['detail']): UnhashedEntry {
  const { logId, ...rest } = parts;
  return {
    ...rest,
    action: '操作ログの開始',
    actor: itself,
    detail: { ...detail, format: FORMAT, logId },
    note: '',
    operation: OPENING,
    previousHash,
    reason: '',
    result: 'done',
    subjects: [],
  };
}
