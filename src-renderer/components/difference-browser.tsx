import { useState } from 'react';

import { type DraftId, rowOutcomeNames } from '../../src-shared/contract/batches.ts';
import type { BatchId } from '../../src-shared/domain/identifiers.ts';
import { type DifferenceCounts, RowOutcome } from '../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../app/calls.ts';
import { allRows, outcomeMeanings } from '../wording/batches.ts';
import { count } from '../wording/numbers.ts';
import { DifferenceTable } from './difference-table.tsx';
import { EmptyState } from './empty-state.tsx';
import { Pager, usePages } from './pager.tsx';
import { ReadProblem } from './read-problem.tsx';
import { Waiting } from './waiting.tsx';

interface DifferenceBrowserProps {
  readonly counts: DifferenceCounts;
  /** The difference's fingerprint: rows of an earlier one are never shown as those of this one. */
  readonly fingerprint: string | null;
  /** What is shown before anything is chosen; `nothing` where rows should only be read when they are wanted. */
  readonly startAt?: RowOutcome | 'nothing';
  /** The applicant's draft, the undoing of its batch, or the batch that waits for an approver. */
  readonly of:
    { readonly draftId: DraftId } | { readonly reversalOf: DraftId } | { readonly batchId: BatchId };
}

/** The rows of a difference, by outcome and page by page. Nothing is hidden in a total. */
export function DifferenceBrowser({ counts, fingerprint, startAt, of }: DifferenceBrowserProps) {
  const [chosen, setChosen] = useState<RowOutcome | 'nothing' | null>(startAt ?? null);
  const outcome = chosen === 'nothing' ? null : chosen;
  const pages = usePages<string | null>(null);
  const page = useAnswer(
    'draftId' in of
      ? 'batches.difference'
      : 'reversalOf' in of
        ? 'batches.reversalDifference'
        : 'approvals.difference',
    'reversalOf' in of
      ? { draftId: of.reversalOf, outcome, cursor: pages.cursor }
      : { ...of, outcome, cursor: pages.cursor },
    { keepsLast: true, enabled: chosen !== 'nothing', asOf: fingerprint ?? '' },
  );
  const choose = (wanted: RowOutcome | null): void => {
    setChosen(wanted);
    pages.first();
  };
  return (
    <section aria-label="一行ずつの差分" className="flex flex-col gap-3">
      <fieldset aria-label="結果で絞り込む" className="flex flex-wrap gap-2">
        <OutcomeButton
          name="すべて"
          rows={allRows(counts)}
          isChosen={chosen === null}
          onChoose={() => choose(null)}
        />
        {RowOutcome.options
          .filter((each) => each !== 'stale' || counts.stale > 0)
          .map((each) => (
            <OutcomeButton
              key={each}
              name={rowOutcomeNames[each]}
              rows={counts[each]}
              isChosen={chosen === each}
              onChoose={() => choose(each)}
            />
          ))}
      </fieldset>
      {outcome !== null && <p className="text-solid-gray-700">{outcomeMeanings[outcome]}。</p>}
      {chosen === 'nothing' && <p className="text-solid-gray-700">選んだ行が、ここに表示されます。</p>}
      <ReadProblem of={page} />
      <Waiting busy={page.busy && !page.value} lines={6} />
      {page.value &&
        (page.value.rows.length === 0 ? (
          <EmptyState title="この結果の行はありません" />
        ) : (
          <DifferenceTable label="差分" rows={page.value.rows} />
        ))}
      <Pager label="差分のページ" pages={pages} next={page.value?.cursor} isBusy={page.busy} />
    </section>
  );
}

interface OutcomeButtonProps {
  readonly name: string;
  readonly rows: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function OutcomeButton({ name, rows, isChosen, onChoose }: OutcomeButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={`min-h-9 cursor-pointer rounded-full border px-4 text-dns-16N-130 whitespace-nowrap hover:underline ${
        isChosen
          ? 'border-blue-900 bg-blue-900 font-bold text-white'
          : 'border-solid-gray-536 bg-white text-solid-gray-900 hover:bg-blue-50'
      }`}
    >
      {name} {count(rows)}
    </button>
  );
}
