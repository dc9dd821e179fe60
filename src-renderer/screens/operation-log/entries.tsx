import { useState } from 'react';

import type { LogEntryView } from '../../../src-shared/contract/operation-log.ts';
import type { InputOf, OutputOf } from '../../../src-shared/contract/operations.ts';
import { useAct, useAnswer } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { exactTime } from '../../wording/dates.ts';
import { count } from '../../wording/numbers.ts';
import { resultOf, roleName, subjectsInWords } from '../../wording/log.ts';
import type { LogQuery } from './log-filter.tsx';

const LIMIT = 50;

const small = 'block text-dns-14N-130 text-solid-gray-700';

const columns: readonly Column<LogEntryView>[] = [
  {
    id: 'sequence',
    title: '番号',
    isRowHeader: true,
    isNumber: true,
    cell: (entry) => count(entry.sequence),
  },
  {
    id: 'time',
    title: '日時',
    className: 'whitespace-nowrap',
    cell: (entry) => exactTime(entry.time),
  },
  {
    id: 'user',
    title: '利用者',
    className: 'whitespace-nowrap',
    cell: (entry) => (
      <>
        {nameOf(entry)}
        <span className={small}>
          {roleName(entry.role)} {entry.workstation}
        </span>
      </>
    ),
  },
  {
    id: 'action',
    title: '操作',
    cell: (entry) => (
      <>
        {entry.action}
        {entry.reason !== '' && <span className={small}>処理事由：{entry.reason}</span>}
      </>
    ),
  },
  { id: 'subjects', title: '対象（宛名番号）', cell: (entry) => subjectsInWords(entry) },
  {
    id: 'result',
    title: '結果',
    cell: (entry) => <Badge tone={resultOf(entry).tone}>{resultOf(entry).name}</Badge>,
  },
];

/** Who is not known has no name; the log itself has no user ID. */
function nameOf({ name, userId }: LogEntryView): string {
  if (name === '' || userId === '') return `${name}${userId}`;
  return `${name}（${userId}）`;
}

type Page = OutputOf<'log.entries'>;

export function firstPage(query: LogQuery): InputOf<'log.entries'> {
  return { ...query, before: null, limit: LIMIT };
}

/** The entries, newest first, and further back page by page below each other. */
export function Entries({ query }: { readonly query: LogQuery }) {
  const first = useAnswer('log.entries', firstPage(query));
  const older = useAct('log.entries');
  const [olderPages, setOlderPages] = useState<readonly Page[]>([]);
  const pages = first.value ? [first.value, ...olderPages] : [];
  const before = pages.at(-1)?.before ?? null;
  const rows = pages.flatMap((page) => page.entries);

  const readOlder = async (): Promise<void> => {
    const read = await older.run({ ...query, before, limit: LIMIT });
    if (read.ok) setOlderPages((so) => [...so, read.value]);
  };
  return (
    <section aria-label="記録の一覧" className="flex flex-col gap-3">
      <ReadProblem of={first} />
      <Waiting busy={first.busy && !first.value} from="アプリの本体" lines={8} />
      {first.value &&
        (rows.length === 0 ? (
          <EmptyState title="条件に合う記録はありません">条件を減らすか、期間を広げてください。</EmptyState>
        ) : (
          <ReadTable
            label="操作ログ"
            columns={columns}
            rows={rows}
            keyOf={(entry) => entry.sequence}
            isMarked={(entry) => entry.result !== 'done' && entry.result !== 'begun'}
          />
        ))}
      <ProblemMessage problem={older.problem} />
      {before !== null && (
        <div className="flex items-center gap-4">
          <Button isDisabled={older.busy} onPress={() => void readOlder()}>
            さらに前を読む
          </Button>
          <Waiting busy={older.busy} from="アプリの本体" />
        </div>
      )}
      {first.value && before === null && rows.length > 0 && (
        <p className="text-solid-gray-700">これより前の記録はありません。</p>
      )}
    </section>
  );
}
