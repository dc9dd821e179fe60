import type { Ref } from 'react';

import type { UserId } from '../../src-shared/domain/identifiers.ts';
import { useAct } from '../app/calls.ts';
import { useWorkstation } from '../app/workstation.tsx';
import { Button } from './button.tsx';
import { ProblemMessage } from './problem-message.tsx';
import { TextField } from './text-field.tsx';

export interface Credentials {
  readonly password: string;
  readonly oneTimePassword: string;
}

export const noCredentials: Credentials = { password: '', oneTimePassword: '' };

export type CredentialErrors = Readonly<Partial<Record<keyof Credentials, string>>>;

/** Full-width digits and blanks are what a hurried hand types; they are no reason to refuse. */
export function tidied(credentials: Credentials): Credentials {
  return {
    password: credentials.password,
    oneTimePassword: credentials.oneTimePassword.normalize('NFKC').replaceAll(/\s/g, ''),
  };
}

/** What is missing, before anything is sent. Undefined where nothing is. */
export function missingIn(credentials: Credentials): CredentialErrors | undefined {
  const errors = {
    ...(credentials.password === '' ? { password: 'パスワードを入力してください。' } : {}),
    ...(/^[0-9]{6}$/.test(credentials.oneTimePassword)
      ? {}
      : { oneTimePassword: '認証アプリに表示されている6桁の数字を入力してください。' }),
  };
  return Object.keys(errors).length === 0 ? undefined : errors;
}

interface CredentialFieldsProps {
  readonly value: Credentials;
  readonly onChange: (value: Credentials) => void;
  readonly errors: CredentialErrors | undefined;
  readonly passwordRef?: Ref<HTMLInputElement>;
  readonly oneTimePasswordRef?: Ref<HTMLInputElement>;
}

/** パスワード and ワンタイムパスワード, the same wherever a person proves who they are. */
export function CredentialFields(props: CredentialFieldsProps) {
  const { value, onChange, errors, passwordRef, oneTimePasswordRef } = props;
  return (
    <>
      <TextField
        label="パスワード"
        type="password"
        maxLength={128}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
        error={errors?.password}
        {...(passwordRef ? { inputRef: passwordRef } : {})}
      />
      <TextField
        label="ワンタイムパスワード"
        hint="認証アプリの6桁の数字（30秒ごとに変わります）"
        inputMode="numeric"
        maxLength={12}
        value={value.oneTimePassword}
        onChange={(oneTimePassword) => onChange({ ...value, oneTimePassword })}
        error={errors?.oneTimePassword}
        {...(oneTimePasswordRef ? { inputRef: oneTimePasswordRef } : {})}
      />
    </>
  );
}

interface TrainingFillProps {
  readonly userId: UserId;
  readonly onFilled: (credentials: Credentials) => void;
  /** Told when they are asked for, and when they came or did not: until then nothing is to be submitted. */
  readonly onFilling?: (isFilling: boolean) => void;
}

/** In the training profile: fills both fields for the person at the screen. Nothing in production. */
export function TrainingFill({ userId, onFilled, onFilling }: TrainingFillProps) {
  const { profile } = useWorkstation();
  const credentials = useAct('session.trainingCredentials');
  if (profile.kind !== 'training') return null;
  const fill = async (): Promise<void> => {
    onFilling?.(true);
    const filled = await credentials.run({ userId });
    onFilling?.(false);
    if (!filled.ok) return;
    const { password, oneTimePassword } = filled.value;
    onFilled({ password, oneTimePassword });
  };
  return (
    <div className="flex flex-col gap-2 rounded-8 bg-yellow-50 p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-dns-14N-130">研修モード：{userId} のパスワードと今の数字</span>
        <Button size="small" onPress={() => void fill()}>
          この利用者で入力
        </Button>
      </div>
      <ProblemMessage problem={credentials.problem} />
    </div>
  );
}
