import { type FormEvent, useState } from 'react';

import {
  type ReviewFinding,
  type ReviewOutcome,
  reviewOutcomes,
  type ReviewRuleCode,
  type ReviewWeek,
} from '../../../../src-shared/contract/log-review.ts';
import { useAct, useAnswer } from '../../../app/calls.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { Checkbox, RadioGroup } from '../../../components/choice.tsx';
import { PagedTable } from '../../../components/paged-table.tsx';
import { usePages } from '../../../components/pager.tsx';
import { ProblemMessage } from '../../../components/problem-message.tsx';
import type { Column } from '../../../components/table.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { Waiting } from '../../../components/waiting.tsx';
import { exactTime, slashed } from '../../../wording/dates.ts';
import {
  levels,
  others,
  outcomeOptions,
  outcomeTones,
  personName,
  ruleNames,
  staffName,
} from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';

const LIMIT = 50;
const small = 'block text-dns-14N-130 text-solid-gray-700';

interface FindingsProps {
  readonly week: ReviewWeek;
  readonly rule: ReviewRuleCode | null;
  readonly version: string;
  readonly onDecided: (week: ReviewWeek) => void;
}

/** What the rules noticed, one by one, and what became of it. */
export function Findings({ week, rule, version, onDecided }: FindingsProps) {
  const [undecidedOnly, setUndecidedOnly] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages(0);
  const page = useAnswer(
    'review.findings',
    { week: week.week, rule, undecidedOnly, offset: pages.cursor, limit: LIMIT },
    { keepsLast: true, asOf: version },
  );
  const findings = page.value?.findings ?? [];
  const open = findings.filter(({ mayDecide }) => mayDecide && week.isFinished);
  const marked = open.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly string[], isChosen: boolean): void =>
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids)
        if (isChosen) after.add(id);
        else after.delete(id);
      return after;
    });

  return (
    <section aria-labelledby="findings" className="flex flex-col gap-3">
      <h3 id="findings" className="text-std-16B-170">
        見つかったもの{rule !== null && `：${ruleNames[rule]}`}
        {page.value && `（${count(page.value.total)}件）`}
      </h3>
      <div className="flex flex-wrap items-center gap-x-6">
        <Checkbox
          label="結果のないものだけ"
          isSelected={undecidedOnly}
          onChange={(isSelected) => {
            setUndecidedOnly(isSelected);
            pages.first();
          }}
        />
        {open.length > 0 && (
          <Checkbox
            label="このページのすべてを選ぶ"
            isSelected={marked.length === open.length}
            onChange={(isSelected) =>
              choose(
                open.map(({ id }) => id),
                isSelected,
              )
            }
          />
        )}
      </div>
      <PagedTable
        of={page}
        pages={pages}
        rows={(value) => value.findings}
        label="見つかったもの"
        columns={[chooseColumn(chosen, week.isFinished, choose), ...columns]}
        keyOf={({ id }) => id}
        empty={undecidedOnly ? '結果のないものはありません' : '見つかったものはありません'}
        from="操作ログ"
      />
      {open.length > 0 && (
        <DecideForm
          week={week}
          chosen={marked.map(({ id }) => id)}
          onDecided={(decided) => {
            setChosen(new Set());
            onDecided(decided);
          }}
        />
      )}
      {!week.isFinished && (
        <p>この週はまだ終わっていません。結果は、日曜日が終わってから記入してください。</p>
      )}
    </section>
  );
}

function chooseColumn(
  chosen: ReadonlySet<string>,
  isFinished: boolean,
  onChoose: (ids: readonly string[], isChosen: boolean) => void,
): Column<ReviewFinding> {
  return {
    id: 'choose',
    title: '選ぶ',
    cell: ({ id, mayDecide, isOwn, rule, staff, day }) =>
      mayDecide && isFinished ? (
        <Checkbox
          label={`${ruleNames[rule]} ${staffName(staff)} ${slashed(day)} を選ぶ`}
          isLabelHidden
          isSelected={chosen.has(id)}
          onChange={(isSelected) => onChoose([id], isSelected)}
        />
      ) : (
        isOwn && <Badge tone="gray">自分</Badge>
      ),
  };
}

