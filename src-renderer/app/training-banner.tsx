import { useWorkstation } from './workstation.tsx';

/** 研修モード, always there in the training profile and never in production. */
export function TrainingBanner() {
  const { profile, cache } = useWorkstation();
  if (profile.kind !== 'training') return null;
  const memoryOnly = (cache.state === 'ready' || cache.state === 'filling') && cache.memoryOnly;
  return (
    <aside
      aria-label="研修モード"
      className="flex flex-wrap items-center gap-x-3 bg-yellow-300 px-4 py-1 text-dns-14N-130 text-black"
    >
      <b className="text-dns-16B-130">研修モード</b>
      <span>架空の住民だけを使います。本物の記録には触れません。</span>
      {memoryOnly && <span>この端末では、写しをメモリーだけに置きます。アプリを閉じると消えます。</span>}
    </aside>
  );
}
