import { type FormEvent, useState } from 'react';

import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/text-field.tsx';

interface GoToLineDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onLine: (line: number) => void;
}

/** 行へ移動: the number as a spreadsheet shows it, in whatever width it is typed. */
export function GoToLineDialog({ isOpen, onClose, onLine }: GoToLineDialogProps) {
  const [typed, setTyped] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const line = Number(/^[0-9]{1,9}$/.exec(typed.normalize('NFKC').replaceAll(/[\s,]/g, ''))?.[0] ?? 0);
    setIsWrong(line < 1);
    if (line < 1) return;
    onLine(line);
    setTyped('');
  };
  return (
    <Dialog title="行へ移動" isOpen={isOpen} onClose={onClose}>
      <form onSubmit={go} noValidate className="flex flex-col gap-4">
        <TextField
          label="行の番号"
          hint="表計算ソフトで開いたときの番号（見出しが1行目）"
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
          maxLength={12}
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          error={isWrong ? '行の番号を数字で入力してください（例：1250）。' : undefined}
        />
        <div className="flex flex-wrap gap-3">
          <Button look="primary" type="submit">
            移動する
          </Button>
          <Button look="plain" onPress={onClose}>
            戻る
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
