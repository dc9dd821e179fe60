import { dayInJapan } from './calendar.ts';
import type { Chain } from './chain.ts';
import type { Line } from './line-grammar.ts';

/** An entry that has to have a checkpoint and has none. That is no change: what it says can't be proven by a signature. */
export interface Missing {
  readonly sequence: number;
  readonly day: string;
  readonly why: string;
}

/** The checkpoints that are missing: how many, and the first few. */
export interface MissingCheckpoints {
  readonly count: number;
  readonly first: readonly Missing[];
}

const MOST_TOLD = 5;
const EVERY = 1000;

/** What the next entry of a chain shows to be missing. `logId`: that of the chain the entry belongs to. */
export function missingWith(chain: Chain, line: Line, logId: string): MissingCheckpoints {
  const { last } = chain;
  let missing = chain.missing;
  // A break that the log found by itself ends a day without a promise.
  const isOver =
    last !== undefined &&
    !(line.operation === 'log.opened' && line.detail.has('brokenAt')) &&
    (logId !== chain.logId || dayInJapan(line.time) !== dayInJapan(last.time));
  if (isOver) missing = withDemand(chain, missing, last, 'その日の最後の記録');
  const why = reasonToSign(line);
  return why === undefined ? missing : withDemand(chain, missing, line, why);
}

function reasonToSign({ sequence, operation, result }: Line): string | undefined {
  if (sequence % EVERY === 0) return '千件ごとの記録';
  if (operation === 'session.ended') return '利用が終わった記録';
  return operation === 'session.signOut' && result === 'done' ? 'サインアウトの記録' : undefined;
}

function withDemand(
  { proofs }: Chain,
  missing: MissingCheckpoints,
  line: Line,
  why: string,
): MissingCheckpoints {
  if (proofs.has(line.sequence) || missing.first.at(-1)?.sequence === line.sequence) return missing;
  const found = { sequence: line.sequence, day: dayInJapan(line.time), why };
  const first = missing.first.length < MOST_TOLD ? [...missing.first, found] : missing.first;
  return { count: missing.count + 1, first };
}
