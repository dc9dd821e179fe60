import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { Checkpoints } from './checkpoints/checkpoints.ts';
import type { LogTail } from './log-tail.ts';
import type { FoundBreak } from './opening.ts';

/** What the opening of a log found. */
export interface Standing {
  readonly tail: LogTail;
  readonly breaks: readonly FoundBreak[];
  /** When the entries from the anchor on were verified; null where there was no anchor, so that nothing is proven yet. */
  readonly verifiedAt: IsoTimestamp | null;
  readonly logId: string;
  readonly checkpoints: Checkpoints;
  readonly unlock: () => Promise<void>;
}
