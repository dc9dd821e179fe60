import type { ReviewOutcome } from '../../../src-shared/contract/log-review.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { AddresseeNumber as AddresseeSchema } from '../../../src-shared/domain/identifiers.ts';
import { ReviewOutcome as OutcomeSchema } from '../../../src-shared/contract/log-review.ts';
import type { LogActor } from '../../operation-log/operation-log.ts';
import type { ReadEntry } from '../../operation-log/log-reading.ts';
import {
  type Compared,
  findingsIn,
  outcomeCountsIn,
  reviewEntries,
  ruleCountsIn,
  type Signed,
} from './review-log.ts';

interface By {
  readonly by: LogActor;
  /** Time of the entry. */
  readonly at: string;
}

export interface DecisionMade extends By {
  readonly outcome: ReviewOutcome;
  readonly note: string;
}

export interface MarkMade extends By {
  readonly reason: string;
}

/** What the review has come to, as the entries of the log tell it one after the other. */
export interface ReviewState {
  /** By the name of the finding. */
  readonly decisions: ReadonlyMap<string, DecisionMade>;
  readonly marks: ReadonlyMap<AddresseeNumber, MarkMade>;
  /** By the Monday of the week. */
  readonly signatures: ReadonlyMap<string, Signed & By>;
  readonly comparisons: ReadonlyMap<string, Compared & By>;
}

interface Folded {
  readonly decisions: Map<string, DecisionMade>;
  readonly marks: Map<AddresseeNumber, MarkMade>;
  readonly signatures: Map<string, Signed & By>;
  readonly comparisons: Map<string, Compared & By>;
}

/**
 * A fold over the log. An entry that is not as it was written counts for nothing. Of a signed week nothing changes any more: what
 * would come after its signature is passed over, and so is a second signature.
 */
export class ReviewStateFold {
  readonly #state: Folded = {
    decisions: new Map(),
    marks: new Map(),
    signatures: new Map(),
    comparisons: new Map(),
  };

  get state(): ReviewState {
    return this.#state;
  }

  add(entry: ReadEntry): void {
    if (!entry.isWhole || entry.result !== 'done') return;
    const { decisions, marks, signatures, comparisons } = this.#state;
    const { detail } = entry;
    const by: By = { by: entry.actor, at: entry.time };
    const week = textIn(detail['week']);
    const person = AddresseeSchema.safeParse(entry.subjects[0]).data;
    switch (entry.operation) {
      case reviewEntries.decided: {
        const outcome = OutcomeSchema.safeParse(detail['outcome']).data;
        if (outcome === undefined || signatures.has(week)) return;
        for (const finding of findingsIn(detail))
          decisions.set(finding, { ...by, outcome, note: entry.note });
        return;
      }
      case reviewEntries.signed: {
        if (entry.actor.role === 'supervisor' && !signatures.has(week))
          signatures.set(week, { ...signedIn(week, entry), ...by });
        return;
      }
      case reviewEntries.compared: {
        if (!signatures.has(week)) comparisons.set(week, { ...comparedIn(week, detail), ...by });
        return;
      }
      case reviewEntries.marked: {
        if (person !== undefined) marks.set(person, { ...by, reason: entry.note });
        return;
      }
      case reviewEntries.unmarked: {
        if (person !== undefined) marks.delete(person);
        return;
      }
      default:
    }
  }
}

function signedIn(week: string, { detail }: ReadEntry): Signed {
  return {
    week,
    head: { sequence: numberIn(detail['head']), hash: textIn(detail['headHash']) },
    entries: numberIn(detail['entries']),
    digest: textIn(detail['digest']),
    totals: {
      accesses: numberIn(detail['accesses']),
      people: numberIn(detail['people']),
      explained: numberIn(detail['explained']),
      unexplained: numberIn(detail['unexplained']),
      findings: numberIn(detail['findings']),
    },
    rules: ruleCountsIn(detail['rules']),
    outcomes: outcomeCountsIn(detail['outcomes']),
  };
}

function comparedIn(week: string, detail: ReadEntry['detail']): Compared {
  return {
    week,
    here: numberIn(detail['here']),
    atVrs: numberIn(detail['atVrs']),
    onlyAtVrs: numberIn(detail['onlyAtVrs']),
    onlyHere: numberIn(detail['onlyHere']),
  };
}

function textIn(value: string | number | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberIn(value: string | number | undefined): number {
  return typeof value === 'number' ? value : 0;
}
