import { type FormEvent, useState } from 'react';

import type { RowFix } from '../../../../src-shared/contract/batch-rows.ts';
import { Button } from '../../../components/button.tsx';
import { RadioGroup } from '../../../components/choice.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Select } from '../../../components/select.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { count } from '../../../wording/numbers.ts';
import type { GridColumn } from './grid-columns.ts';

interface FixDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly columns: readonly GridColumn[];
  /** The column that has the focus: the one that is meant, mostly. */
  readonly startAt: GridColumn | undefined;
  /** Rows that the filter leaves. */
  readonly rows: number;
  readonly onFix: (fix: RowFix) => void;
}

const kinds = [
  { value: 'set', name: 'すべて同じ値にする' },
  { value: 'replace', name: '文字を置き換える' },
] as const;

/** まとめて直す: one column over all rows that the filter leaves. First what, then, with the number of rows, whether really. */
export function FixDialog({ isOpen, onClose, columns, startAt, rows, onFix }: FixDialogProps) {
  return (
    <Dialog title="まとめて直す" isOpen={isOpen} onClose={onClose}>
      {isOpen && (
        <FixForm
          columns={columns.filter(({ canEdit }) => canEdit)}
          startAt={startAt}
          rows={rows}
          onFix={onFix}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function FixForm({ columns, startAt, rows, onFix, onClose }: Omit<FixDialogProps, 'isOpen'>) {
  const [cell, setCell] = useState(startAt?.canEdit === true ? startAt.cell : (columns[0]?.cell ?? 0));
  const [kind, setKind] = useState<'set' | 'replace'>('set');
  const [text, setText] = useState('');
  const [from, setFrom] = useState('');
  const [lacks, setLacks] = useState(false);
  const [asked, setAsked] = useState<RowFix>();
  const name = columns.find((column) => column.cell === cell)?.name ?? '';

  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setLacks(kind === 'replace' && from === '');
    if (kind === 'replace' && from === '') return;
    setAsked(kind === 'set' ? { kind, cell, text } : { kind, cell, from, to: text });
  };

  if (asked) {
    return (
      <>
        <p className="text-std-16N-170">
          今の絞り込みの <b>{count(rows)}行</b> で、{wordsOf(asked, name)}。
        </p>
        <p className="text-std-16N-170">
          元の値はそれぞれの行に残り、「元に戻す」で取り消せます。ファイルとVRSの登録内容は変わりません。
        </p>
        <div className="flex flex-wrap gap-3">
          <Button look="primary" onPress={() => onFix(asked)}>
            {count(rows)}行を直す
          </Button>
          <Button look="plain" onPress={() => setAsked(undefined)}>
            戻る
          </Button>
        </div>
      </>
    );
  }
  return (
    <form onSubmit={ask} noValidate className="flex flex-col gap-4">
      <p className="text-std-16N-170">今の絞り込みの {count(rows)}行 が対象です。</p>
      <Select
        label="直す項目"
        options={columns.map((column) => ({ value: String(column.cell), name: column.name }))}
        value={String(cell)}
        onChange={(chosen) => setCell(Number(chosen))}
      />
      <RadioGroup label="直し方" options={kinds} value={kind} onChange={setKind} />
      {kind === 'replace' && (
        <TextField
          label="この文字を"
          maxLength={400}
          value={from}
          onChange={setFrom}
          error={lacks ? '置き換える前の文字を入力してください。' : undefined}
        />
      )}
      <TextField
        label={kind === 'set' ? '新しい値' : 'この文字にする'}
        hint="空白のままにすると、値を消します"
        maxLength={400}
        value={text}
        onChange={setText}
      />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" type="submit" isDisabled={rows === 0}>
          確かめる
        </Button>
        <Button look="plain" onPress={onClose}>
          戻る
        </Button>
      </div>
    </form>
  );
}

function wordsOf(fix: RowFix, name: string): string {
  switch (fix.kind) {
    case 'set':
      return fix.text === '' ? `「${name}」を空白にします` : `「${name}」をすべて「${fix.text}」にします`;
    case 'replace':
      return fix.to === ''
        ? `「${name}」の中の「${fix.from}」を消します`
        : `「${name}」の中の「${fix.from}」を「${fix.to}」に置き換えます`;
    case 'accept-proposals':
  }
  return '修正案を受け入れます';
}
