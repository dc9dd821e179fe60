import { type FormEvent, useState } from 'react';

import type { RuleCount } from '../../../../src-shared/contract/batches.ts';
import type { RowFilter } from '../../../../src-shared/contract/batch-rows.ts';
import { Severity, severityNames } from '../../../../src-shared/domain/rules/severity.ts';
import { Button } from '../../../components/button.tsx';
import { Checkbox } from '../../../components/choice.tsx';
import { Select } from '../../../components/select.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { count } from '../../../wording/numbers.ts';
import { everyRow, isFiltered } from './rows-form.ts';

const ALL = '';
const severities = [
  { value: ALL, name: 'すべて' },
  ...Severity.options.map((value) => ({ value, name: severityNames[value] })),
] as const;

interface FilterBarProps {
  readonly rules: readonly RuleCount[];
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
}

/** Which rows are looked at. All that is chosen must hold. */
export function FilterBar({ rules, filter, onFilter }: FilterBarProps) {
  const [text, setText] = useState(filter.text);
  const [applied, setApplied] = useState(filter.text);
  if (applied !== filter.text) {
    setApplied(filter.text);
    setText(filter.text);
  }
  const search = (event: FormEvent): void => {
    event.preventDefault();
    onFilter({ ...filter, text: text.trim() });
  };
  const codes = [
    { value: ALL, name: 'すべて' },
    ...rules.map((rule) => ({ value: rule.code, name: `${rule.title}（${count(rule.count)}件）` })),
    // Its last row was put right: the choice stays, with nothing in it.
    ...(filter.code === null || rules.some(({ code }) => code === filter.code)
      ? []
      : [{ value: filter.code, name: '選んだ検査項目（0件）' }]),
  ];
  return (
    <form
      onSubmit={search}
      aria-label="行の絞り込み"
      className="flex flex-wrap items-end gap-x-3 gap-y-2"
      noValidate
    >
      <Select
        label="検査項目"
        options={codes}
        value={filter.code ?? ALL}
        onChange={(code) => onFilter({ ...filter, code: code === ALL ? null : code })}
        className="w-64 max-w-full"
        isCompact
      />
      <Select
        label="程度"
        options={severities}
        value={filter.severity ?? ALL}
        onChange={(severity) => onFilter({ ...filter, severity: severity === ALL ? null : severity })}
        className="w-28"
        isCompact
      />
      <TextField label="文字" maxLength={100} value={text} onChange={setText} className="w-40" isCompact />
      <Button type="submit" size="small">
        探す
      </Button>
      <div className="flex flex-wrap items-center">
        <Checkbox
          label="直した行だけ"
          isSelected={filter.edited}
          onChange={(edited) => onFilter({ ...filter, edited })}
        />
        {isFiltered(filter) && (
          <Button look="plain" size="small" onPress={() => onFilter(everyRow)}>
            絞り込みを外す
          </Button>
        )}
      </div>
    </form>
  );
}
