import type { RuleCount } from '../../../src-shared/contract/batches.ts';
import { severityNames } from '../../../src-shared/domain/rules/severity.ts';
import { Badge } from '../../components/badge.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { severityTones } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';
import { type Ranges, rangeWords } from './rule-ranges.ts';

interface Row {
  readonly rule: RuleCount;
  readonly ranges: Ranges | undefined;
}

const RANGES = 3;

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  { id: 'title', title: '検査項目', cell: ({ rule }) => <span className="block w-44">{rule.title}</span> },
  {
    id: 'severity',
    title: '程度',
    cell: ({ rule }) => <Badge tone={severityTones[rule.severity]}>{severityNames[rule.severity]}</Badge>,
  },
  {
    id: 'count',
    title: '件数',
    isNumber: true,
    className: 'whitespace-nowrap',
    cell: ({ rule }) => count(rule.count),
  },
  {
    id: 'example',
    title: '例と、当たった行',
    className: 'w-full',
    cell: ({ rule, ranges }) => (
      <>
        {count(rule.example.line)}行目：{rule.example.sentence}
        <span className="block min-h-5 text-dns-14N-130 text-solid-gray-700">
          {ranges && rangeWords(ranges, RANGES)}
        </span>
      </>
    ),
  },
];

/** After the end only the counts are left. */
const countColumns = columns.filter(({ id }) => id !== 'example');

interface RuleTableProps {
  readonly rules: readonly RuleCount[];
  readonly ranges: ReadonlyMap<string, Ranges>;
  /** Undefined where there are no rows to look at any more. */
  readonly onPick: ((rule: RuleCount) => void) | undefined;
}

/** How often each rule found something, the worst first, with an example and where. */
export function RuleTable({ rules, ranges, onPick }: RuleTableProps) {
  const rows = rules.map((rule) => ({ rule, ranges: ranges.get(rule.code) }));
  const label = '検査項目ごとの件数';
  return onPick ? (
    <PickTable
      label={label}
      columns={columns}
      rows={rows}
      keyOf={({ rule }) => rule.code}
      onPick={({ rule }) => onPick(rule)}
    />
  ) : (
    <ReadTable label={label} columns={countColumns} rows={rows} keyOf={({ rule }) => rule.code} />
  );
}