const columns: readonly Column<ReviewFinding>[] = [
  {
    id: 'rule',
    title: '規則',
    isRowHeader: true,
    className: 'whitespace-nowrap',
    cell: ({ rule, level }) => (
      <>
        {ruleNames[rule]}
        <span className="block">
          <Badge tone={levels[level].tone}>{levels[level].name}</Badge>
        </span>
      </>
    ),
  },
  {
    id: 'staff',
    title: '職員・日',
    className: 'whitespace-nowrap',
    cell: ({ staff, day }) => (
      <>
        {staffName(staff)}
        <span className={small}>{slashed(day)}</span>
      </>
    ),
  },
  {
    id: 'people',
    title: '照会された人',
    cell: ({ people, peopleCount }) => (
      <>
        {people.map((person) => (
          <span key={person.addresseeNumber ?? ''} className="block">
            {personName(person)}
          </span>
        ))}
        <span className={small}>{others(peopleCount, people.length, '人')}</span>
      </>
    ),
  },
  {
    id: 'entries',
    title: '記録',
    cell: ({ entries, entryCount, firstAt, lastAt, reasons }) => (
      <>
        {exactTime(firstAt)}
        {lastAt !== firstAt && ` 〜 ${exactTime(lastAt).slice(11)}`}
        <span className={small}>
          番号 {entries.map(count).join('、')} {others(entryCount, entries.length, '件')}
        </span>
        {reasons.length > 0 && <span className={small}>処理事由：{reasons.join('、')}</span>}
      </>
    ),
  },
  {
    id: 'decision',
    title: '結果',
    cell: ({ decision }) =>
      decision === null ? (
        'なし'
      ) : (
        <>
          <Badge tone={outcomeTones[decision.outcome]}>{reviewOutcomes[decision.outcome]}</Badge>
          {decision.note !== '' && <span className="block">{decision.note}</span>}
          <span className={small}>
            {decision.by.name} {exactTime(decision.at)}
          </span>
        </>
      ),
  },
];

interface DecideFormProps {
  readonly week: ReviewWeek;
  readonly chosen: readonly string[];
  readonly onDecided: (week: ReviewWeek) => void;
}

/** What became of the findings that are chosen. */
function DecideForm({ week, chosen, onDecided }: DecideFormProps) {
  const decide = useAct('review.decide');
  const [outcome, setOutcome] = useState<ReviewOutcome>();
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (decide.busy) return;
    if (chosen.length === 0 || outcome === undefined) {
      setMissing(
        chosen.length === 0 ? '結果を記入するものを、表で選んでください。' : '結果を選んでください。',
      );
      return;
    }
    setMissing('');
    const decided = await decide.run({ week: week.week, findings: [...chosen], outcome, note });
    if (!decided.ok) return;
    setNote('');
    setOutcome(undefined);
    onDecided(decided.value);
  };
  return (
    <form
      noValidate
      aria-label="結果の記入"
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-2 rounded-8 border border-solid-gray-300 px-4 py-3"
    >
      <RadioGroup
        label={`選んだ ${count(chosen.length)} 件の結果`}
        isInline
        options={outcomeOptions}
        value={outcome}
        onChange={setOutcome}
      />
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="メモ"
          hint="確かめたこと。住民の氏名は書かないでください。"
          maxLength={200}
          value={note}
          onChange={setNote}
          className="min-w-80 grow"
        />
        <Button look="primary" type="submit" size="field" isDisabled={decide.busy}>
          結果を記入する
        </Button>
      </div>
      <p role="alert" className="text-error-2 empty:hidden">
        {missing}
      </p>
      <ProblemMessage problem={decide.problem} />
      <Waiting busy={decide.busy} />
    </form>
  );
}
