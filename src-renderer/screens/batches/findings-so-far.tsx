import { useEffect, useRef, useState } from 'react';

import type { DraftId, RuleCount } from '../../../src-shared/contract/batches.ts';
import type { Job, RuleSoFar } from '../../../src-shared/contract/jobs.ts';
import { severityNames } from '../../../src-shared/domain/rules/severity.ts';
import { useAct } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { severityTones } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';

interface Row {
  readonly rule: RuleSoFar;
  readonly example: RuleCount['example'] | undefined;
}

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  { id: 'title', title: '検査項目', cell: ({ rule }) => <span className="block w-44">{rule.title}</span> },
  {
    id: 'severity',
    title: '程度',
    cell: ({ rule }) => <Badge tone={severityTones[rule.severity]}>{severityNames[rule.severity]}</Badge>,
  },
  {
    id: 'count',
    title: 'ここまでの件数',
    isNumber: true,
    className: 'whitespace-nowrap tabular-nums min-w-32',
    cell: ({ rule }) => count(rule.count),
  },
  {
    id: 'example',
    title: '最初の例',
    className: 'w-full',
    // Two lines from the start, so that a sentence that comes later moves nothing.
    cell: ({ example }) => (
      <span className="block min-h-[2lh]">
        {example && `${count(example.line)}行目：${example.sentence}`}
      </span>
    ),
  },
];

/** While a check runs: what it has found until now. Rules come in the order in which they found something, so that none moves. */
export function FindingsSoFar({ draftId, job }: { readonly draftId: DraftId; readonly job: Job }) {
  const found = job.found ?? [];
  const examples = useExamples(draftId, found);
  const rows = found.map((rule) => ({ rule, example: examples.get(rule.code) }));
  return (
    <section aria-labelledby="so-far" className="flex min-h-80 flex-col gap-2">
      <h3 id="so-far" className="text-std-18B-160">
        検査中（途中まで）
      </h3>
      <p className="text-dns-16N-130 text-solid-gray-700">
        ここまでに読んだ行で見つかったものです。件数はまだ増えます。同じ券番号や同じ人の行をくらべる検査（重複、接種の順序や間隔など）の結果は、すべての行を読んだあとに加わります。行を見ることと直すことは、検査が終わってからできます。
      </p>
      {found.length === 0 ? (
        <p className="text-std-16N-170">ここまでの行では、まだ何も見つかっていません。</p>
      ) : (
        <ReadTable
          label="検査の途中で見つかったもの"
          columns={columns}
          rows={rows}
          keyOf={({ rule }) => rule.code}
        />
      )}
      <Spoken words={wordsOf(found)} />
    </section>
  );
}

function wordsOf(found: readonly RuleSoFar[]): string {
  if (found.length === 0) return '';
  const all = found.reduce((sum, rule) => sum + rule.count, 0);
  return `検査中です。ここまでに${count(found.length)}項目、${count(all)}件が見つかりました。`;
}

/** Between two sentences that are read aloud, in milliseconds. */
const SPEAK_EVERY = 15_000;

/** What is read aloud of a number that changes four times a second: now and then a sentence, when nothing else is being said. */
function Spoken({ words }: { readonly words: string }) {
  const [said, setSaid] = useState('');
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (words === '') return undefined;
    const wait = Math.max(0, saidAt.current + SPEAK_EVERY - performance.now());
    const timer = setTimeout(() => {
      saidAt.current = performance.now();
      setSaid(words);
    }, wait);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}

/** An example stays the first one that was found, and to see it is recorded: it is asked for when a rule has none yet, and only then. */
function useExamples(
  draftId: DraftId,
  found: readonly RuleSoFar[],
): ReadonlyMap<string, RuleCount['example']> {
  const { run, busy } = useAct('batches.checkSoFar');
  const [examples, setExamples] = useState<ReadonlyMap<string, RuleCount['example']>>(new Map());
  const [asked, setAsked] = useState(0);
  const rules = found.length;
  useEffect(() => {
    if (rules <= asked || busy) return;
    const ask = async (): Promise<void> => {
      setAsked(rules);
      const answer = await run({ draftId });
      if (answer.ok) setExamples(new Map(answer.value.rules.map(({ code, example }) => [code, example])));
    };
    void ask();
  }, [rules, asked, busy, run, draftId]);
  return examples;
}
