import { useEffect, useState } from 'react';

export type Patience = 'quick' | 'noticed' | 'slow';

/** Nothing is shown for answers that are faster than the eye; after two seconds the wait gets a sentence. In milliseconds. */
const NOTICED = 150;
const SLOW = 2000;

/** How long something has been under way, in the three steps that a person feels. */
export function usePatience(busy: boolean): Patience {
  const [patience, setPatience] = useState<Patience>('quick');
  useEffect(() => {
    if (!busy) return undefined;
    const timers = [
      setTimeout(() => setPatience('noticed'), NOTICED),
      setTimeout(() => setPatience('slow'), SLOW),
    ];
    return () => {
      for (const timer of timers) clearTimeout(timer);
      setPatience('quick');
    };
  }, [busy]);
  return busy ? patience : 'quick';
}

interface WaitingProps {
  readonly busy: boolean;
  /** What is awaited, for instance VRS; the slow sentence names it. */
  readonly from?: string;
  /** Grey lines that hold the place of what will come. */
  readonly lines?: number;
}

/** The place of an answer that is on its way. */
export function Waiting({ busy, from = 'VRS', lines = 0 }: WaitingProps) {
  const patience = usePatience(busy);
  if (patience === 'quick') return null;
  return (
    <div>
      <output className="block min-h-7 text-std-16N-170 text-solid-gray-700">
        {patience === 'slow'
          ? `${from}からの返事に時間がかかっています。このままお待ちください。`
          : '読み込んでいます…'}
      </output>
      <div aria-hidden="true" className="flex flex-col gap-5 pt-3">
        {Array.from({ length: lines }, (_, line) => (
          <div key={line} className="skeleton h-5" />
        ))}
      </div>
    </div>
  );
}
