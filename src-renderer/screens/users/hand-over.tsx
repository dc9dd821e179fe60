import { useRef } from 'react';

import { timestampOf } from '../../../src-shared/domain/clock.ts';
import type { AuthorityApplicationId } from '../../../src-shared/domain/identifiers.ts';
import { roleNames } from '../../../src-shared/domain/roles.ts';
import type { FirstCredentials } from '../../../src-shared/vrs-api/authorities.ts';
import type { UserEntry } from '../../../src-shared/vrs-api/users.ts';
import { useNow } from '../../app/now.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { useWorkstation } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { PrintPage, usePrinting } from '../../components/print-page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { exactTime } from '../../wording/dates.ts';
import { periodOf } from '../../wording/users.ts';

interface HandOverProps {
  readonly applicationId: AuthorityApplicationId;
  readonly entry: UserEntry;
  readonly credentials: FirstCredentials;
  readonly onHandedOver: () => void;
}

/** 引き渡し票: what the user signs in with for the first time. It is seen here once, and kept nowhere. */
export function HandOver({ applicationId, entry, credentials, onHandedOver }: HandOverProps) {
  const { isPrinting, problem, begin, ended } = usePrinting();
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  const sheet = <Sheet entry={entry} credentials={credentials} />;
  return (
    <section
      aria-labelledby="hand-over"
      className="flex flex-col gap-3 rounded-8 border-2 border-warning-orange-2 bg-yellow-50 px-4 py-3"
    >
      <h2 id="hand-over" ref={heading} tabIndex={-1} className="text-std-20B-150">
        承認しました。引き渡し票を本人に渡してください
      </h2>
      <p className="text-std-16N-170">
        <b>この内容は、もう一度表示できません。</b>
        画面を閉じる・ほかの画面に移る・画面ロックのどれでも消えます。この端末にも操作ログにも残りません。失くしたときは「再発行・再開」を申請してください。
      </p>
      <div className="rounded-8 border border-solid-gray-420 bg-white p-4">{sheet}</div>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" isDisabled={isPrinting} onPress={begin}>
          引き渡し票を印刷
        </Button>
        <Button onPress={onHandedOver}>渡したので消す</Button>
      </div>
      <ProblemMessage problem={problem} />
      {isPrinting && (
        <PrintPage sheet="hand-over" about={applicationId} onEnded={ended}>
          {sheet}
        </PrintPage>
      )}
    </section>
  );
}

function Sheet({ entry, credentials }: Pick<HandOverProps, 'entry' | 'credentials'>) {
  const { profile } = useWorkstation();
  const { user } = useSignedIn();
  const now = useNow();
  const lines: readonly (readonly [string, string, boolean?])[] = [
    ['利用者ID', entry.userId, true],
    ['氏名', entry.name],
    ['所属・役割', `${entry.department}　${roleNames[entry.role]}`],
    ['利用期間', periodOf(entry)],
    ['最初のパスワード', credentials.initialPassword, true],
    ['認証アプリの鍵', inGroups(credentials.oneTimePasswordSecret), true],
  ];
  return (
    <>
      <header className="mb-3 flex flex-wrap items-end justify-between gap-4 border-b-2 border-solid-gray-900 pb-2">
        <h3 className="text-std-20B-150">利用者ID 引き渡し票</h3>
        <p className="text-right text-dns-14N-130">
          {profile.municipalityName}　接種記録ワークステーション
          <span className="block">
            {exactTime(timestampOf(now))}　{user.name} が発行
          </span>
        </p>
      </header>
      <table aria-label="引き渡し票" className="w-full border-collapse text-dns-16N-130">
        <tbody>
          {lines.map(([name, value, isTyped]) => (
            <tr key={name} className="border-b border-solid-gray-300">
              <th
                scope="row"
                className="w-44 py-1.5 pr-4 text-left align-top font-normal text-solid-gray-700"
              >
                {name}
              </th>
              <td className={`py-1.5 align-top break-all ${isTyped ? 'font-mono text-std-18B-160' : ''}`}>
                {value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ol className="mt-3 list-decimal pl-6 text-dns-14N-130">
        <li>認証アプリに、上の鍵を「時刻ベース・6桁・30秒」で登録します（空白は入れません）。</li>
        <li>利用者IDと最初のパスワード、認証アプリの6桁の数字でサインインします。</li>
        <li>すぐに、自分だけが知っているパスワードに変更します。</li>
        <li>登録が済んだら、この票を裁断します。写しを取ったり、メールで送ったりしません。</li>
      </ol>
    </>
  );
}

/** Four letters at a time, so that they can be typed without losing the place. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
