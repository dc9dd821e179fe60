import { useNow } from '../../app/now.tsx';
import { useWorkstation } from '../../app/workstation.tsx';
import { Notice } from '../../components/notice.tsx';
import { dayAndTime } from '../../wording/dates.ts';

/** VRS is out of reach: what still works, and how old it is. */
export function CopyOnlyHint() {
  const { connection, cache } = useWorkstation();
  const now = useNow();
  if (connection !== 'no-answer') return null;
  return cache.state === 'ready' ? (
    <Notice kind="caution" announced="politely">
      VRSから返事がありません。端末内の写し（{dayAndTime(cache.asOf, now)}{' '}
      時点）で照会できます。それより後の登録は表示されません。
    </Notice>
  ) : (
    <Notice kind="error" announced="politely">
      VRSから返事がなく、端末内の写しもそろっていないため、今は照会できないことがあります。続くときは端末管理者に連絡してください。
    </Notice>
  );
}
