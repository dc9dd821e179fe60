import { type FormEvent, useRef, useState } from 'react';

import type { SessionView } from '../../src-shared/contract/session.ts';
import type { UserId } from '../../src-shared/domain/identifiers.ts';
import { passwordRule } from '../../src-shared/vrs-api/session.ts';
import { Button } from '../components/button.tsx';
import { TrainingFill } from '../components/credential-fields.tsx';
import { useFocusOnArrival } from '../components/focus.ts';
import { Icon } from '../components/icon.tsx';
import { ProblemMessage } from '../components/problem-message.tsx';
import { TextField } from '../components/text-field.tsx';
import { Waiting } from '../components/waiting.tsx';
import { useAct } from './calls.ts';

interface PasswordChangeProps {
  readonly userId: UserId;
  readonly onChanged: (session: SessionView) => void;
  readonly onCancel: () => void;
  readonly cancelLabel: string;
}

const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/];

/** The form of パスワードの変更, with the rules ticked off while one types. */
export function PasswordChange({ userId, onChanged, onCancel, cancelLabel }: PasswordChangeProps) {
  const change = useAct('session.changePassword');
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [repeated, setRepeated] = useState('');
  const [mismatch, setMismatch] = useState(false);
  const currentField = useRef<HTMLInputElement>(null);
  const repeatedField = useRef<HTMLInputElement>(null);
  useFocusOnArrival(currentField);

  const kindsUsed = kinds.filter((kind) => kind.test(wanted)).length;
  const rules = [
    { met: wanted.length >= passwordRule.minimumLength, text: `${passwordRule.minimumLength}文字以上` },
    {
      met: kindsUsed >= passwordRule.kinds,
      text: `英大文字・英小文字・数字・記号のうち${passwordRule.kinds}種類以上（今は${kindsUsed}種類）`,
    },
    {
      met: wanted !== '' && !wanted.toLowerCase().includes(userId.toLowerCase()),
      text: '利用者IDを含まない',
    },
  ];
  const isReady = current !== '' && rules.every((rule) => rule.met) && repeated !== '';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady || change.busy) return;
    setMismatch(wanted !== repeated);
    if (wanted !== repeated) {
      repeatedField.current?.focus();
      return;
    }
    const outcome = await change.run({ currentPassword: current, newPassword: wanted });
    setCurrent('');
    setWanted('');
    setRepeated('');
    if (outcome.ok) onChanged(outcome.value);
    else currentField.current?.focus();
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label="現在のパスワード"
        type="password"
        maxLength={128}
        value={current}
        onChange={setCurrent}
        inputRef={currentField}
      />
      <TextField
        label="新しいパスワード"
        type="password"
        maxLength={128}
        value={wanted}
        onChange={setWanted}
        below={
          <ul className="mt-1 flex flex-col gap-0.5 text-dns-14N-130">
            {rules.map((rule) => (
              <li key={rule.text} className="flex items-center gap-1.5">
                <Icon
                  name={rule.met ? 'success' : 'information'}
                  className={`size-5 ${rule.met ? 'text-success-2' : 'text-solid-gray-536'}`}
                />
                {rule.text}
                <span className="sr-only">{rule.met ? '：できています' : '：まだです'}</span>
              </li>
            ))}
            <li className="pl-6.5">最近使った{passwordRule.history}つのパスワードは使えません</li>
          </ul>
        }
      />
      <TextField
        label="新しいパスワード（確認）"
        type="password"
        maxLength={128}
        value={repeated}
        onChange={(text) => {
          setRepeated(text);
          setMismatch(false);
        }}
        error={mismatch ? '新しいパスワードと一致しません。同じものをもう一度入力してください。' : undefined}
        inputRef={repeatedField}
      />
      <TrainingFill userId={userId} onFilled={({ password }) => setCurrent(password)} />
      <ProblemMessage problem={change.problem} />
      <Waiting busy={change.busy} />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" size="large" type="submit" isDisabled={!isReady}>
          変更する
        </Button>
        <Button look="plain" size="large" onPress={onCancel}>
          {cancelLabel}
        </Button>
      </div>
    </form>
  );
}
