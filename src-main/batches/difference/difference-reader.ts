import { createHash } from 'node:crypto';

import type { ChangeOverview } from '../../../src-shared/contract/approvals.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { batchCalls } from '../../../src-shared/vrs-api/batch-calls.ts';
import { type Batch, type DifferenceRow, RowOutcome } from '../../../src-shared/vrs-api/batches.ts';
import {
  differenceFooter,
  differenceHeader,
  differenceLine,
  editLine,
} from '../../../src-shared/vrs-api/fingerprint.ts';
import { ChangeSummary } from './change-summary.ts';
import { type Disagreement, disagreementOf } from './sent-row.ts';

const Page = batchCalls['batches.difference'].answer;

export interface PageTaken {
  readonly rows: number;
  readonly cursor: string | null;
}

export interface PageRead {
  /** What is wrong with it, if anything is: then nobody goes on. */
  readonly disagreement: Disagreement | null;
}

export interface DifferenceRead {
  readonly disagreement: Disagreement | null;
  readonly overview: ChangeOverview;
}

export type ReadBatch = Pick<
  Batch,
  'kind' | 'state' | 'fingerprint' | 'differenceFingerprint' | 'counts' | 'editsSha256'
>;

/**
 * Reads a whole difference page by page, and holds it against what it must be: the fingerprint that VRS gave for it, the counts, and at
 * the applicant's terminal every row that was sent. It keeps one page and a summary, however many rows there are.
 * SECURITY: P6 — what people are shown is what is approved.
 */
export class DifferenceReader {
  readonly #batch: ReadBatch;
  readonly #sent: Iterator<{ readonly text: string }> | undefined;
  readonly #summary = new ChangeSummary();
  readonly #hash = createHash('sha256').update(differenceHeader);
  readonly #edits = createHash('sha256');
  #taken: readonly DifferenceRow[] = [];
  #hasEdits = false;
  #lastLine = 0;

  /** `sent`: the rows as they were sent, in order; undefined where they are not here. */
  constructor(batch: ReadBatch, sent: Iterator<{ readonly text: string }> | undefined) {
    this.#batch = batch;
    this.#sent = sent;
  }

  /**
   * The answer to `batches.difference` as it came. Problems `vrs-answer-invalid`, `difference-changed`. Its rows are read by `read`: by then
   * the next page can be on its way.
   */
  take(text: string): Outcome<PageTaken> {
    const page = Page.safeParse(jsonOf(text));
    if (!page.success) return failed('vrs-answer-invalid');
    const { rows, cursor, differenceFingerprint } = page.data;
    if (differenceFingerprint !== this.#batch.differenceFingerprint) return failed('difference-changed');
    this.#taken = rows;
    return ok({ rows: rows.length, cursor });
  }

  /** Holds the rows that were taken against what they must be. */
  read(): PageRead {
    const rows = this.#taken;
    this.#taken = [];
    for (const row of rows) {
      const disagreement = this.#row(row);
      if (disagreement) return { disagreement };
    }
    return { disagreement: null };
  }

  /** After the last page. */
  end(): DifferenceRead {
    const { differenceFingerprint, fingerprint } = this.#batch;
    this.#hash.update(differenceFooter(fingerprint ?? ''));
    const computed = Sha256.parse(this.#hash.digest('hex'));
    return {
      disagreement: this.#disagreementAtEnd(computed === differenceFingerprint),
      overview: this.#summary.overview(computed),
    };
  }

  #row(row: DifferenceRow): Disagreement | undefined {
    this.#hash.update(differenceLine(row));
    this.#summary.add(row);
    // The rows of one line have the same edits.
    const isNextLine = row.line !== this.#lastLine;
    this.#lastLine = row.line;
    for (const edit of isNextLine ? row.edits : []) {
      this.#hasEdits = true;
      this.#edits.update(`${editLine({ line: row.line, ...edit })}\n`);
    }
    const { kind } = this.#batch;
    if (!this.#sent || kind === 'reversal') return undefined;
    const next = this.#sent.next();
    return next.done === true ? 'row-not-sent' : disagreementOf(kind, next.value.text, row);
  }

  #disagreementAtEnd(isSameFingerprint: boolean): Disagreement | null {
    if (this.#sent && this.#sent.next().done !== true) return 'row-missing';
    const { counts, state, editsSha256 } = this.#batch;
    const read = this.#summary.counts;
    if (!counts || RowOutcome.options.some((outcome) => counts[outcome] !== read[outcome]))
      return 'other-counts';
    // In a second round only the rows that wait are listed.
    const edits = this.#hasEdits ? this.#edits.digest('hex') : null;
    if (state !== 're-review' && edits !== editsSha256) return 'other-edits';
    return isSameFingerprint ? null : 'other-fingerprint';
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
