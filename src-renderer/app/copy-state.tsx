import type { CacheState } from '../../src-shared/contract/session.ts';
import { Meter } from '../components/meter.tsx';
import { dayAndTime } from '../wording/dates.ts';
import { count } from '../wording/numbers.ts';
import { useNow } from './now.tsx';
import { useWorkstation } from './workstation.tsx';

const unavailable: Readonly<Record<Extract<CacheState, { state: 'unavailable' }>['code'], string>> = {
  disk: '空き容量などの問題で開けません',
  version: '新しい版のアプリが作ったため開けません',
};

/** 端末内の写し: how many people it has and how old it is, small and out of the way. */
export function CopyState() {
  const { cache } = useWorkstation();
  const now = useNow();
  if (cache.state === 'closed') return null;
  return (
    <section aria-label="端末内の写し" className="p-3 text-dns-14N-130 text-solid-gray-700 narrow:pt-0">
      <h2 className="text-dns-14B-130">端末内の写し</h2>
      {cache.state === 'filling' && (
        <>
          <p>
            VRSから取得中 {count(cache.done)} / {count(cache.total)}人
          </p>
          <Meter label="写しの取得" done={cache.done} total={cache.total} isSlim />
          <p>取得中も照会できます。</p>
        </>
      )}
      {cache.state === 'ready' && (
        <p>
          {count(cache.people)}人<span className="block">{dayAndTime(cache.asOf, now)} 時点</span>
        </p>
      )}
      {cache.state === 'unavailable' && (
        <p className="text-error-2">使えません（{unavailable[cache.code]}）。照会はVRSに直接行います。</p>
      )}
    </section>
  );
}
