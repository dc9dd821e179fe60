import { useState } from 'react';

import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { slashed } from '../wording/dates.ts';
import { PasswordChange } from './password-change.tsx';
import type { SignedIn } from './signed-in.ts';
import { useTell } from './workstation.tsx';

/** Days before the end from which on a person is told. */
const NEAR = 14;

/** The password's end comes near: said once after the sign-in, with the way to change it. */
export function PasswordNotice({ session }: { readonly session: SignedIn }) {
  const tell = useTell();
  const [step, setStep] = useState<'told' | 'changing' | 'changed' | 'put-off'>('told');
  if (step === 'changed') {
    return (
      <div className="px-6 pt-4">
        <Notice kind="success" announced="politely">
          パスワードを変更しました。
        </Notice>
      </div>
    );
  }
  if (session.passwordDaysLeft > NEAR || step === 'put-off') return null;
  return (
    <div className="px-6 pt-4">
      <Notice kind="caution" title={`パスワードの有効期限まで、あと${session.passwordDaysLeft}日です`}>
        <p>{slashed(session.passwordExpiresOn)} を過ぎると、変更するまでほかの操作ができません。</p>
        <div className="mt-2 flex gap-3">
          <Button size="small" onPress={() => setStep('changing')}>
            パスワードの変更
          </Button>
          <Button size="small" look="plain" onPress={() => setStep('put-off')}>
            あとで
          </Button>
        </div>
      </Notice>
      <Dialog title="パスワードの変更" isOpen={step === 'changing'} onClose={() => setStep('told')}>
        <PasswordChange
          userId={session.user.userId}
          onChanged={(after) => {
            tell({ type: 'session', session: after });
            setStep('changed');
          }}
          onCancel={() => setStep('told')}
          cancelLabel="やめる"
        />
      </Dialog>
    </div>
  );
}
