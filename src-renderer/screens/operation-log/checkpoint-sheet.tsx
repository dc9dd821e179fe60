import type { ReactNode } from 'react';

import type { ChainState } from '../../../src-shared/contract/operation-log.ts';
import { timestampOf } from '../../../src-shared/domain/clock.ts';
import { formatJapaneseDate } from '../../../src-shared/domain/dates/eras.ts';
import { IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { useNow } from '../../app/now.tsx';
import { useWorkstation } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { PrintPage, usePrinting } from '../../components/print-page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { SheetHead, type SheetLine, SheetLines } from '../../components/sheet.tsx';
import { exactTime } from '../../wording/dates.ts';
import { count, fingerprintGroups } from '../../wording/numbers.ts';

type Checkpoint = NonNullable<ChainState['checkpoints']['newest']>;

/** Puts the newest signed checkpoint on paper: a copy outside the terminal that nobody can set back. SECURITY: P7 */
export function PrintCheckpoint({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  const { isPrinting, problem, begin, ended } = usePrinting();
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button isDisabled={isPrinting} onPress={begin}>
          署名点を印刷
        </Button>
      </div>
      <ProblemMessage problem={problem} />
      {isPrinting && (
        <PrintPage sheet="checkpoint" about={String(checkpoint.sequence)} onEnded={ended}>
          <Sheet checkpoint={checkpoint} />
        </PrintPage>
      )}
    </div>
  );
}

function Sheet({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  const { profile } = useWorkstation();
  const now = useNow();
  const lines: readonly SheetLine[] = [
    ['端末', profile.workstation],
    ['署名した日時', exactTime(checkpoint.time)],
    ['日（日本）', formatJapaneseDate(IsoDate.parse(checkpoint.day))],
    ['この日の記録', `${count(checkpoint.first)} 番から ${count(checkpoint.sequence)} 番まで`],
    ['最後の記録のハッシュ', grouped(checkpoint.hash)],
    ['日の木の根', grouped(checkpoint.root)],
    ['鍵の指紋', grouped(checkpoint.keyId)],
    ['署名（Ed25519）', mono(checkpoint.signature)],
    ['検証に渡す値（--head）', mono(`${checkpoint.sequence}:${checkpoint.hash}`)],
  ];
  return (
    <>
      <SheetHead title="操作ログの署名点" at={timestampOf(now)} done="印刷" />
      <SheetLines lines={lines} />
      <p className="mt-4">
        この紙を端末の外に保管してください。次に検証するとき「npm run verify-log -- フォルダー --head
        番号:ハッシュ値」に上の値を渡すと、ここまでの記録が変わっていないことを確かめられます。
      </p>
      <p className="mt-8">
        確認した人（署名）：＿＿＿＿＿＿＿＿＿＿＿＿＿＿　　保管した場所：＿＿＿＿＿＿＿＿＿＿＿＿＿＿
      </p>
    </>
  );
}

function grouped(hash: string): ReactNode {
  return mono(fingerprintGroups(hash).join(' '));
}

function mono(text: string): ReactNode {
  return <span className="font-mono">{text}</span>;
}
