import { type FormEvent, type ReactNode, useState } from 'react';

import type { InputOf } from '../../../src-shared/contract/operations.ts';
import { AddresseeNumber, type IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { formatJapaneseDate } from '../../../src-shared/domain/dates/eras.ts';
import { parseJapaneseDate } from '../../../src-shared/domain/dates/parse.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { actions } from '../../wording/log.ts';

/** The filter as it is typed. */
export interface LogFields {
  readonly userId: string;
  readonly addresseeNumber: string;
  readonly action: string;
  readonly from: string;
  readonly until: string;
}

export const noLogFields: LogFields = { userId: '', addresseeNumber: '', action: '', from: '', until: '' };

/** The filter as it is asked. */
export type LogQuery = Omit<InputOf<'log.entries'>, 'before' | 'limit'>;

export const wholeLog: LogQuery = { userId: '', addresseeNumber: '', action: '', from: '', until: '' };

type FieldErrors = Readonly<Partial<Record<keyof LogFields, string>>>;

const NOT_A_DAY = '日付として読めません。例：2026/11/1、R8.11.1';

/** The day that was typed; empty where nothing was, undefined where it is none. */
function dayOf(text: string): IsoDate | '' | undefined {
  return text.trim() === '' ? '' : parseJapaneseDate(text);
}

/** What was typed as a question, or why it can't be one. */
export function queryOf(fields: LogFields): { readonly query: LogQuery } | { readonly errors: FieldErrors } {
  const from = dayOf(fields.from);
  const until = dayOf(fields.until);
  const typedNumber = fields.addresseeNumber.normalize('NFKC').trim();
  const number = typedNumber === '' ? '' : AddresseeNumber.safeParse(typedNumber).data;
  if (from === undefined || until === undefined || number === undefined) {
    return {
      errors: {
        ...(from === undefined ? { from: NOT_A_DAY } : {}),
        ...(until === undefined ? { until: NOT_A_DAY } : {}),
        ...(number === undefined ? { addresseeNumber: '英数字15文字までで入力してください。' } : {}),
      },
    };
  }
  const userId = fields.userId.normalize('NFKC').trim();
  return { query: { userId, addresseeNumber: number, action: fields.action, from, until } };
}

const actionOptions = [
  { value: '', name: 'すべて' },
  ...actions.map((action) => ({ value: action, name: action })),
];

interface LogFilterProps {
  readonly fields: LogFields;
  readonly onChange: (fields: LogFields) => void;
  readonly onQuery: (query: LogQuery) => void;
}

export function LogFilter({ fields, onChange, onQuery }: LogFilterProps) {
  const [errors, setErrors] = useState<FieldErrors>({});
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const checked = queryOf(fields);
    setErrors('errors' in checked ? checked.errors : {});
    if ('query' in checked) onQuery(checked.query);
  };
  const field = (name: keyof LogFields, label: string, maxLength: number) => ({
    label,
    maxLength,
    value: fields[name],
    onChange: (text: string) => onChange({ ...fields, [name]: text }),
    error: errors[name],
  });
  return (
    <search>
      <form noValidate onSubmit={submit} className="flex flex-wrap items-start gap-3">
        <TextField {...field('userId', '利用者', 64)} className="w-28" />
        <TextField {...field('addresseeNumber', '宛名番号', 20)} className="w-32" />
        <Select
          label="操作"
          options={actionOptions}
          value={fields.action}
          onChange={(action) => onChange({ ...fields, action })}
          className="w-52"
        />
        <TextField {...field('from', '期間の初め', 20)} {...understood(fields.from)} className="w-36" />
        <TextField {...field('until', '期間の終わり', 20)} {...understood(fields.until)} className="w-36" />
        <div className="flex gap-1 desk:mt-8">
          <Button look="primary" type="submit" size="field">
            絞り込む
          </Button>
          <Button
            look="plain"
            size="narrow"
            onPress={() => {
              onChange(noLogFields);
              setErrors({});
              onQuery(wholeLog);
            }}
          >
            条件を消す
          </Button>
        </div>
      </form>
    </search>
  );
}

/** How a day is understood, below its field so that nothing moves. */
function understood(text: string): { readonly below: ReactNode } {
  const day = dayOf(text);
  return {
    below: day !== undefined && day !== '' && (
      <output className="text-dns-14N-130 text-solid-gray-700">{formatJapaneseDate(day)}</output>
    ),
  };
}
