import { type SelfCheck, selfCheckItemNames } from '../../../src-shared/contract/workstation.ts';
import { useAct } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { Badge, type BadgeTone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { timeOrDay } from '../../wording/dates.ts';
import { Card } from './card.tsx';

const results: Readonly<Record<SelfCheck['items'][number]['result'], { name: string; tone: BadgeTone }>> = {
  passed: { name: '通りました', tone: 'green' },
  failed: { name: '通りません', tone: 'solidRed' },
  'not-checked': { name: '確かめません', tone: 'gray' },
};

/** The same list as `workstation --self-check`: each item says what was found and, where it failed, what to do. */
export function SelfCheckCard() {
  const now = useNow();
  const check = useAct('workstation.selfCheck');
  return (
    <Card title="自己点検">
      <p className="text-std-16N-170">
        通信、証明書、時計、資格情報ストア、ディスク、権限、書体、版を、この端末で確かめます。点検したことは記録に残ります。
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Button isDisabled={check.busy} onPress={() => void check.run({})}>
          自己点検
        </Button>
        <Waiting busy={check.busy} />
      </div>
      <ProblemMessage problem={check.problem} />
      {check.value && (
        <div>
          <output className="block text-dns-14N-130 text-solid-gray-700">
            {timeOrDay(check.value.at, now)} の結果：
            {check.value.items.some(({ result }) => result === 'failed')
              ? '通らなかった項目があります'
              : 'すべて通りました'}
          </output>
          <ul aria-label="自己点検の結果" className="mt-1">
            {check.value.items.map(({ item, result, sentence }) => (
              <li key={item} className="flex gap-3 border-t border-solid-gray-200 py-2 first:border-t-0">
                <span className="w-28 shrink-0">
                  <Badge tone={results[result].tone}>{results[result].name}</Badge>
                </span>
                <p className="min-w-0">
                  <b>{selfCheckItemNames[item]}</b>
                  <span className={`block ${result === 'failed' ? 'text-red-900' : 'text-solid-gray-700'}`}>
                    {sentence}
                  </span>
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}
