import { useId } from 'react';

import type { TrainingAccount } from '../../src-shared/contract/session.ts';
import { roleNames } from '../../src-shared/domain/roles.ts';
import type { Credentials } from '../components/credential-fields.tsx';
import { Button } from '../components/button.tsx';
import { ProblemMessage } from '../components/problem-message.tsx';
import { ReadProblem } from '../components/read-problem.tsx';
import { Waiting } from '../components/waiting.tsx';
import { useAct, useAnswer } from './calls.ts';

interface TrainingAccountsProps {
  readonly onFilled: (userId: string, credentials: Credentials) => void;
}

/** The made-up people of the training VRS: a newcomer picks one and is inside. */
export function TrainingAccounts({ onFilled }: TrainingAccountsProps) {
  const accounts = useAnswer('session.trainingAccounts', {});
  const credentials = useAct('session.trainingCredentials');
  const headingId = useId();

  const fill = async (account: TrainingAccount): Promise<void> => {
    const filled = await credentials.run({ userId: account.userId });
    if (!filled.ok) return;
    const { userId, password, oneTimePassword } = filled.value;
    onFilled(userId, { password, oneTimePassword });
  };

  return (
    <section aria-labelledby={headingId} className="flex flex-col gap-3">
      <h2 id={headingId} className="text-std-20B-150">
        研修用の利用者
      </h2>
      <p className="text-std-16N-170">
        全員、架空の人物です。<b>この利用者で入力</b> を押し、続けて <b>サインイン</b> を押すと始められます。
      </p>
      <ProblemMessage problem={credentials.problem} />
      <ReadProblem of={accounts} />
      <Waiting busy={accounts.busy} from="研修用のVRS" lines={5} />
      {accounts.value && (
        <table className="w-full border-y border-solid-gray-420">
          <caption className="sr-only">研修用の利用者の一覧</caption>
          <thead className="bg-solid-gray-50 text-left text-dns-14B-130">
            <tr>
              <th scope="col" className="p-2">
                利用者ID
              </th>
              <th scope="col" className="p-2">
                氏名・役割
              </th>
              <th scope="col" className="p-2">
                できること
              </th>
              <th scope="col" className="p-2">
                <span className="sr-only">入力</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {accounts.value.accounts.map((account) => (
              <tr key={account.userId} className="border-t border-solid-gray-200">
                <th scope="row" className="p-2 text-left text-oln-16B-100 whitespace-nowrap">
                  {account.userId}
                </th>
                <td className="p-2 text-dns-16N-130">
                  <span className="block">{account.name}</span>
                  <span className="block text-dns-14N-130 whitespace-nowrap text-solid-gray-700">
                    {roleNames[account.role]}
                  </span>
                </td>
                <td className="p-2 text-dns-14N-130">{account.purpose}</td>
                <td className="p-2 text-right">
                  <Button size="small" onPress={() => void fill(account)}>
                    この利用者で入力
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
