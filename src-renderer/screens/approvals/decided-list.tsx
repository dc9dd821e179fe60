import type { BatchId } from '../../../src-shared/domain/identifiers.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import type { Column } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { dayAndTime } from '../../wording/dates.ts';
import { count } from '../../wording/numbers.ts';
import { fileColumn, kindColumn, stateColumn } from './batch-columns.tsx';

interface Row {
  readonly batch: Batch;
  readonly submitted: string;
}

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  fileColumn,
  kindColumn,
  {
    id: 'rows',
    title: '行数',
    isNumber: true,
    className: 'whitespace-nowrap',
    cell: ({ batch }) => count(batch.rowCount),
  },
  {
    id: 'maker',
    title: '申請者',
    className: 'whitespace-nowrap',
    cell: ({ batch }) => batch.maker.name,
  },
  {
    id: 'checker',
    title: '承認・差し戻し',
    className: 'whitespace-nowrap',
    cell: ({ batch }) => batch.checker?.name ?? '',
  },
  {
    id: 'submitted',
    title: '申請日時',
    className: 'whitespace-nowrap',
    cell: ({ submitted }) => submitted,
  },
  stateColumn,
];

interface DecidedListProps {
  readonly startAt: BatchId | undefined;
  readonly onOpen: (batchId: BatchId) => void;
}

/** What was decided lately, with its receipt. */
export function DecidedList({ startAt, onOpen }: DecidedListProps) {
  const now = useNow();
  const answer = useAnswer('approvals.decided', {}, { isFresh: true });
  const { value, busy } = answer;
  const rows = value?.batches.map((batch) => ({
    batch,
    submitted: dayAndTime(batch.submittedAt ?? batch.maker.at, now),
  }));
  return (
    <section aria-labelledby="decided" className="flex flex-col gap-2 px-6 pb-4">
      <h2 id="decided" className="text-std-18B-160">
        終わった申請
      </h2>
      <ReadProblem of={answer} />
      <Waiting busy={busy && !value} lines={3} />
      {rows &&
        (rows.length === 0 ? (
          <p className="text-solid-gray-700">終わった申請はまだありません。</p>
        ) : (
          <PickTable
            label="終わった申請"
            columns={columns}
            rows={rows}
            keyOf={({ batch }) => batch.batchId}
            onPick={({ batch }) => onOpen(batch.batchId)}
            startAt={startAt}
          />
        ))}
    </section>
  );
}
