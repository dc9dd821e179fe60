import { type ReactNode, useRef } from 'react';

import { timestampOf } from '../../../src-shared/domain/clock.ts';
import type { AuthorityApplicationId } from '../../../src-shared/domain/identifiers.ts';
import { roleNames } from '../../../src-shared/domain/roles.ts';
import type { FirstCredentials } from '../../../src-shared/vrs-api/authorities.ts';
import type { UserEntry } from '../../../src-shared/vrs-api/users.ts';
import { useNow } from '../../app/now.tsx';
import { Button } from '../../components/button.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { PrintPage, usePrinting } from '../../components/print-page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { SheetHead, type SheetLine, SheetLines } from '../../components/sheet.tsx';
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
  const now = useNow();
  const lines: readonly SheetLine[] = [
    ['利用者ID', typed(entry.userId)],
    ['氏名', entry.name],
    ['所属・役割', `${entry.department}　${roleNames[entry.role]}`],
    ['利用期間', periodOf(entry)],
    ['最初のパスワード', typed(credentials.initialPassword)],
    ['認証アプリの鍵', typed(inGroups(credentials.oneTimePasswordSecret))],
  ];
  return (
    <>
      <SheetHead title="利用者ID 引き渡し票" at={timestampOf(now)} done="発行" />
      <SheetLines label="引き渡し票" lines={lines} />
      <ol className="mt-3 list-decimal pl-6 text-dns-14N-130">
        <li>認証アプリに、上の鍵を「時刻ベース・6桁・30秒」で登録します（空白は入れません）。</li>
        <li>利用者IDと最初のパスワード、認証アプリの6桁の数字でサインインします。</li>
        <li>すぐに、自分だけが知っているパスワードに変更します。</li>
        <li>登録が済んだら、この票を裁断します。写しを取ったり、メールで送ったりしません。</li>
      </ol>
    </>
  );
}

/** Read off the paper, letter by letter. */
function typed(text: string): ReactNode {
  return <span className="font-mono text-std-18B-160">{text}</span>;
}

/** Four letters at a time, so that they can be typed without losing the place. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
