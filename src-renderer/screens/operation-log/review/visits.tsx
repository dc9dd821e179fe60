import { useState } from 'react';

import type { ReviewVisit, ReviewWeek } from '../../../../src-shared/contract/log-review.ts';
import { useAnswer } from '../../../app/calls.ts';
import { RadioGroup } from '../../../components/choice.tsx';
import { PagedTable } from '../../../components/paged-table.tsx';
import { usePages } from '../../../components/pager.tsx';
import type { Column } from '../../../components/table.tsx';
import { exactTime } from '../../../wording/dates.ts';
import { personName, staffName } from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';

const LIMIT = 50;

const columns: readonly Column<ReviewVisit>[] = [
  { id: 'person', title: '照会された人', isRowHeader: true, cell: ({ person }) => personName(person) },
  { id: 'staff', title: '職員', className: 'whitespace-nowrap', cell: ({ staff }) => staffName(staff) },
  {
    id: 'first',
    title: '最初の記録',
    className: 'whitespace-nowrap',
    cell: ({ firstAt }) => exactTime(firstAt),
  },
  { id: 'count', title: '記録', isNumber: true, cell: ({ entryCount }) => `${count(entryCount)}件` },
  { id: 'actions', title: '操作', cell: ({ actions }) => actions.join('、') },
  { id: 'reasons', title: '処理事由', cell: ({ reasons }) => reasons.join('、') },
  { id: 'explanation', title: '説明', cell: ({ explanation }) => explanation ?? 'ありません' },
];

type Side = 'none' | 'unexplained' | 'explained';

/** Everybody whose data was handed out, in two heaps. Nothing is asked until one of them is wanted. */
export function Visits({ week, version }: { readonly week: ReviewWeek; readonly version: string }) {
  const [side, setSide] = useState<Side>('none');
  const { explained, unexplained } = week.counts;
  return (
    <section aria-label="照会された人" className="flex flex-col gap-3">
      <RadioGroup
        label="照会された人の一覧"
        isInline
        options={[
          { value: 'none', name: '表示しない' },
          { value: 'unexplained', name: `説明できない ${count(unexplained)}人` },
          { value: 'explained', name: `説明できる ${count(explained)}人` },
        ]}
        value={side}
        onChange={setSide}
      />
      {side !== 'none' && (
        <Heap key={side} week={week} version={version} isExplained={side === 'explained'} />
      )}
    </section>
  );
}

interface HeapProps {
  readonly week: ReviewWeek;
  readonly version: string;
  readonly isExplained: boolean;
}

function Heap({ week, version, isExplained }: HeapProps) {
  const pages = usePages(0);
  const page = useAnswer(
    'review.visits',
    { week: week.week, explained: isExplained, offset: pages.cursor, limit: LIMIT },
    { keepsLast: true, asOf: version },
  );
  return (
    <PagedTable
      of={page}
      pages={pages}
      rows={({ visits }) => visits}
      label="照会された人"
      columns={columns}
      keyOf={({ place }) => place}
      empty="この週にはいません"
      from="操作ログ"
    />
  );
}
