import { useEffect, useRef } from 'react';

import type { DraftId, Finding, RuleCount } from '../../../src-shared/contract/batches.ts';
import { severityNames } from '../../../src-shared/domain/rules/severity.ts';
import { useAnswer } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { Pager, usePages } from '../../components/pager.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Select } from '../../components/select.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { severityTones } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';

const LIMIT = 50;
const ALL = '';

const columns: readonly Column<Finding>[] = [
  { id: 'line', title: '行', isRowHeader: true, isNumber: true, cell: (finding) => count(finding.line) },
  {
    id: 'severity',
    title: '程度',
    cell: (finding) => (
      <Badge tone={severityTones[finding.severity]}>{severityNames[finding.severity]}</Badge>
    ),
  },
  {
    id: 'column',
    title: '項目',
    className: 'whitespace-nowrap',
    cell: (finding) => finding.column ?? '行全体',
  },
  {
    id: 'value',
    title: '値',
    cell: (finding) => <span className="block w-36 wrap-anywhere">{finding.value}</span>,
  },
  { id: 'sentence', title: '内容', className: 'w-full', cell: (finding) => finding.sentence },
];

interface FindingsProps {
  readonly draftId: DraftId;
  readonly rules: readonly RuleCount[];
  /** Of one rule only. */
  readonly code: string | null;
  readonly onCode: (code: string | null) => void;
}

/** Every finding, by rule and page by page. */
export function Findings({ draftId, rules, code, onCode }: FindingsProps) {
  const pages = usePages(0);
  const { value, problem, busy } = useAnswer(
    'batches.findings',
    { draftId, code, after: pages.cursor, limit: LIMIT },
    { keepsLast: true },
  );
  const heading = useRef<HTMLHeadingElement>(null);
  const shownCode = useRef(code);
  const { first } = pages;
  useEffect(() => {
    if (shownCode.current === code) return;
    shownCode.current = code;
    first();
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, [code, first]);

  const options = [
    { value: ALL, name: 'すべて' },
    ...rules.map((rule) => ({ value: rule.code, name: `${rule.title}（${count(rule.count)}件）` })),
  ];
  return (
    <section aria-labelledby="findings" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h3 id="findings" ref={heading} tabIndex={-1} className="scroll-mt-6 text-std-18B-160">
          見つかったもの
        </h3>
        <Select
          label="検査項目で絞り込む"
          options={options}
          value={code ?? ALL}
          onChange={(chosen) => onCode(chosen === ALL ? null : chosen)}
          className="w-96 max-w-full"
        />
      </div>
      <ProblemMessage problem={problem} />
      <Waiting busy={busy && !value} from="アプリの本体" lines={5} />
      {value && (
        <ReadTable
          label="見つかったもの"
          columns={columns}
          rows={value.findings}
          keyOf={(finding) => `${finding.line} ${finding.column ?? ''} ${finding.code}`}
        />
      )}
      <Pager label="見つかったもののページ" pages={pages} next={value?.next} isBusy={busy} />
      <p className="text-dns-14N-130 text-solid-gray-700">
        行の番号は、表計算ソフトで開いたときの番号です（見出しが1行目）。
      </p>
    </section>
  );
}
