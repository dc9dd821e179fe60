import { useState } from 'react';

import { useAnswer, useForget } from '../../app/calls.ts';
import { type RememberedForm, useRemember, useRemembered } from '../../app/remembered.ts';
import { ChainStateView } from '../../components/chain-state.tsx';
import { RadioGroup } from '../../components/choice.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { Archives } from './archives.tsx';
import { PrintCheckpoint } from './checkpoint-sheet.tsx';
import { Entries, firstPage } from './entries.tsx';
import { LogExport } from './log-export.tsx';
import { type LogFields, LogFilter, noLogFields, queryOf, wholeLog } from './log-filter.tsx';
import { Redaction } from './redaction.tsx';
import { Marks } from './review/marks.tsx';
import { MonthlySheet } from './review/monthly-sheet.tsx';
import { WeeklyReview } from './review/weekly-review.tsx';

const views = [
  { value: 'entries', name: '記録の一覧' },
  { value: 'weekly', name: '週次点検' },
  { value: 'monthly', name: '月次点検表' },
  { value: 'marks', name: '要注意の印' },
] as const;
type View = (typeof views)[number]['value'];

/** 操作ログ: who saw or changed what, whether the log is whole, and the review of it. */
export function OperationLogScreen() {
  const remembered = useRemembered('operation-log');
  const [view, setView] = useState<View>(
    () => views.find(({ value }) => value === remembered?.['view'])?.value ?? 'entries',
  );
  const [week, setWeek] = useState<string | null>(remembered?.['week'] ?? null);
  const [month, setMonth] = useState(remembered?.['month'] ?? '');
  const [fields, setFields] = useState<LogFields>(() => fieldsIn(remembered));
  useRemember('operation-log', {
    ...fields,
    view,
    month,
    ...(week === null ? {} : { week }),
  });
  return (
    <div className="flex flex-col gap-4 px-6 py-4">
      <div>
        <h1 className="text-std-20B-150">操作ログ</h1>
        <p className="text-std-16N-170">
          すべての記録は、前の記録とハッシュでつながっています。一件でも書き換えたり消したりすると、検証で見つかります。
        </p>
      </div>
      <RadioGroup label="表示" isInline options={views} value={view} onChange={setView} />
      {view === 'entries' && <AllEntries fields={fields} onFields={setFields} />}
      {view === 'weekly' && <WeeklyReview week={week} onWeek={setWeek} />}
      {view === 'monthly' && <MonthlySheet month={month} onMonth={setMonth} />}
      {view === 'marks' && <Marks />}
    </div>
  );
}

/** What was typed before the lock. */
function fieldsIn(remembered: RememberedForm | undefined): LogFields {
  const of = (name: keyof LogFields): string => remembered?.[name] ?? noLogFields[name];
  return {
    userId: of('userId'),
    addresseeNumber: of('addresseeNumber'),
    action: of('action'),
    from: of('from'),
    until: of('until'),
  };
}

interface AllEntriesProps {
  readonly fields: LogFields;
  readonly onFields: (fields: LogFields) => void;
}

function AllEntries({ fields, onFields }: AllEntriesProps) {
  const [query, setQuery] = useState(() => {
    const before = queryOf(fields);
    return { wanted: 'query' in before ? before.query : wholeLog, asked: 0 };
  });
  const forget = useForget();
  const state = useAnswer('log.state', {}, { isFresh: true });
  return (
    <>
      <section aria-label="記録の状態" className="rounded-8 border border-solid-gray-300 px-4 py-3">
        <ReadProblem of={state} />
        <Waiting busy={state.busy && !state.value} from="アプリの本体" lines={2} />
        {state.value && <ChainStateView chain={state.value} onVerified={state.askAgain} />}
      </section>
      <LogFilter
        fields={fields}
        onChange={onFields}
        onQuery={(wanted) => {
          forget('log.entries', firstPage(wanted));
          setQuery({ wanted, asked: query.asked + 1 });
        }}
      />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <LogExport query={query.wanted} />
        <Redaction />
        {state.value?.checkpoints.newest && <PrintCheckpoint checkpoint={state.value.checkpoints.newest} />}
      </div>
      <Entries key={query.asked} query={query.wanted} />
      <Archives />
    </>
  );
}
