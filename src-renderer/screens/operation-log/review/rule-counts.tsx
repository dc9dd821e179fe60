import type { ReviewRuleCode, ReviewWeek } from '../../../../src-shared/contract/log-review.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { type Column, ReadTable } from '../../../components/table.tsx';
import { levels } from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';

type Rule = ReviewWeek['rules'][number];

interface RuleCountsProps {
  readonly week: ReviewWeek;
  /** Whose findings are shown below; null: all. */
  readonly rule: ReviewRuleCode | null;
  readonly onRule: (rule: ReviewRuleCode | null) => void;
}

function columnsFor({ rule, onRule }: Omit<RuleCountsProps, 'week'>): readonly Column<Rule>[] {
  return [
    {
      id: 'title',
      title: '規則',
      isRowHeader: true,
      className: 'whitespace-nowrap',
      cell: ({ title }) => title,
    },
    {
      id: 'level',
      title: '重さ',
      cell: ({ level }) => <Badge tone={levels[level].tone}>{levels[level].name}</Badge>,
    },
    { id: 'findings', title: '件数', isNumber: true, cell: ({ findings }) => count(findings) },
    { id: 'undecided', title: '結果なし', isNumber: true, cell: ({ undecided }) => count(undecided) },
    { id: 'sentence', title: '見るところ', cell: ({ sentence }) => sentence },
    {
      id: 'show',
      title: '表示',
      className: 'whitespace-nowrap',
      cell: (each) => (
        <Button
          size="small"
          isDisabled={each.findings === 0}
          aria-label={rule === each.rule ? `${each.title}：すべて表示` : `${each.title}：これだけ`}
          onPress={() => onRule(rule === each.rule ? null : each.rule)}
        >
          {rule === each.rule ? 'すべて表示' : 'これだけ'}
        </Button>
      ),
    },
  ];
}

/** How often each rule noticed something. */
export function RuleCounts({ week, rule, onRule }: RuleCountsProps) {
  return (
    <ReadTable
      label="規則ごとの件数"
      columns={columnsFor({ rule, onRule })}
      rows={week.rules}
      keyOf={(each) => each.rule}
      isMarked={({ level, undecided }) => level === 'high' && undecided > 0}
    />
  );
}
