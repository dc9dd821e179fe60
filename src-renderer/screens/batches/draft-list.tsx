import type { DraftId, DraftSummary } from '../../../src-shared/contract/batches.ts';
import { fileKindNames } from '../../../src-shared/contract/batches.ts';
import { useNow } from '../../app/now.tsx';
import { Badge } from '../../components/badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import type { Column } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { stateName, stateTone } from '../../wording/batches.ts';
import { dayAndTime } from '../../wording/dates.ts';
import { count } from '../../wording/numbers.ts';
import { useDrafts } from './draft.ts';

interface Row {
  readonly draft: DraftSummary;
  readonly chosen: string;
}

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  { id: 'file', title: 'ファイル', cell: ({ draft }) => draft.fileName },
  { id: 'kind', title: '種類', cell: ({ draft }) => fileKindNames[draft.kind] },
  {
    id: 'rows',
    title: '行数',
    isNumber: true,
    cell: ({ draft }) => (draft.rows === null ? '検査前' : count(draft.rows)),
  },
  {
    id: 'state',
    title: '状態',
    cell: ({ draft }) => <Badge tone={stateTone(draft)}>{stateName(draft)}</Badge>,
  },
  { id: 'chosen', title: '選んだ日時', className: 'whitespace-nowrap', cell: ({ chosen }) => chosen },
];

interface DraftListProps {
  readonly startAt: DraftId | undefined;
  readonly onOpen: (draftId: DraftId) => void;
}

/** Own work: what is half done, what waits for an approval, what came of it. */
export function DraftList({ startAt, onOpen }: DraftListProps) {
  const answer = useDrafts();
  const { value, busy } = answer;
  const now = useNow();
  const rows = value?.drafts.map((draft) => ({ draft, chosen: dayAndTime(draft.chosenAt, now) }));
  return (
    <section aria-labelledby="own-drafts" className="flex flex-col gap-3">
      <h2 id="own-drafts" className="text-std-18B-160">
        自分の作業と申請
      </h2>
      <ReadProblem of={answer} />
      <Waiting busy={busy && !value} from="アプリの本体" lines={3} />
      {rows &&
        (rows.length === 0 ? (
          <EmptyState title="作業中のファイルも、申請もありません">
            ファイルを選ぶと、ここに並びます。途中でやめても、続きから再開できます。
          </EmptyState>
        ) : (
          <PickTable
            label="自分の作業と申請"
            columns={columns}
            rows={rows}
            keyOf={({ draft }) => draft.draftId}
            onPick={({ draft }) => onOpen(draft.draftId)}
            startAt={startAt}
            takesFocus={startAt !== undefined}
          />
        ))}
    </section>
  );
}
