import { useRef, useState } from 'react';

import { authorityKindNames, type RosterLine } from '../../../src-shared/contract/users.ts';
import { dayInJapan } from '../../../src-shared/domain/clock.ts';
import type { AuthorityApplication, AuthorityKind } from '../../../src-shared/vrs-api/authorities.ts';
import { useAct } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReasonForm } from '../../components/reason-form.tsx';
import { dayAndTime, exactTime } from '../../wording/dates.ts';
import { entryInWords, markNames, standingNames, standingTones } from '../../wording/users.ts';
import { type Draft, draftAbout } from './application-draft.ts';
import { BackToLists } from './back-to-lists.tsx';

interface UserPageProps {
  readonly line: RosterLine;
  /** What is applied for about this user and not decided yet. */
  readonly waiting: AuthorityApplication | undefined;
  readonly onApply: (draft: Draft) => void;
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One user: how they stand, what has to be looked at, and what can be done about it. */
export function UserPage({ line, waiting, onApply, onChanged, onBack }: UserPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  const now = useNow();
  const { user, standing, marks, otherAccounts } = line;
  return (
    <>
      <div className="flex grow flex-col gap-4 px-6 py-2">
        <BackToLists onBack={onBack} />
        <div className="flex flex-wrap items-center gap-3">
          <h1 ref={heading} tabIndex={-1} className="text-std-24B-150">
            {user.name}（{user.userId}）
          </h1>
          <Badge tone={standingTones[standing]}>{standingNames[standing]}</Badge>
          {marks.map((mark) => (
            <Badge key={mark} tone={mark === 'ends-soon' ? 'orange' : 'red'}>
              {markNames[mark]}
            </Badge>
          ))}
        </div>
        {user.stopped && (
          <Notice kind="information" title="利用停止">
            {exactTime(user.stopped.by.at)}　{user.stopped.by.name}（{user.stopped.by.userId}）　理由：
            {user.stopped.reason}
          </Notice>
        )}
        {otherAccounts.length > 0 && (
          <Notice kind="caution">
            同じ人が、ほかの利用者IDも持っています：{otherAccounts.join('、')}
            。停止や年次点検は、利用者IDごとに行います。
          </Notice>
        )}
        {waiting && (
          <Notice kind="information">
            「{authorityKindNames[waiting.kind]}」の申請が承認を待っています（{waiting.maker.name}さん）。
          </Notice>
        )}
        <Facts>
          {entryInWords(user).map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
          <Fact name="登録">{exactTime(user.registeredAt)}</Fact>
          <Fact name="最後のサインイン">
            {user.previousAccess === null ? 'なし' : exactTime(user.previousAccess)}
          </Fact>
          <Fact name="最後の年次点検">
            {user.lastReview === null
              ? 'まだ行っていません'
              : `${exactTime(user.lastReview.at)}　${user.lastReview.name}（${user.lastReview.userId}）`}
          </Fact>
          {standing === 'locked' && user.lockedUntil !== null && (
            <Fact name="ロックの終わり">{dayAndTime(user.lockedUntil, now)}</Fact>
          )}
        </Facts>
        {!waiting && <Applications line={line} onApply={onApply} />}
      </div>
      {standing !== 'stopped' && <Decision line={line} onChanged={onChanged} />}
    </>
  );
}

/** What can be applied for: of a stopped user ID only that it is used again. */
function Applications({ line, onApply }: Pick<UserPageProps, 'line' | 'onApply'>) {
  const today = dayInJapan(useNow());
  const { user, standing } = line;
  const kinds: readonly AuthorityKind[] =
    standing === 'stopped' ? ['reissue'] : ['extend', 'change', 'reissue'];
  return (
    <section aria-labelledby="apply" className="flex flex-col gap-2">
      <h2 id="apply" className="text-std-18B-160">
        申請する
      </h2>
      <p className="text-std-16N-170">承認されるまで、名簿は変わりません。</p>
      <div className="flex flex-wrap gap-3">
        {kinds.map((kind) => (
          <Button key={kind} onPress={() => onApply(draftAbout(user, kind, today))}>
            {authorityKindNames[kind]}を申請
          </Button>
        ))}
      </div>
    </section>
  );
}

/** 年次点検 and 利用停止, always in reach at the bottom. */
function Decision({ line, onChanged }: Pick<UserPageProps, 'line' | 'onChanged'>) {
  const { user: caller } = useSignedIn();
  const review = useAct('users.review');
  const stop = useAct('users.stop');
  const [isStopping, setIsStopping] = useState(false);
  const [reason, setReason] = useState('');
  const { user, otherAccounts } = line;
  const isOwn = user.personId === caller.personId;
  // A supervisor stops whoever works under them; VRS holds to that as well.
  const mayStop = caller.role === 'administrator' || user.role === 'clerk' || user.role === 'contractor';
  const confirm = async (): Promise<void> => {
    if (review.busy) return;
    const confirmed = await review.run({ userId: user.userId, version: user.version });
    if (confirmed.ok) onChanged();
  };
  return (
    <section
      aria-label="点検と停止"
      className="bottom-0 z-[2] flex flex-wrap items-center gap-4 border-t desk:sticky border-solid-gray-420 bg-white px-6 py-3"
    >
      <Button size="large" isDisabled={isOwn} onPress={() => void confirm()}>
        年次点検：継続を確認
      </Button>
      <Button look="danger" size="large" isDisabled={!mayStop} onPress={() => setIsStopping(true)}>
        利用停止
      </Button>
      <p className="min-w-0 grow basis-80 text-std-16N-170">
        {isOwn
          ? '自分の年次点検は、ほかの人が行います。'
          : mayStop
            ? '継続を確認すると、あなたの名前で今日の日付がVRSに記録されます。'
            : '運用責任者とシステム管理者・端末管理者の利用停止は、システム管理者が行います。'}
      </p>
      <output className="text-std-16B-170 empty:hidden">{review.value && '年次点検を記録しました。'}</output>
      <ProblemMessage problem={review.problem} />
      <Dialog title="利用停止" isOpen={isStopping} onClose={() => setIsStopping(false)}>
        <ReasonForm
          label="停止の理由"
          hint="名簿と操作ログに残ります。200文字まで。"
          reason={reason}
          onReason={(text) => setReason(text.slice(0, 200))}
          action="利用停止にする"
          busy={stop.busy}
          problem={stop.problem}
          onSubmit={async (given) => {
            const stopped = await stop.run({ userId: user.userId, reason: given });
            if (stopped.ok) onChanged();
            return stopped.ok;
          }}
          onClose={() => setIsStopping(false)}
        >
          {user.name}（{user.userId}）は、すぐにサインインできなくなります。開いているセッションも終わります。
          {otherAccounts.length > 0 &&
            `同じ人の利用者ID（${otherAccounts.join('、')}）は止まりません。要るときは、それぞれ停止してください。`}
          もう一度使うには「再発行・再開」の申請が要ります。
        </ReasonForm>
      </Dialog>
    </section>
  );
}
