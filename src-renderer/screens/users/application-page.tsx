import { useEffect, useRef, useState } from 'react';

import { authorityKindNames, type RosterLine } from '../../../src-shared/contract/users.ts';
import { problem } from '../../../src-shared/contract/problem.ts';
import type { AuthorityApplication, FirstCredentials } from '../../../src-shared/vrs-api/authorities.ts';
import { useAct } from '../../app/calls.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import type { Credentials } from '../../components/credential-fields.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ProofForm } from '../../components/proof-form.tsx';
import { ReasonForm } from '../../components/reason-form.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { exactTime } from '../../wording/dates.ts';
import { applicationStateNames, applicationStateTones, entryInWords } from '../../wording/users.ts';
import { BackToLists } from './back-to-lists.tsx';
import { HandOver } from './hand-over.tsx';

interface ApplicationPageProps {
  readonly application: AuthorityApplication;
  readonly lines: readonly RosterLine[];
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One application: what would stand in the roster, beside what stands there now. */
export function ApplicationPage({ application, lines, onChanged, onBack }: ApplicationPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  // SECURITY: P1 — shown once: it is in this page's memory only, and goes with the lock, the screen or the next page.
  const [credentials, setCredentials] = useState<FirstCredentials | null>(null);
  useEffect(() => () => setCredentials(null), []);
  const { entry, kind, state, maker, checker } = application;
  return (
    <>
      <div className="flex grow flex-col gap-4 px-6 py-2">
        <BackToLists onBack={onBack} />
        <div className="flex flex-wrap items-center gap-3">
          <h1 ref={heading} tabIndex={-1} className="text-std-24B-150">
            {authorityKindNames[kind]}：{entry.name}（{entry.userId}）
          </h1>
          <Badge tone={applicationStateTones[state]}>{applicationStateNames[state]}</Badge>
        </div>
        {credentials && (
          <HandOver
            applicationId={application.applicationId}
            entry={entry}
            credentials={credentials}
            onHandedOver={() => setCredentials(null)}
          />
        )}
        <Cautions application={application} lines={lines} />
        <Entry application={application} />
        <Facts>
          <Fact name="申請者">
            {maker.name}（{maker.userId}）　{exactTime(maker.at)}
          </Fact>
          <Fact name="申請の理由">{application.reason}</Fact>
          {checker && (
            <Fact
              name={
                state === 'approved' ? '承認した人' : state === 'returned' ? '差し戻した人' : '取り下げた人'
              }
            >
              {checker.name}（{checker.userId}）　{exactTime(checker.at)}
            </Fact>
          )}
          {application.returnReason !== '' && (
            <Fact name="差し戻しの理由" isWide>
              {application.returnReason}
            </Fact>
          )}
        </Facts>
      </div>
      {state === 'waiting' && (
        <Decision application={application} onCredentials={setCredentials} onChanged={onChanged} />
      )}
    </>
  );
}

interface Line {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const columns: readonly Column<Line>[] = [
  { id: 'name', title: '項目', isRowHeader: true, className: 'whitespace-nowrap', cell: ({ name }) => name },
  { id: 'before', title: '今', cell: ({ before }) => before },
  {
    id: 'after',
    title: '申請',
    cell: ({ before, after }) => (before === after ? after : <strong>{after}</strong>),
  },
];

function Entry({ application: { entry, before } }: { readonly application: AuthorityApplication }) {
  const now = new Map(before ? entryInWords(before) : []);
  const lines = entryInWords(entry).map(([name, after]) => ({
    name,
    before: before ? (now.get(name) ?? '') : '（なし）',
    after,
  }));
  return <ReadTable label="申請の内容" columns={columns} rows={lines} keyOf={({ name }) => name} />;
}

/** What an approver should look at before anything else. */
function Cautions({ application, lines }: Pick<ApplicationPageProps, 'application' | 'lines'>) {
  const { entry, before, kind, state } = application;
  if (state !== 'waiting') return null;
  const samePerson = lines
    .filter(({ user }) => user.personId === entry.personId && user.userId !== entry.userId)
    .map(({ user }) => `${user.name}（${user.userId}）`);
  const cautions: string[] = [];
  if (samePerson.length > 0)
    cautions.push(
      `同じ職員番号の利用者IDがほかにあります：${samePerson.join('、')}。同じ人か確かめてください。`,
    );
  if (entry.role === 'administrator' && before?.role !== 'administrator')
    cautions.push('システム管理者の役割が付きます。利用者を承認し、停止できるようになります。');
  if (kind === 'reissue')
    cautions.push('今までのパスワードと認証アプリは使えなくなり、停止中のときは再開します。');
  if (cautions.length === 0) return null;
  return (
    <Notice kind="caution" title="はじめに確かめること">
      <ul className="list-disc pl-6">
        {cautions.map((caution) => (
          <li key={caution}>{caution}</li>
        ))}
      </ul>
    </Notice>
  );
}

interface DecisionProps {
  readonly application: AuthorityApplication;
  readonly onCredentials: (credentials: FirstCredentials | null) => void;
  readonly onChanged: () => void;
}

/** The buttons of whoever may decide, or of who asked, always in reach at the bottom. */
function Decision({ application, onCredentials, onChanged }: DecisionProps) {
  const { user } = useSignedIn();
  const withdraw = useAct('users.withdraw');
  const [asking, setAsking] = useState<'approve' | 'return'>();
  const [reason, setReason] = useState('');
  const { applicationId, entry, maker } = application;
  const isMaker = maker.personId === user.personId;
  // SECURITY: P6 — told here; the main process and VRS refuse as well.
  const isOwn = isMaker || entry.personId === user.personId;
  const close = (): void => setAsking(undefined);
  const takeBack = async (): Promise<void> => {
    if (withdraw.busy) return;
    const taken = await withdraw.run({ applicationId });
    if (taken.ok) onChanged();
  };
  return (
    <section
      aria-label="申請の判断"
      className="bottom-0 z-[2] flex flex-wrap items-center gap-4 border-t desk:sticky border-solid-gray-420 bg-white px-6 py-3"
    >
      {user.role === 'administrator' && (
        <>
          <Button look="primary" size="large" isDisabled={isOwn} onPress={() => setAsking('approve')}>
            承認する
          </Button>
          <Button look="danger" size="large" isDisabled={isOwn} onPress={() => setAsking('return')}>
            差し戻す
          </Button>
        </>
      )}
      {isMaker && (
        <Button size="large" onPress={() => void takeBack()}>
          取り下げる
        </Button>
      )}
      <p className="min-w-0 grow basis-80 text-std-16N-170">
        {user.role !== 'administrator'
          ? 'システム管理者の承認を待っています。'
          : isOwn
            ? problem('own-authority').sentence
            : '承認には、パスワードとワンタイムパスワードがもう一度必要です。'}
      </p>
      <ProblemMessage problem={withdraw.problem} />
      <Dialog title="承認する" isOpen={asking === 'approve'} onClose={close}>
        <ApproveForm
          application={application}
          onClose={close}
          onApproved={(credentials) => {
            onCredentials(credentials);
            onChanged();
          }}
        />
      </Dialog>
      <Dialog title="差し戻す" isOpen={asking === 'return'} onClose={close}>
        <ReturnForm
          application={application}
          reason={reason}
          onReason={setReason}
          onClose={close}
          onReturned={onChanged}
        />
      </Dialog>
    </section>
  );
}

interface ApproveFormProps {
  readonly application: AuthorityApplication;
  readonly onClose: () => void;
  readonly onApproved: (credentials: FirstCredentials | null) => void;
}

function ApproveForm({ application, onClose, onApproved }: ApproveFormProps) {
  const { user } = useSignedIn();
  const approve = useAct('users.approve');
  const { applicationId, entry, kind, maker } = application;
  const submit = async (proof: Credentials): Promise<boolean> => {
    const approved = await approve.run({ applicationId, ...proof });
    if (!approved.ok) return false;
    // The answer is not kept where answers are kept.
    approve.forget();
    onApproved(approved.value.credentials);
    onClose();
    return true;
  };
  return (
    <ProofForm
      userId={user.userId}
      action="承認する"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={approve.busy}
      problem={approve.problem}
      onSubmit={submit}
    >
      <p className="text-std-16N-170">
        {maker.name}さんの申請「{authorityKindNames[kind]}：{entry.name}（{entry.userId}）」を承認します。
        {(kind === 'new' || kind === 'reissue') &&
          '最初のパスワードと認証アプリの鍵が、次の画面に一度だけ表示されます。本人に手渡せるときに承認してください。'}
        承認したことは、{user.name}さんの名前で記録に残ります。
      </p>
    </ProofForm>
  );
}

interface ReturnFormProps {
  readonly application: AuthorityApplication;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
  readonly onReturned: () => void;
}

function ReturnForm({ application, reason, onReason, onClose, onReturned }: ReturnFormProps) {
  const giveBack = useAct('users.return');
  const { applicationId, maker } = application;
  return (
    <ReasonForm
      label="差し戻しの理由"
      hint="何をどう直せばよいか。申請した人の画面に表示されます。"
      reason={reason}
      onReason={onReason}
      action="差し戻す"
      busy={giveBack.busy}
      problem={giveBack.problem}
      onSubmit={async (given) => {
        const returned = await giveBack.run({ applicationId, reason: given });
        if (returned.ok) onReturned();
        return returned.ok;
      }}
      onClose={onClose}
    >
      {maker.name}さんに差し戻します。名簿は変わりません。
    </ReasonForm>
  );
}
