import type { ChangeKind, ChangeOverview } from '../../../src-shared/contract/approvals.ts';
import type { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import {
  type DifferenceCounts,
  type DifferenceRow,
  RowOutcome,
} from '../../../src-shared/vrs-api/batches.ts';

const EXAMPLES = 2;
/** Kinds of change that are told apart; a file whose rows all differ in other fields has no more to say. */
const MAX_KINDS = 500;
const LISTED_KINDS = 40;
/** What is looked at first. */
const order: readonly RowOutcome[] = ['stale', 'changed', 'locked', 'conflicting', 'new', 'unchanged'];

interface Kind {
  readonly outcome: RowOutcome;
  readonly fields: readonly string[];
  readonly examples: DifferenceRow[];
  rows: number;
}

/** What a difference changes, in a form that is read in a moment: which fields, how often, with an example of every kind of change. */
export class ChangeSummary {
  readonly #counts = Object.fromEntries(RowOutcome.options.map((each) => [each, 0])) as Record<
    RowOutcome,
    number
  >;
  readonly #fields = new Map<
    string,
    { readonly field: string; readonly outcome: RowOutcome; rows: number }
  >();
  readonly #kinds = new Map<string, Kind>();
  #otherKinds = 0;
  #otherMunicipality = 0;
  #edited = 0;

  add(row: DifferenceRow): void {
    const { outcome, changes, edits } = row;
    this.#counts[outcome] += 1;
    if (edits.length > 0) this.#edited += 1;
    if (outcome === 'conflicting' && changes.some(({ field }) => field === 'municipalityCode'))
      this.#otherMunicipality += 1;
    // Every field of a new record is new: that tells nobody anything.
    const fields = row.effect === 'new' ? [] : changes.map(({ field }) => field).toSorted();
    for (const field of fields) this.#countField(field, outcome);
    this.#countKind(outcome, fields, row);
  }

  get counts(): DifferenceCounts {
    return { ...this.#counts };
  }

  overview(differenceFingerprint: Sha256): ChangeOverview {
    const kinds = [...this.#kinds.values()].toSorted(
      (one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome) || other.rows - one.rows,
    );
    const left = kinds.slice(LISTED_KINDS).reduce((sum, { rows }) => sum + rows, 0);
    return {
      differenceFingerprint,
      counts: this.counts,
      fields: [...this.#fields.values()].toSorted((one, other) => other.rows - one.rows).slice(0, 100),
      kinds: kinds.slice(0, LISTED_KINDS).map(({ outcome, fields, rows, examples }): ChangeKind => ({
        outcome,
        fields: [...fields],
        rows,
        examples,
      })),
      otherKinds: this.#otherKinds + left,
      otherMunicipality: this.#otherMunicipality,
      edited: this.#edited,
    };
  }

  #countField(field: string, outcome: RowOutcome): void {
    const key = `${outcome} ${field}`;
    const counted = this.#fields.get(key);
    if (counted) counted.rows += 1;
    else this.#fields.set(key, { field, outcome, rows: 1 });
  }

  #countKind(outcome: RowOutcome, fields: readonly string[], row: DifferenceRow): void {
    const key = `${outcome} ${fields.join(' ')}`;
    const kind = this.#kinds.get(key);
    if (kind) {
      kind.rows += 1;
      if (kind.examples.length < EXAMPLES) kind.examples.push(row);
    } else if (this.#kinds.size < MAX_KINDS) {
      this.#kinds.set(key, { outcome, fields, examples: outcome === 'unchanged' ? [] : [row], rows: 1 });
    } else {
      this.#otherKinds += 1;
    }
  }
}
