import type { BatchId } from '../../../src-shared/domain/identifiers.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import type { Column } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { ago, dayAndTime } from '../../wording/dates.ts';
import { count } from '../../wording/numbers.ts';
import { fileColumn, kindColumn, stateColumn } from './batch-columns.tsx';

interface Row {
  readonly batch: Batch;
  readonly age: string;
  readonly submitted: string;
  readonly isOwn: boolean;
}

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  fileColumn,
  kindColumn,
  {
    id: 'rows',
    title: '行数',
    isNumber: true,
    className: 'whitespace-nowrap',
    cell: ({ batch }) => (
      <>
        {count(batch.rowCount)}
        {batch.usualRowCount !== null && (
          <span className="block text-dns-14N-130 text-solid-gray-700">
            いつもは {count(batch.usualRowCount)}
          </span>
        )}
      </>
    ),
  },
  {
    id: 'maker',
    title: '申請者',
    className: 'whitespace-nowrap',
    cell: ({ batch, isOwn }) => (
      <>
        {batch.maker.name}
        {isOwn && (
          <span className="block text-dns-14N-130 text-solid-gray-700">自分の申請（承認できません）</span>
        )}
      </>
    ),
  },
  {
    id: 'age',
    title: '申請から',
    className: 'whitespace-nowrap',
    cell: ({ age, submitted }) => (
      <>
        {age}
        <span className="block text-dns-14N-130 text-solid-gray-700">{submitted}</span>
      </>
    ),
  },
  stateColumn,
];

interface InboxProps {
  readonly startAt: BatchId | undefined;
  readonly onOpen: (batchId: BatchId) => void;
}

/** What waits for an approval, the oldest first. */
export function Inbox({ startAt, onOpen }: InboxProps) {
  const { user } = useSignedIn();
  const now = useNow();
  const answer = useAnswer('approvals.inbox', {}, { isFresh: true });
  const { value, busy, askAgain } = answer;
  const rows = value?.batches
    .map((batch) => {
      const at = batch.submittedAt ?? batch.maker.at;
      return {
        batch,
        age: ago(at, now),
        submitted: dayAndTime(at, now),
        isOwn: batch.maker.userId === user.userId || batch.maker.personId === user.personId,
      };
    })
    .toSorted((a, b) => (a.batch.submittedAt ?? '').localeCompare(b.batch.submittedAt ?? ''));

  return (
    <div className="flex flex-col gap-4 px-6 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h1 className="text-std-20B-150">承認</h1>
          <p className="text-std-16N-170">
            申請を開いて、登録内容がどう変わるかを確かめてから承認します。承認するまで、登録内容は変わりません。
          </p>
        </div>
        <Button size="small" isDisabled={busy} onPress={askAgain}>
          一覧を更新
        </Button>
      </div>
      <ReadProblem of={answer} />
      <Waiting busy={busy && !value} lines={4} />
      {rows &&
        (rows.length === 0 ? (
          <EmptyState title="承認を待っている申請はありません">
            新しい申請が届くと、左の「承認」に件数が出ます。
          </EmptyState>
        ) : (
          <PickTable
            label="承認を待っている申請"
            columns={columns}
            rows={rows}
            keyOf={({ batch }) => batch.batchId}
            onPick={({ batch }) => onOpen(batch.batchId)}
            startAt={startAt}
            takesFocus
          />
        ))}
    </div>
  );
}
