import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import type { LookupReason } from '../../../src-shared/contract/people.ts';
import { lookupReasons } from '../../../src-shared/contract/people.ts';
import { problem } from '../../../src-shared/contract/problem.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { type RememberedForm, useRemember, useRemembered } from '../../app/remembered.ts';
import { isTextField } from '../../components/focus.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { CopyOnlyHint } from './copy-only-hint.tsx';
import { Hits } from './hits.tsx';
import { type Lookup, useLookup } from './lookup.ts';
import { PersonDetail } from './person-detail.tsx';
import { noSearchFields, queryOf, SearchForm, type SearchFields } from './search-form.tsx';

/** 照会: who is it, which doses does VRS have. */
export function PeopleScreen() {
  const remembered = useRemembered('people');
  const lookup = useLookup();
  const [fields, setFields] = useState(() => fieldsBeforeLock(remembered));
  const textField = useRef<HTMLInputElement>(null);
  const reasonField = useRef<HTMLInputElement>(null);
  const answer = useRef<HTMLDivElement>(null);

  useRemember('people', {
    reason: fields.reason ?? '',
    note: fields.note,
    text: fields.text,
    birthDate: fields.birthDate,
    view: lookup.view,
    opened: lookup.opened ?? '',
  });
  useReturnAfterLock(remembered, fields, lookup);

  const focusSearch = (): void => {
    textField.current?.focus();
    textField.current?.select();
  };
  const isAtForm = lookup.view === 'nothing';
  const hasReason = fields.reason !== undefined;
  useEffect(() => {
    if (isAtForm) (hasReason ? textField : reasonField).current?.focus();
    // Only on arrival: choosing a reason or going back moves the focus by itself.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const back = (): void => {
    if (lookup.view === 'hits' || (lookup.found?.hits.length ?? 0) < 2) focusSearch();
    lookup.back();
  };

  /** Esc goes back one step; a digit outside the fields is a scanner, or somebody who begins a new search. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && !isAtForm) back();
    else if (/^[0-9]$/.test(event.key) && !isTextField(event.target)) {
      setFields({ ...fields, birthDate: '' });
      focusSearch();
    }
  };

  return (
    // Not a control by itself: it hears the keys of what is inside it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKeyDown} className="flex min-h-full flex-col">
      <div className="border-b border-solid-gray-300 bg-solid-gray-50 px-6 py-2">
        <h1 className="sr-only">照会</h1>
        <SearchForm
          fields={fields}
          onChange={setFields}
          onSearch={(query) => void lookup.search(query)}
          onProblem={lookup.fail}
          textField={textField}
          reasonField={reasonField}
        />
      </div>
      <div ref={answer} tabIndex={-1} className="flex grow flex-col gap-4 px-6 py-4">
        <CopyOnlyHint />
        <ProblemMessage problem={lookup.problem} />
        <Waiting
          busy={lookup.busy === 'searching' || lookup.busy === 'opening'}
          lines={lookup.busy === 'opening' ? 5 : 8}
        />
        <Answer
          lookup={lookup}
          fields={fields}
          onBack={back}
          // The row that was picked goes away before the person is there: keys must not fall in between.
          onPicked={() => answer.current?.focus()}
        />
        {isAtForm && lookup.busy === undefined && !lookup.problem && <HowTo />}
      </div>
    </div>
  );
}

interface AnswerProps {
  readonly lookup: Lookup;
  readonly fields: SearchFields;
  readonly onBack: () => void;
  readonly onPicked: () => void;
}

function Answer({ lookup, fields, onBack, onPicked }: AnswerProps) {
  /** Every look at somebody has its reason: the one that is chosen now. */
  const withReason = (look: (reason: LookupReason) => Promise<void>): void => {
    const reason = reasonOf(fields);
    if (reason) void look(reason);
    else lookup.fail(problem(fields.reason === undefined ? 'reason-missing' : 'reason-note-missing'));
  };
  if (lookup.view === 'person' && lookup.person) {
    const { addresseeNumber } = lookup.person.person;
    return (
      <PersonDetail
        key={addresseeNumber}
        view={lookup.person}
        backTo={(lookup.found?.hits.length ?? 0) > 1 ? '検索結果' : '検索'}
        onBack={onBack}
        onRefresh={() => withReason((reason) => lookup.open(reason, addresseeNumber, true))}
        isRefreshing={lookup.busy === 'refreshing'}
      />
    );
  }
  const { found, query } = lookup;
  if (lookup.view !== 'hits' || !found || !query) return null;
  return (
    <Hits
      key={lookup.searches}
      found={found}
      startAt={lookup.opened}
      onPick={(hit) => {
        onPicked();
        withReason((reason) => lookup.open(reason, hit.addresseeNumber));
      }}
      onRefresh={() => withReason((reason) => lookup.search({ ...query, reason }, true))}
      isRefreshing={lookup.busy === 'refreshing'}
    />
  );
}

/** What a newcomer needs to know before the first search. */
function HowTo() {
  const steps = [
    '処理事由を選びます。変えるまで続き、照会の記録に残ります。',
    '券番号（10桁）、OCRライン（18桁）、宛名番号、氏名、カナのどれかを入力して Enter を押します。接種券の読取装置も使えます。',
    '見つかった人を ↑↓ と Enter で選びます。一人だけのときは、そのまま開きます。Esc で戻ります。',
  ];
  return (
    <div className="max-w-[48rem] text-std-16N-170 text-solid-gray-700">
      <ol className="list-decimal pl-6">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className="mt-2">照会しても、登録内容は変わりません。</p>
    </div>
  );
}

function reasonOf(fields: SearchFields): LookupReason | undefined {
  const { reason, note } = fields;
  if (reason === undefined || (reason === 'other' && note.trim() === '')) return undefined;
  return { code: reason, note: reason === 'other' ? note.trim() : '' };
}

function fieldsBeforeLock(form: RememberedForm | undefined): SearchFields {
  const codes = Object.keys(lookupReasons) as LookupReason['code'][];
  return {
    ...noSearchFields,
    reason: codes.find((code) => code === form?.['reason']),
    note: form?.['note'] ?? '',
    text: form?.['text'] ?? '',
    birthDate: form?.['birthDate'] ?? '',
  };
}

/** After the lock the same screen comes back: by asking afresh, because nothing was kept. */
function useReturnAfterLock(form: RememberedForm | undefined, fields: SearchFields, lookup: Lookup): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || !form) return;
    isDone.current = true;
    const reason = reasonOf(fields);
    const opened = AddresseeNumber.safeParse(form['opened']);
    const checked = queryOf(fields);
    if (form['view'] === 'person' && reason && opened.success) void lookup.open(reason, opened.data);
    else if (form['view'] === 'hits' && 'query' in checked) void lookup.search(checked.query);
  });
}
