import { type FormEvent, type ReactNode, useRef, useState } from 'react';

import { authorityKindNames, type RosterLine } from '../../../src-shared/contract/users.ts';
import { dayInJapan } from '../../../src-shared/domain/clock.ts';
import { formatJapaneseDate } from '../../../src-shared/domain/dates/eras.ts';
import { parseJapaneseDate } from '../../../src-shared/domain/dates/parse.ts';
import { Role, roleNames } from '../../../src-shared/domain/roles.ts';
import { useAct } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { Button } from '../../components/button.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { entryInWords } from '../../wording/users.ts';
import { type Draft, type DraftErrors, entryOf } from './application-draft.ts';
import { BackToLists } from './back-to-lists.tsx';

const roleOptions = Role.options.map((role) => ({ value: role, name: roleNames[role] }));

const explanations: Readonly<Record<Draft['kind'], string>> = {
  new: '承認されると、最初のパスワードと認証アプリの鍵が、承認した人の画面に一度だけ表示されます。',
  extend: '承認されるまで、今の期限のままです。期限は、初日から一年までです。',
  change:
    '承認されるまで、今のままです。役割が変わると、開いているセッションは終わり、次のサインインから新しい役割になります。',
  reissue:
    'パスワードや認証アプリを失くしたとき、停止した利用者IDをもう一度使うときの申請です。承認されると、今までのパスワードと認証アプリは使えなくなります。',
};

interface ApplicationFormProps {
  readonly draft: Draft;
  readonly lines: readonly RosterLine[];
  readonly onChange: (draft: Draft) => void;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** 申請: what is asked for. Of somebody in the roster only what this kind of application changes can be typed. */
export function ApplicationForm({ draft, lines, onChange, onBack, onDone }: ApplicationFormProps) {
  const today = dayInJapan(useNow());
  const apply = useAct('users.apply');
  const [errors, setErrors] = useState<DraftErrors>({});
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnArrival(heading);
  const before =
    draft.kind === 'new' ? undefined : lines.find(({ user }) => user.userId === draft.userId)?.user;
  const samePerson = lines.filter(
    ({ user }) => draft.kind === 'new' && user.personId === draft.personId.normalize('NFKC').trim(),
  );

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (apply.busy) return;
    const checked = entryOf(draft, before, today);
    setErrors('errors' in checked ? checked.errors : {});
    if ('errors' in checked) {
      const [first] = Object.keys(checked.errors);
      form.current?.querySelector<HTMLElement>(`[name="${first ?? ''}"]`)?.focus();
      return;
    }
    const made = await apply.run({ kind: draft.kind, entry: checked.entry, reason: draft.reason.trim() });
    if (made.ok) onDone();
  };
  const field = (name: Exclude<keyof Draft, 'kind' | 'role'>, label: string, maxLength: number) => ({
    label,
    name,
    maxLength,
    value: draft[name],
    onChange: (text: string) => onChange({ ...draft, [name]: text }),
    error: errors[name],
  });
  const isNew = draft.kind === 'new';
  const changesPeriod = draft.kind !== 'change';
  const changesPerson = isNew || draft.kind === 'change';
  return (
    <div className="flex flex-col gap-4 px-6 py-2">
      <BackToLists onBack={onBack} />
      <h1 ref={heading} tabIndex={-1} className="text-std-24B-150">
        {authorityKindNames[draft.kind]}の申請
      </h1>
      <p className="text-std-16N-170">{explanations[draft.kind]}</p>
      {before && (
        <Facts>
          {entryInWords(before).map(([name, value]) => (
            <Fact key={name} name={`今の${name}`}>
              {value}
            </Fact>
          ))}
        </Facts>
      )}
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        className="flex max-w-[44rem] flex-col gap-4"
      >
        {isNew && (
          <div className="flex flex-wrap gap-4">
            <TextField
              {...field('userId', '利用者ID', 32)}
              hint="英小文字で始める。一度使ったIDは、ほかの人に使わない"
              className="grow basis-60"
            />
            <TextField
              {...field('personId', '職員番号', 40)}
              hint="同じ人が二つの利用者IDを持つときは、同じ番号にする"
              className="grow basis-60"
            />
          </div>
        )}
        {samePerson.length > 0 && (
          <Notice kind="caution" announced="politely">
            この職員番号は、{samePerson.map(({ user }) => `${user.name}（${user.userId}）`).join('、')}
            と同じです。同じ人でないときは、番号を確かめてください。
          </Notice>
        )}
        {changesPerson && (
          <>
            <TextField {...field('name', '氏名', 50)} />
            <TextField {...field('department', '所属', 50)} />
            <Select
              label="役割"
              options={roleOptions}
              value={draft.role}
              onChange={(role) => onChange({ ...draft, role })}
            />
          </>
        )}
        {changesPeriod && (
          <div className="flex flex-wrap gap-4">
            <TextField
              {...field('from', '利用期間の初日', 20)}
              below={understood(draft.from)}
              className="grow basis-60"
            />
            <TextField
              {...field('until', '利用期間の期限', 20)}
              hint="初日から一年まで"
              below={understood(draft.until)}
              className="grow basis-60"
            />
          </div>
        )}
        <TextField
          {...field('reason', '申請の理由', 200)}
          hint="承認する人が読みます。操作ログにも残ります。住民の情報は書かないでください。"
        />
        <ProblemMessage problem={apply.problem} />
        <Waiting busy={apply.busy} />
        <div className="flex flex-wrap gap-3">
          <Button look="primary" size="large" type="submit" isDisabled={apply.busy}>
            申請する
          </Button>
          <Button look="plain" size="large" onPress={onBack}>
            やめる
          </Button>
        </div>
      </form>
    </div>
  );
}

function understood(text: string): ReactNode {
  const day = parseJapaneseDate(text);
  return (
    day !== undefined && (
      <output className="text-dns-14N-130 text-solid-gray-700">{formatJapaneseDate(day)}</output>
    )
  );
}
