import { type FormEvent, useState } from 'react';

import type { ReviewMark } from '../../../../src-shared/contract/log-review.ts';
import { AddresseeNumber } from '../../../../src-shared/domain/identifiers.ts';
import { useAct, useAnswer, useForget } from '../../../app/calls.ts';
import { useSignedIn } from '../../../app/signed-in.ts';
import { Button } from '../../../components/button.tsx';
import { PagedTable } from '../../../components/paged-table.tsx';
import { usePages } from '../../../components/pager.tsx';
import { ProblemMessage } from '../../../components/problem-message.tsx';
import type { Column } from '../../../components/table.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { Waiting } from '../../../components/waiting.tsx';
import { exactTime } from '../../../wording/dates.ts';
import { personName, staffName } from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';

const columns: readonly Column<ReviewMark>[] = [
  { id: 'person', title: '印のある人', isRowHeader: true, cell: ({ person }) => personName(person) },
  { id: 'reason', title: '理由', cell: ({ reason }) => reason },
  { id: 'by', title: '付けた人', className: 'whitespace-nowrap', cell: ({ by }) => staffName(by) },
  { id: 'at', title: '付けた日時', className: 'whitespace-nowrap', cell: ({ at }) => exactTime(at) },
];

/** 要注意の印: people whose look-ups are always looked at. */
export function Marks() {
  const { user } = useSignedIn();
  const [version, setVersion] = useState(0);
  const pages = usePages(0);
  const marks = useAnswer(
    'review.marks',
    { offset: pages.cursor, limit: 50 },
    { keepsLast: true, asOf: String(version) },
  );
  return (
    <section aria-labelledby="marks" className="flex flex-col gap-3">
      <h2 id="marks" className="text-std-18B-160">
        要注意の印{marks.value && `（${count(marks.value.total)}人）`}
      </h2>
      <p>
        印のある人の記録を見ると、説明できる照会でも、週次点検に必ず挙がります。印は照会の画面には出ません。付け外しは操作ログに残ります。
      </p>
      {user.role === 'supervisor' ? (
        <MarkForm onChanged={() => setVersion((before) => before + 1)} />
      ) : (
        <p>印を付け外しするのは運用責任者です。</p>
      )}
      <PagedTable
        of={marks}
        pages={pages}
        rows={(value) => value.marks}
        label="要注意の印のある人"
        columns={columns}
        keyOf={({ person }) => person.addresseeNumber ?? ''}
        empty="印のある人はいません"
        from="操作ログ"
      />
    </section>
  );
}

function MarkForm({ onChanged }: { readonly onChanged: () => void }) {
  const mark = useAct('review.mark');
  const forget = useForget();
  const [number, setNumber] = useState('');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState<{ readonly number?: string; readonly note?: string }>({});

  const submit = async (marked: boolean): Promise<void> => {
    const parsed = AddresseeNumber.safeParse(number.normalize('NFKC').trim());
    const isReasonGiven = note.trim() !== '';
    setErrors({
      ...(parsed.success ? {} : { number: '宛名番号を英数字15文字までで入力してください。' }),
      ...(isReasonGiven ? {} : { note: '理由を入力してください。' }),
    });
    if (!parsed.success || !isReasonGiven) return;
    const done = await mark.run({ addresseeNumber: parsed.data, marked, note });
    if (!done.ok) return;
    setNumber('');
    setNote('');
    // Weeks were looked through again with it.
    forget('review.week');
    forget('review.findings');
    onChanged();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit(true);
  };
  return (
    <form noValidate aria-label="要注意の印" onSubmit={onSubmit} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-3">
        <TextField
          label="宛名番号"
          maxLength={20}
          value={number}
          onChange={setNumber}
          error={errors.number}
          className="w-48"
        />
        <TextField
          label="理由"
          maxLength={200}
          value={note}
          onChange={setNote}
          error={errors.note}
          className="min-w-80 grow"
        />
        <div className="flex gap-2 desk:mt-8">
          <Button look="primary" type="submit" size="field" isDisabled={mark.busy}>
            印を付ける
          </Button>
          <Button size="field" isDisabled={mark.busy} onPress={() => void submit(false)}>
            印を外す
          </Button>
        </div>
      </div>
      <ProblemMessage problem={mark.problem} />
      <Waiting busy={mark.busy} />
    </form>
  );
}
