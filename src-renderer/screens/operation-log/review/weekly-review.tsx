import { useState } from 'react';

import type { ReviewRuleCode, ReviewWeek } from '../../../../src-shared/contract/log-review.ts';
import { addDays } from '../../../../src-shared/domain/dates/calendar.ts';
import { Badge } from '../../../components/badge.tsx';
import { BigNumber, BigNumbers } from '../../../components/big-numbers.tsx';
import { Button } from '../../../components/button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ReadProblem } from '../../../components/read-problem.tsx';
import { Waiting } from '../../../components/waiting.tsx';
import { weekName } from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';
import { Comparison } from './comparison.tsx';
import { Findings } from './findings.tsx';
import { RuleCounts } from './rule-counts.tsx';
import { Signature } from './signature.tsx';
import { type ShownWeek, useReviewWeek } from './use-review-week.ts';
import { Visits } from './visits.tsx';

interface WeeklyReviewProps {
  /** The Monday; null: the oldest week that waits for a signature. */
  readonly week: string | null;
  readonly onWeek: (week: string | null) => void;
}

/** 週次点検: what was looked up in a week, what to look at, what became of it, and the signature under it. */
export function WeeklyReview({ week: chosen, onWeek }: WeeklyReviewProps) {
  const week = useReviewWeek(chosen, onWeek);
  const [rule, setRule] = useState<ReviewRuleCode | null>(null);
  return (
    <section aria-labelledby="weekly-review" className="flex flex-col gap-4">
      <h2 id="weekly-review" className="text-std-18B-160">
        週次点検
      </h2>
      <ReadProblem of={week} />
      <Waiting busy={week.busy && !week.value} from="操作ログ" lines={8} />
      {week.value && (
        <>
          <WeekChoice shown={week.value} week={week} />
          <Numbers week={week.value} />
          <Cautions week={week.value} />
          <RuleCounts week={week.value} rule={rule} onRule={setRule} />
          <Findings
            key={`${week.value.week} ${rule ?? ''}`}
            week={week.value}
            rule={rule}
            version={week.version}
            onDecided={week.put}
          />
          <Comparison key={`compare ${week.value.week}`} week={week.value} onCompared={week.readAgain} />
          <Visits key={`visits ${week.value.week}`} week={week.value} version={week.version} />
          <Signature week={week.value} onSigned={week.put} />
        </>
      )}
    </section>
  );
}

function WeekChoice({ shown, week }: { readonly shown: ReviewWeek; readonly week: ShownWeek }) {
  const { oldestUnsigned, isFinished, signature } = shown;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button size="small" isDisabled={week.busy} onPress={() => week.choose(addDays(shown.week, -7))}>
        前の週
      </Button>
      <h3 className="text-std-18B-160">{weekName(shown.week)}</h3>
      <Button
        size="small"
        isDisabled={week.busy || !isFinished}
        onPress={() => week.choose(addDays(shown.week, 7))}
      >
        次の週
      </Button>
      {signature ? (
        <Badge tone="green">署名済み</Badge>
      ) : (
        <Badge tone={isFinished ? 'orange' : 'gray'}>{isFinished ? '未署名' : '終わっていない週'}</Badge>
      )}
      {oldestUnsigned !== null && oldestUnsigned !== shown.week && (
        <Button size="small" look="plain" isDisabled={week.busy} onPress={() => week.choose(oldestUnsigned)}>
          署名のない最も古い週へ
        </Button>
      )}
      <Button size="small" look="plain" isDisabled={week.busy} onPress={() => void week.readAgain(true)}>
        読み直す
      </Button>
      <Waiting busy={week.busy} from="操作ログ" />
    </div>
  );
}

function Numbers({ week }: { readonly week: ReviewWeek }) {
  const { counts, explanations, reasons } = week;
  return (
    <div className="flex flex-col gap-2">
      <BigNumbers>
        <BigNumber name="情報を渡した記録" value={counts.accesses} unit="件" />
        <BigNumber name="渡した人（利用者と日ごと）" value={counts.people} unit="人" />
        <BigNumber name="事務で説明できる" value={counts.explained} unit="人" tone="good" />
        <BigNumber name="説明できない" value={counts.unexplained} unit="人" tone="caution" />
        <BigNumber name="見つかったもの" value={counts.findings} unit="件" tone="caution" />
        <BigNumber name="結果のないもの" value={counts.undecided} unit="件" tone="bad" />
      </BigNumbers>
      {explanations.length > 0 && (
        <p className="text-solid-gray-700">
          説明：{explanations.map(({ words, people }) => `${words} ${count(people)}人`).join('、')}
        </p>
      )}
      {reasons.length > 0 && (
        <p className="text-solid-gray-700">
          説明できないものの処理事由：
          {reasons.map(({ reason, people }) => `${reason} ${count(people)}人`).join('、')}
          （処理事由だけでは説明になりません）
        </p>
      )}
    </div>
  );
}

/** What the reviewer has to know before believing the numbers. */
function Cautions({ week }: { readonly week: ReviewWeek }) {
  const { brokenAt, hasCopy, hasRoster, sealed, notInCopy, undecidedOwn, signature } = week;
  return (
    <>
      {brokenAt !== null && (
        <Notice kind="error" title="この週の記録が、書いたときと違っています">
          {count(brokenAt)}
          番目の記録からです。すぐにシステム管理者に連絡し、「最初から検証する」で調べてください。
        </Notice>
      )}
      {signature?.stands === 'changed' && (
        <Notice kind="error" title="署名した後に、この週の記録が変わっています">
          署名したときの記録は {count(signature.entries)}
          件でした。署名の値と、端末の外の署名点の控えを使って調べてください。
        </Notice>
      )}
      {signature?.stands === 'added' && (
        <Notice kind="caution" title="署名した後に、この週の時刻の記録が加わっています">
          端末の時計が戻されたときに起こります。加わった記録は、署名には含まれていません。
        </Notice>
      )}
      {(!hasCopy || !hasRoster) && (
        <Notice kind="caution" title="氏名の規則で調べきれていません">
          {!hasCopy && '端末内の写しがまだそろっていません。'}
          {!hasRoster && '利用者の名簿をVRSから読めません（「同僚」を調べていません）。'}
          そろってから「読み直す」を押してください。
        </Notice>
      )}
      {sealed + notInCopy > 0 && (
        <p className="text-solid-gray-700">
          氏名を比べられない人：端末内の写しにいない {count(notInCopy)}人、封印されていて読めない{' '}
          {count(sealed)}人（「氏名を比べられない」に挙げています）。
        </p>
      )}
      {undecidedOwn > 0 && signature === null && (
        <Notice kind="information" title={`あなた自身の照会が ${count(undecidedOwn)} 件あります`}>
          ほかの運用責任者かシステム管理者が結果を記入するまで、署名できません。
        </Notice>
      )}
    </>
  );
}
