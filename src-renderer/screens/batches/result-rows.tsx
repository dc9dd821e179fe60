import { useId } from 'react';

import type { Batch, ResultRow } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { Pager, usePages } from '../../components/pager.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { resultNames } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';

const columns: readonly Column<ResultRow>[] = [
  {
    id: 'line',
    title: '行',
    isRowHeader: true,
    isNumber: true,
    className: 'w-32',
    cell: (row) => count(row.line) + (row.doseNumber === null ? '' : `（${row.doseNumber}回目）`),
  },
  {
    id: 'result',
    title: '結果',
    cell: (row) => <Badge tone={resultNames[row.result].tone}>{resultNames[row.result].name}</Badge>,
  },
];

interface ResultRowsProps {
  readonly batch: Batch;
  /** Where a screen shows the results of two batches. */
  readonly title?: string;
}

/** What became of every row of a batch, page by page. */
export function ResultRows({ batch, title = '一行ごとの結果' }: ResultRowsProps) {
  const id = useId();
  const pages = usePages<string | null>(null);
  const answer = useAnswer(
    'batches.result',
    { batchId: batch.batchId, cursor: pages.cursor },
    { keepsLast: true },
  );
  const { value, busy } = answer;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="text-std-18B-160">
        {title}
      </h3>
      <ReadProblem of={answer} />
      <Waiting busy={busy && !value} lines={5} />
      {value && (
        <div className="max-w-[32rem]">
          <ReadTable
            label={title}
            columns={columns}
            rows={value.rows}
            keyOf={(row) => `${row.line}/${row.doseNumber ?? ''}`}
          />
        </div>
      )}
      <Pager label="結果のページ" pages={pages} next={value?.cursor} isBusy={busy} />
    </section>
  );
}
