import { useState } from 'react';

import type { CheckSummary, Draft, RuleCount } from '../../../src-shared/contract/batches.ts';
import { severityNames } from '../../../src-shared/domain/rules/severity.ts';
import { useAct } from '../../app/calls.ts';
import { useTell } from '../../app/workstation.tsx';
import { Badge } from '../../components/badge.tsx';
import { BigNumber, BigNumbers } from '../../components/big-numbers.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { severityTones } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';
import { Findings } from './findings.tsx';

const ruleColumns: readonly [Column<RuleCount>, ...Column<RuleCount>[]] = [
  { id: 'title', title: '検査項目', cell: (rule) => <span className="block w-44">{rule.title}</span> },
  {
    id: 'severity',
    title: '程度',
    cell: (rule) => <Badge tone={severityTones[rule.severity]}>{severityNames[rule.severity]}</Badge>,
  },
  {
    id: 'count',
    title: '件数',
    isNumber: true,
    className: 'whitespace-nowrap',
    cell: (rule) => count(rule.count),
  },
  {
    id: 'example',
    title: '例',
    className: 'w-full',
    cell: ({ example }) => `${count(example.line)}行目：${example.sentence}`,
  },
];

/** After the end only the counts are left. */
const countColumns = ruleColumns.filter(({ id }) => id !== 'example');

interface CheckStepProps {
  readonly draft: Draft;
  readonly onSendStarted: () => void;
}

/** Step 2, after the check: counts, rules, and every finding. */
export function CheckStep({ draft, onSendStarted }: CheckStepProps) {
  const tell = useTell();
  const send = useAct('batches.send');
  const [code, setCode] = useState<string | null>(null);
  const { check } = draft;
  if (!check) return <Waiting busy from="アプリの本体" lines={5} />;

  const startSending = async (): Promise<void> => {
    const started = await send.run({ draftId: draft.draftId });
    if (!started.ok) return;
    tell({ type: 'job', job: started.value });
    onSendStarted();
  };
  return (
    <section aria-label="検査の結果" className="flex flex-col gap-4">
      <Counts check={check} />
      {draft.stage === 'checked' && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button look="primary" size="large" isDisabled={send.busy} onPress={() => void startSending()}>
            内容確認へ進む
          </Button>
          <p className="min-w-0 grow basis-80 text-std-16N-170">
            行をVRSの審査領域に預け、今の登録内容との差分を作ります。登録内容はまだ変わりません。
          </p>
        </div>
      )}
      <ProblemMessage problem={send.problem} />
      {check.rules.length === 0 ? (
        <Notice kind="success">確かめる点は見つかりませんでした。</Notice>
      ) : draft.stage === 'ended' ? (
        <ReadTable
          label="検査項目ごとの件数"
          columns={countColumns}
          rows={check.rules}
          keyOf={(rule) => rule.code}
        />
      ) : (
        <>
          <h3 className="text-std-18B-160">検査項目ごとの件数</h3>
          <PickTable
            label="検査項目ごとの件数"
            columns={ruleColumns}
            rows={check.rules}
            keyOf={(rule) => rule.code}
            onPick={(rule) => setCode(rule.code)}
          />
          <Findings draftId={draft.draftId} rules={check.rules} code={code} onCode={setCode} />
        </>
      )}
      {draft.stage === 'ended' && (
        <p className="text-std-16N-170">
          一行ごとの検査の結果は、終わったときに消去しました。件数だけが残っています。
        </p>
      )}
      <p className="text-dns-14N-130 text-solid-gray-700">検査規則の版 {check.rulesVersion}</p>
    </section>
  );
}

function Counts({ check }: { readonly check: CheckSummary }) {
  return (
    <BigNumbers>
      <BigNumber name="行数" value={check.rows} note="見出しを除く" />
      <BigNumber name="問題なし" value={check.good} tone="good" note="登録できます" />
      <BigNumber name="取込不可" value={check.rejected} tone="bad" note="登録できません" />
      <BigNumber name="要修正" value={check.mustCorrect} tone="bad" note="残すには理由が必要" />
      <BigNumber name="要確認" value={check.shouldCheck} tone="caution" note="確かめてください" />
      {check.repeated > 0 && <BigNumber name="同じ行のくり返し" value={check.repeated} note="一度だけ登録" />}
    </BigNumbers>
  );
}
