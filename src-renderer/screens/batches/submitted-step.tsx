import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useNow } from '../../app/now.tsx';
import { BatchFacts } from '../../components/batch-facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { dayAndTime } from '../../wording/dates.ts';

/** Step 4, after the application: it waits, under its fingerprint. */
export function SubmittedStep({ batch }: { readonly batch: Batch }) {
  const now = useNow();
  return (
    <section aria-label="申請" className="flex flex-col gap-4">
      {batch.state === 'submitted' ? (
        <Notice kind="success" announced="politely" title="申請しました。承認待ちです">
          <p>
            自分以外の運用責任者かシステム管理者が承認すると、VRSの登録内容が変わります。
            {dayAndTime(batch.expiresAt, now)} までに承認されないと、申請は期限切れになります。
          </p>
        </Notice>
      ) : (
        <Notice kind="information">この申請の結果は「5 結果」にあります。</Notice>
      )}
      <BatchFacts batch={batch} />
    </section>
  );
}
