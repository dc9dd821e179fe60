import { type FormEvent, type RefObject, useRef } from 'react';

import { type LookupReason, lookupReasons } from '../../../src-shared/contract/people.ts';
import { type Problem, problem } from '../../../src-shared/contract/problem.ts';
import { parseBirthDateQuery } from '../../../src-shared/domain/dates/parse.ts';
import { formatBoth } from '../../../src-shared/domain/dates/eras.ts';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { slashed } from '../../wording/dates.ts';
import type { Query } from './lookup.ts';

export interface SearchFields {
  readonly reason: LookupReason['code'] | undefined;
  readonly note: string;
  readonly text: string;
  readonly birthDate: string;
}

export const noSearchFields: SearchFields = { reason: undefined, note: '', text: '', birthDate: '' };

const reasonCodes = Object.keys(lookupReasons) as LookupReason['code'][];
const reasons = reasonCodes.map((value) => ({ value, name: lookupReasons[value] }));

/** The question that the fields hold, or what is missing. */
export function queryOf(fields: SearchFields): { query: Query } | { problem: Problem } {
  const { reason, note, text, birthDate } = fields;
  if (reason === undefined) return { problem: problem('reason-missing') };
  if (reason === 'other' && note.trim() === '') return { problem: problem('reason-note-missing') };
  if (text.trim() === '' && birthDate.trim() === '') return { problem: problem('search-empty') };
  const why = { code: reason, note: reason === 'other' ? note.trim() : '' };
  return { query: { reason: why, text, birthDate } };
}

interface SearchFormProps {
  readonly fields: SearchFields;
  readonly onChange: (fields: SearchFields) => void;
  readonly onSearch: (query: Query) => void;
  readonly onProblem: (problem: Problem) => void;
  readonly textField: RefObject<HTMLInputElement | null>;
  readonly reasonField: RefObject<HTMLInputElement | null>;
}

/** 処理事由, the one search field, and 生年月日. Enter searches from any of them. */
export function SearchForm(props: SearchFormProps) {
  const { fields, onChange, onSearch, onProblem, textField, reasonField } = props;
  const noteField = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const checked = queryOf(fields);
    if ('query' in checked) {
      onSearch(checked.query);
      return;
    }
    onProblem(checked.problem);
    const { code } = checked.problem;
    const place =
      code === 'reason-missing' ? reasonField : code === 'reason-note-missing' ? noteField : textField;
    place.current?.focus();
  };

  return (
    <search>
      <form noValidate onSubmit={submit} className="flex flex-col gap-2">
        <RadioGroup
          label="処理事由"
          isInline
          options={reasons}
          value={fields.reason}
          onChange={(reason) => onChange({ ...fields, reason })}
          radioRef={reasonField}
        />
        <div className="flex flex-wrap items-end gap-4">
          {fields.reason === 'other' && (
            <TextField
              label="その他の理由"
              maxLength={100}
              value={fields.note}
              onChange={(note) => onChange({ ...fields, note })}
              inputRef={noteField}
              className="min-w-44 grow basis-44"
            />
          )}
          <TextField
            label="券番号・宛名番号・氏名・カナ"
            maxLength={200}
            value={fields.text}
            onChange={(text) => onChange({ ...fields, text })}
            inputRef={textField}
            className="min-w-60 grow-[2] basis-60"
          />
          <TextField
            label="生年月日"
            maxLength={40}
            value={fields.birthDate}
            onChange={(birthDate) => onChange({ ...fields, birthDate })}
            beside={<Understood birthDate={fields.birthDate} />}
            className="min-w-56 basis-[21rem]"
          />
          <Button look="primary" type="submit" size="field">
            検索
          </Button>
        </div>
      </form>
    </search>
  );
}

/** How the birth date is understood, before it is searched with. */
function Understood({ birthDate }: { readonly birthDate: string }) {
  const range = birthDate.trim() === '' ? undefined : parseBirthDateQuery(birthDate);
  return (
    <output className="text-dns-14N-130 text-solid-gray-700">
      {range === undefined
        ? '例：1955/4/1、S30.4.1、昭和30年4月1日'
        : range.from === range.until
          ? formatBoth(range.from)
          : `${slashed(range.from)} から ${slashed(range.until)} まで`}
    </output>
  );
}
