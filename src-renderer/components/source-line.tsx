import type { AnswerSource } from '../../src-shared/contract/people.ts';
import { useNow } from '../app/now.tsx';
import { dayAndTime, timeOrDay } from '../wording/dates.ts';
import { Button } from './button.tsx';

interface SourceLineProps {
  readonly source: AnswerSource;
  readonly onRefresh: () => void;
  readonly isRefreshing: boolean;
}

/** Where an answer comes from and how old it is, with the way to a newer one. */
export function SourceLine({ source, onRefresh, isRefreshing }: SourceLineProps) {
  const now = useNow();
  const words =
    source.from === 'vrs'
      ? `VRSから取得 ${timeOrDay(source.asOf, now)}`
      : `端末内の写し ${dayAndTime(source.asOf, now)} 時点`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <output className="text-dns-16N-130 text-solid-gray-700">
        {isRefreshing ? 'VRSに確認しています…' : words}
      </output>
      <Button size="small" isDisabled={isRefreshing} onPress={onRefresh}>
        VRSで最新を確認
      </Button>
    </div>
  );
}
