import type { Batch, RowOutcome } from '../../../src-shared/vrs-api/batches.ts';

/** Two clerks and two chiefs. The second chief is the first clerk: one person with two accounts. */
export const names = ['clerk1', 'clerk2', 'chief1', 'chief2'] as const;
export type Name = (typeof names)[number];
export const clerks = ['clerk1', 'clerk2'] as const;
export const chiefs = ['chief1', 'chief2'] as const;
export type Chief = (typeof chiefs)[number];
/** Who has which account at the beginning. The second clerk's goes from hand to hand. */
export const personBehind: Readonly<Record<Name, string>> = {
  clerk1: 'hanako',
  clerk2: 'jiro',
  chief1: 'shiro',
  chief2: 'hanako',
};

/** What a record says, as far as the model tells one from another. */
export interface Content {
  /** Everything but the lot: as it was at the beginning, or as a row of a file writes it. */
  readonly rest: 'original' | 'row';
  readonly lot: string;
}

export interface Standing extends Content {
  /** A record that was taken away and registered again is another one. */
  readonly identity: number;
  readonly version: number;
  readonly confirmed: boolean;
  /** The batch that made this state; null where a person did. */
  readonly batch: number | null;
  /** What stood before that batch; null where there was nothing. */
  readonly before: Content | null;
}

export interface RowOfBatch {
  readonly line: number;
  readonly key: number;
  readonly lot: string;
  /** Of a reversal: the record that it is about. */
  readonly identity: number | null;
  /** An earlier row of the file has the same key, and says the same or something else. */
  readonly repeats: 'same' | 'other' | null;
}

/** What a row would do to what stands, when somebody looked. */
export interface View {
  readonly row: RowOfBatch;
  readonly effect: Exclude<RowOutcome, 'stale'>;
  readonly outcome: RowOutcome;
  readonly identity: number | null;
  readonly version: number;
}

export type ModelState =
  'ready' | 'submitted' | 're-review' | 'applied' | 'returned' | 'withdrawn' | 'expired';
export type RowResult = 'applied' | 'unchanged' | 'skipped-conflicting' | 'skipped-locked' | 'waiting';
const resultOf = {
  new: 'applied',
  changed: 'applied',
  unchanged: 'unchanged',
  conflicting: 'skipped-conflicting',
  locked: 'skipped-locked',
} as const satisfies Record<View['effect'], RowResult>;

export const waitingStates: ReadonlySet<ModelState> = new Set(['submitted', 're-review']);

export interface ModelBatch {
  readonly number: number;
  readonly maker: Name;
  readonly rows: readonly RowOfBatch[];
  readonly reverses: ModelBatch | null;
  /** As VRS gave it last. */
  batch: Batch;
  state: ModelState;
  /** Whoever had the maker's account when it was made. */
  readonly madeBy: string;
  /** Whoever had it when it was submitted. */
  submittedBy: string | null;
  /** The approver of the round that stands, or whoever returned it. */
  judgedBy: Name | null;
  /** The differences that there were, by their fingerprints. */
  readonly differences: Set<string>;
  /** The difference that the maker's terminal has read to its end, and the one that its screen has shown. */
  verified: string | null;
  seen: string | null;
  /** The difference that stands. */
  views: readonly View[];
  readonly applied: RowOfBatch[];
  /** What became of each row, by its line. */
  readonly results: Map<number, RowResult>;
  approvals: number;
  appliedOnDay: number;
  /** The day on which it ends by itself if nobody does anything. */
  deadline: number;
}

/** Days until something that nobody looks at ends by itself. */
export const EXPIRY_DAYS = 14;

/** What must be so, whatever two terminals did in whatever order. */
export class Model {
  readonly standing: (Standing | undefined)[];
  readonly batches: ModelBatch[] = [];
  readonly stopped = new Set<Name>();
  readonly person: Record<Name, string> = { ...personBehind };
  readonly isChief: Record<Chief, boolean> = { chief1: true, chief2: true };
  /** The differences that a chief has read to the end, the last three. */
  readonly read: Record<Chief, Map<number, string>> = { chief1: new Map(), chief2: new Map() };
  day = 0;
  #identities: number;

  constructor(standing: readonly (Standing | undefined)[]) {
    this.standing = [...standing];
    this.#identities = standing.length;
  }

