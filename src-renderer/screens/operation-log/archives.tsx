import { useState } from 'react';

import type { LogArchive } from '../../../src-shared/contract/log-archives.ts';
import { mayCall } from '../../../src-shared/contract/navigation.ts';
import { useAct, useAnswer } from '../../app/calls.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import { Badge, type BadgeTone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { ProofForm } from '../../components/proof-form.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { exactTime, slashed } from '../../wording/dates.ts';
import { count } from '../../wording/numbers.ts';

const states: Readonly<Record<LogArchive['state'], { name: string; tone: BadgeTone }>> = {
  kept: { name: '保存中', tone: 'green' },
  over: { name: '保存期間が過ぎました', tone: 'orange' },
  destroyed: { name: '廃棄済み（目録のみ）', tone: 'gray' },
};

const copies: Readonly<Record<LogArchive['copy'], string>> = {
  none: '設定なし',
  copied: '届いています',
  behind: 'まだ、または古い',
};

const columns: readonly Column<LogArchive>[] = [
  {
    id: 'year',
    title: '年度',
    isRowHeader: true,
    className: 'whitespace-nowrap',
    cell: ({ fiscalYear }) => `${fiscalYear}年度`,
  },
  {
    id: 'entries',
    title: '記録',
    isNumber: true,
    cell: ({ entries, first, last }) => (
      <>
        {count(entries)}件
        <span className="block text-dns-14N-130 text-solid-gray-700">
          {count(first)} 番から {count(last)} 番
        </span>
      </>
    ),
  },
  { id: 'sealed', title: '封をした日時', cell: ({ sealedAt }) => exactTime(sealedAt) },
  {
    id: 'until',
    title: '保存する期限',
    className: 'whitespace-nowrap',
    cell: ({ keepUntil }) => slashed(keepUntil),
  },
  {
    id: 'state',
    title: '状態',
    cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].name}</Badge>,
  },
  { id: 'copy', title: '端末の外の控え', cell: ({ copy }) => copies[copy] },
];

function destruction(onDestroy: (archive: LogArchive) => void): Column<LogArchive> {
  return {
    id: 'destroy',
    title: '廃棄',
    cell: (archive) => archive.state === 'over' && <DestroyButton archive={archive} onDestroy={onDestroy} />,
  };
}

interface DestroyButtonProps {
  readonly archive: LogArchive;
  readonly onDestroy: (archive: LogArchive) => void;
}

function DestroyButton({ archive, onDestroy }: DestroyButtonProps) {
  return (
    <Button size="small" onPress={() => onDestroy(archive)}>
      {archive.fiscalYear}年度を廃棄
    </Button>
  );
}

/** 書庫: the fiscal years that are over, each sealed in one file, and until when it has to be kept. */
export function Archives() {
  const { user } = useSignedIn();
  const answer = useAnswer('log.archives', {}, { isFresh: true });
  const [leaving, setLeaving] = useState<LogArchive>();
  const archives = answer.value?.archives ?? [];
  const canDestroy =
    mayCall(user.role, 'log.destroyArchive') && archives.some(({ state }) => state === 'over');
  return (
    <section aria-labelledby="log-archives" className="flex flex-col gap-2">
      <h2 id="log-archives" className="text-std-18B-160">
        書庫
      </h2>
      <ReadProblem of={answer} />
      <Waiting busy={answer.busy && !answer.value} from="アプリの本体" lines={2} />
      {answer.value &&
        (archives.length === 0 ? (
          <p className="text-solid-gray-700">
            まだありません。年度（4月から3月）が終わると、その年度の記録を一つの書庫にまとめて封をし、年度の終わりから7年保存します。
          </p>
        ) : (
          <>
            <p>年度の終わりから7年保存します。期限を過ぎても、ひとりでに消えることはありません。</p>
            <ReadTable
              label="書庫"
              columns={canDestroy ? [...columns, destruction(setLeaving)] : columns}
              rows={archives}
              keyOf={({ first }) => first}
            />
          </>
        ))}
      <Dialog
        title={`${leaving?.fiscalYear ?? ''}年度の書庫を廃棄する`}
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
      >
        {leaving && (
          <DestroyForm
            archive={leaving}
            onClose={() => setLeaving(undefined)}
            onDestroyed={() => {
              setLeaving(undefined);
              answer.askAgain();
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

interface DestroyFormProps {
  readonly archive: LogArchive;
  readonly onClose: () => void;
  readonly onDestroyed: () => void;
}

function DestroyForm({ archive, onClose, onDestroyed }: DestroyFormProps) {
  const { user } = useSignedIn();
  const destroy = useAct('log.destroyArchive');
  return (
    <ProofForm
      userId={user.userId}
      action="廃棄する"
      look="danger"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={destroy.busy}
      problem={destroy.problem}
      onSubmit={async (credentials) => {
        const destroyed = await destroy.run({ first: archive.first, ...credentials });
        if (destroyed.ok) onDestroyed();
        return destroyed.ok;
      }}
    >
      <p className="text-std-16N-170">
        {archive.fiscalYear}年度の記録 {count(archive.entries)}件を、この端末と端末の外の控えから消します。
        <strong>元に戻せません。</strong>
        目録は残り、ほかの記録の検証はこれまでどおりできます。廃棄したことは、{user.name}
        さんの名前で記録に残ります。
      </p>
    </ProofForm>
  );
}
