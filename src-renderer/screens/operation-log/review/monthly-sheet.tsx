import type { ReactNode } from 'react';

import { reviewOutcomes } from '../../../../src-shared/contract/log-review.ts';
import type { OutputOf } from '../../../../src-shared/contract/operations.ts';
import { dayInJapan } from '../../../../src-shared/domain/clock.ts';
import { addMonths } from '../../../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { useAnswer } from '../../../app/calls.ts';
import { useNow } from '../../../app/now.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PrintPage, usePrinting } from '../../../components/print-page.tsx';
import { ProblemMessage } from '../../../components/problem-message.tsx';
import { ReadProblem } from '../../../components/read-problem.tsx';
import { Waiting } from '../../../components/waiting.tsx';
import { SheetHead, type SheetLine, SheetLines } from '../../../components/sheet.tsx';
import { exactTime } from '../../../wording/dates.ts';
import { ruleNames, staffName, standings, weekName } from '../../../wording/log-review.ts';
import { count, fingerprintGroups } from '../../../wording/numbers.ts';

type Sheet = OutputOf<'review.month'>;
type Week = Sheet['weeks'][number];

interface MonthlySheetProps {
  /** YYYY-MM; empty for this month. */
  readonly month: string;
  readonly onMonth: (month: string) => void;
}

/** 月次点検表: the weeks of a month as they go into the file, to print. It names no resident. */
export function MonthlySheet({ month: chosen, onMonth }: MonthlySheetProps) {
  const now = useNow();
  const month = chosen === '' ? dayInJapan(now).slice(0, 7) : chosen;
  const sheet = useAnswer('review.month', { month });
  const printing = usePrinting();
  const move = (months: number): void => onMonth(addMonths(IsoDate.parse(`${month}-01`), months).slice(0, 7));
  const isThisMonth = month >= dayInJapan(now).slice(0, 7);
  return (
    <section aria-labelledby="monthly-sheet" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="monthly-sheet" className="text-std-18B-160">
          月次点検表
        </h2>
        <Button size="small" isDisabled={sheet.busy} onPress={() => move(-1)}>
          前の月
        </Button>
        <b>{monthName(month)}</b>
        <Button size="small" isDisabled={sheet.busy || isThisMonth} onPress={() => move(1)}>
          次の月
        </Button>
        <Button size="small" look="plain" isDisabled={sheet.busy} onPress={sheet.askAgain}>
          読み直す
        </Button>
        <Button isDisabled={!sheet.value || sheet.busy || printing.isPrinting} onPress={printing.begin}>
          点検表を印刷
        </Button>
      </div>
      <ReadProblem of={sheet} />
      <ProblemMessage problem={printing.problem} />
      <Waiting busy={sheet.busy} from="操作ログ" lines={6} />
      {sheet.value && !sheet.busy && <SheetOf sheet={sheet.value} month={month} />}
      {sheet.value && printing.isPrinting && (
        <PrintPage sheet="monthly-review" about={month} onEnded={printing.ended}>
          <SheetOf sheet={sheet.value} month={month} />
        </PrintPage>
      )}
    </section>
  );
}

function monthName(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

function SheetOf({ sheet, month }: { readonly sheet: Sheet; readonly month: string }) {
  return (
    <>
      <SheetHead title={`操作ログ月次点検表　${monthName(month)}`} at={sheet.madeAt} done="作成" />
      {sheet.weeks.length === 0 ? (
        <EmptyState title="この月には、まだ週がありません" />
      ) : (
        sheet.weeks.map((week) => (
          <SheetLines key={week.week} caption={weekName(week.week)} lines={linesOf(week)} />
        ))
      )}
      {sheet.newest !== null && (
        <p className="mt-3 text-dns-14N-130">
          作成したときの最後の記録：{count(sheet.newest.sequence)}番{' '}
          <span className="font-mono">{fingerprintGroups(sheet.newest.hash).join(' ')}</span>
        </p>
      )}
    </>
  );
}

/** Of a signed week what was signed; of another one what stands there now. */
function linesOf(week: Week): readonly SheetLine[] {
  const { signature, comparison, brokenAt } = week;
  const counts = signature?.counts ?? week.counts;
  const rules = (signature?.rules ?? week.rules).filter(({ findings }) => findings > 0);
  const outcomes = signature?.outcomes ?? week.outcomes;
  return [
    ['情報を渡した記録', `${count(counts.accesses)}件`],
    [
      '渡した人',
      `${count(counts.people)}人（説明できる ${count(counts.explained)}人、説明できない ${count(counts.unexplained)}人）`,
    ],
    [
      '見つかったもの',
      `${count(counts.findings)}件${rules.length === 0 ? '' : `：${rules.map(({ rule, findings }) => `${ruleNames[rule]} ${count(findings)}`).join('、')}`}`,
    ],
    [
      '結果',
      [
        ...outcomes.map(({ outcome, findings }) => `${reviewOutcomes[outcome]} ${count(findings)}`),
        ...(counts.undecided > 0 ? [`結果なし ${count(counts.undecided)}`] : []),
      ].join('、') || 'ありません',
    ],
    [
      'VRSの記録との比較',
      comparison === null
        ? '比べていません'
        : `この端末 ${count(comparison.here)}件、VRS ${count(comparison.atVrs)}件（VRSだけ ${count(comparison.onlyAtVrs)}、この端末だけ ${count(comparison.onlyHere)}）`,
    ],
    ['署名', signedBy(week)],
    ['今の記録との一致', signature === null ? '署名がありません' : standings[signature.stands]],
    ...(brokenAt === null
      ? []
      : [['記録の異常', `${count(brokenAt)}番目の記録が、書いたときと違っています`] as const]),
    ['週の最後の記録', headOf(signature?.head ?? week.head)],
  ];
}

function signedBy({ signature, isFinished, head }: Week): string {
  if (signature !== null) return `${staffName(signature.by)}　${exactTime(signature.at)}`;
  if (!isFinished) return '終わっていない週';
  return head === null ? '記録のない週' : '未署名';
}

function headOf(head: Week['head']): ReactNode {
  if (head === null) return 'ありません';
  return (
    <>
      {count(head.sequence)}番 <span className="font-mono">{fingerprintGroups(head.hash).join(' ')}</span>
    </>
  );
}