  /** A batch as it is when it has just been made. */
  begin(made: Pick<ModelBatch, 'maker' | 'rows' | 'reverses' | 'batch' | 'state'>): ModelBatch {
    const batch: ModelBatch = {
      ...made,
      number: this.batches.length,
      views: [],
      madeBy: this.person[made.maker],
      submittedBy: made.state === 'submitted' ? this.person[made.maker] : null,
      judgedBy: null,
      differences: new Set(),
      verified: made.batch.differenceFingerprint,
      seen: null,
      applied: [],
      results: new Map(),
      approvals: 0,
      appliedOnDay: 0,
      deadline: this.day + EXPIRY_DAYS,
    };
    batch.views = this.firstViews(batch);
    this.batches.push(batch);
    return batch;
  }

  /** Somebody's own: they made it, submitted it, or have the account by now that made it. */
  isOwn(name: Name, { madeBy, submittedBy, maker }: ModelBatch): boolean {
    return [madeBy, submittedBy, this.person[maker]].includes(this.person[name]);
  }

  change(key: number, content: Partial<Pick<Standing, 'lot' | 'confirmed'>>): void {
    const record = this.standing[key];
    if (!record) return;
    this.standing[key] = { ...record, ...content, version: record.version + 1, batch: null, before: null };
  }

  evaluate(row: RowOfBatch, batch: Pick<ModelBatch, 'reverses'>): Omit<View, 'outcome'> {
    const { reverses } = batch;
    const there = this.standing[row.key];
    const record = reverses && there?.identity !== row.identity ? undefined : there;
    const identity = record?.identity ?? null;
    const version = record?.version ?? 0;
    const as = (effect: View['effect']): Omit<View, 'outcome'> => ({ row, effect, identity, version });
    if (reverses) {
      if (!record) return as('conflicting');
      if (record.confirmed) return as('locked');
      return as(record.batch === reverses.number ? 'changed' : 'conflicting');
    }
    if (row.repeats !== null) {
      const effect = row.repeats === 'same' ? 'unchanged' : 'conflicting';
      return { row, effect, identity: null, version: 0 };
    }
    if (!record) return as('new');
    if (record.rest === 'row' && record.lot === row.lot) return as('unchanged');
    return as(record.confirmed ? 'locked' : 'changed');
  }

  firstViews(batch: ModelBatch): readonly View[] {
    return batch.rows.map((row) => {
      const now = this.evaluate(row, batch);
      return Object.assign(now, { outcome: now.effect });
    });
  }

  /** The difference made anew: what was stale stays so while there is something to do. */
  compare(batch: ModelBatch): readonly View[] {
    return batch.views.map((view) => {
      const now = this.evaluate(view.row, batch);
      return Object.assign(now, {
        outcome: view.outcome === 'stale' && does(now) ? ('stale' as const) : now.effect,
      });
    });
  }

  /** What an approval of the views that stand puts in force. */
  apply(batch: ModelBatch): void {
    const waiting: View[] = [];
    for (const view of batch.views) {
      const now = this.evaluate(view.row, batch);
      const isSame =
        now.effect === view.effect && now.identity === view.identity && now.version === view.version;
      batch.results.set(view.row.line, isSame ? resultOf[view.effect] : 'waiting');
      if (!isSame) waiting.push({ ...now, outcome: does(now) ? 'stale' : now.effect });
      else if (does(now)) this.#applyRow(batch, view.row);
    }
    batch.appliedOnDay = this.day;
    batch.approvals += 1;
    batch.state = waiting.length === 0 ? 'applied' : 're-review';
    if (waiting.length === 0) return;
    batch.views = waiting;
    batch.judgedBy = null;
  }

  #applyRow(batch: ModelBatch, row: RowOfBatch): void {
    const record = this.standing[row.key];
    if (batch.reverses) {
      const back = record?.before ?? null;
      this.standing[row.key] =
        record && back
          ? { ...record, ...back, version: record.version + 1, batch: batch.number, before: null }
          : undefined;
      batch.applied.push(row);
      return;
    }
    const before = record ? { rest: record.rest, lot: record.lot } : null;
    const identity = record?.identity ?? (this.#identities += 1);
    const version = (record?.version ?? 0) + 1;
    const content = { rest: 'row', lot: row.lot } as const;
    this.standing[row.key] = { ...content, identity, version, confirmed: false, batch: batch.number, before };
    batch.applied.push({ ...row, identity });
  }
}

function does({ effect }: Pick<View, 'effect'>): boolean {
  return effect === 'new' || effect === 'changed';
}
