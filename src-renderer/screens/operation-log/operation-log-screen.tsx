import { useState } from 'react';

import { useAnswer, useForget } from '../../app/calls.ts';
import { useRemember, useRemembered } from '../../app/remembered.ts';
import { ChainStateView } from '../../components/chain-state.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { Archives } from './archives.tsx';
import { PrintCheckpoint } from './checkpoint-sheet.tsx';
import { Entries, firstPage } from './entries.tsx';
import { LogExport } from './log-export.tsx';
import { type LogFields, LogFilter, noLogFields, queryOf, wholeLog } from './log-filter.tsx';
import { Redaction } from './redaction.tsx';

/** 操作ログ: who saw or changed what, and whether the log is whole. */
export function OperationLogScreen() {
  const remembered = useRemembered('operation-log');
  const [fields, setFields] = useState<LogFields>(() => ({ ...noLogFields, ...remembered }));
  const [query, setQuery] = useState(() => {
    const before = queryOf(fields);
    return { wanted: 'query' in before ? before.query : wholeLog, asked: 0 };
  });
  const forget = useForget();
  const state = useAnswer('log.state', {}, { isFresh: true });
  useRemember('operation-log', { ...fields });
  return (
    <div className="flex flex-col gap-4 px-6 py-4">
      <div>
        <h1 className="text-std-20B-150">操作ログ</h1>
        <p className="text-std-16N-170">
          すべての記録は、前の記録とハッシュでつながっています。一件でも書き換えたり消したりすると、検証で見つかります。
        </p>
      </div>
      <section aria-label="記録の状態" className="rounded-8 border border-solid-gray-300 px-4 py-3">
        <ProblemMessage problem={state.problem} />
        <Waiting busy={state.busy && !state.value} from="アプリの本体" lines={2} />
        {state.value && <ChainStateView chain={state.value} onVerified={state.askAgain} />}
        {state.value?.checkpoints.newest && (
          <div className="mt-3">
            <PrintCheckpoint checkpoint={state.value.checkpoints.newest} />
          </div>
        )}
      </section>
      <LogFilter
        fields={fields}
        onChange={setFields}
        onQuery={(wanted) => {
          forget('log.entries', firstPage(wanted));
          setQuery({ wanted, asked: query.asked + 1 });
        }}
      />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <LogExport query={query.wanted} />
        <Redaction />
      </div>
      <Entries key={query.asked} query={query.wanted} />
      <Archives />
    </div>
  );
}
