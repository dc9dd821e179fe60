import type { ChangeKind, ChangeOverview } from '../../../src-shared/contract/approvals.ts';
import { rowOutcomeNames } from '../../../src-shared/contract/batches.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Changes, PersonOfRow } from '../../components/difference-table.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { fieldName, outcomeMeanings, outcomeTones } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';
import type { Review } from './review.ts';

/** What the whole difference changes: every kind of change once, with how many rows and an example. */
export function Overview({ review }: { readonly review: Review }) {
  const { overview, job, problem } = review;
  return (
    <section aria-labelledby="kinds" className="flex flex-col gap-2">
      <h2 id="kinds" className="text-std-18B-160">
        何がどう変わるか
      </h2>
      {job && (
        <div className="flex flex-col gap-1 rounded-8 border border-solid-gray-300 p-3">
          <p className="text-std-16N-170">
            差分を初めから終わりまで読み、指紋を計算し直して確かめています。終わると承認できます。
          </p>
          <JobProgress job={job} />
        </div>
      )}
      <ProblemMessage problem={problem}>
        <Button size="small" onPress={review.readAgain}>
          もう一度確かめる
        </Button>
      </ProblemMessage>
      {overview && <Kinds overview={overview} />}
    </section>
  );
}

const columns: readonly Column<ChangeKind>[] = [
  {
    id: 'outcome',
    title: '結果',
    className: 'whitespace-nowrap',
    cell: ({ outcome }) => <Badge tone={outcomeTones[outcome]}>{rowOutcomeNames[outcome]}</Badge>,
  },
  {
    id: 'fields',
    title: '変わる項目',
    isRowHeader: true,
    className: 'min-w-40',
    cell: ({ outcome, fields }) =>
      fields.length === 0 ? outcomeMeanings[outcome] : fields.map(fieldName).join('・'),
  },
  {
    id: 'rows',
    title: '行数',
    isNumber: true,
    className: 'whitespace-nowrap',
    cell: ({ rows }) => <b>{count(rows)}</b>,
  },
  {
    id: 'example',
    title: '例（今 → 承認後）',
    className: 'w-full',
    cell: ({ examples }) => <Example example={examples[0]} />,
  },
];

function Example({ example }: { readonly example: ChangeKind['examples'][number] | undefined }) {
  if (!example) return <span className="text-solid-gray-700">変わる項目はありません</span>;
  return (
    <>
      <p className="text-dns-14N-130 text-solid-gray-700">
        {`${count(example.line)}行目　`}
        <PersonOfRow row={example} />
      </p>
      <Changes row={example} />
    </>
  );
}

function Kinds({ overview }: { readonly overview: ChangeOverview }) {
  const { kinds, otherKinds } = overview;
  return (
    <>
      <ReadTable
        label="変わり方ごとの行数と例"
        columns={columns}
        rows={kinds}
        keyOf={({ outcome, fields }) => `${outcome} ${fields.join(' ')}`}
      />
      {otherKinds > 0 && (
        <p className="text-solid-gray-700">
          ほかに、これらとは違う変わり方の行が {count(otherKinds)}{' '}
          行あります。「一行ずつ見る」で確かめてください。
        </p>
      )}
    </>
  );
}
