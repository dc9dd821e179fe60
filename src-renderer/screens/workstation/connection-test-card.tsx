import type { Connection } from '../../../src-shared/contract/session.ts';
import type { ConnectionTest } from '../../../src-shared/contract/workstation.ts';
import { useAct } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { useWorkstation } from '../../app/workstation.tsx';
import { Badge, type BadgeTone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { timeOrDay } from '../../wording/dates.ts';
import { Card } from './card.tsx';

const connections: Readonly<Record<Connection, { name: string; tone: BadgeTone }>> = {
  unknown: { name: '確認中', tone: 'gray' },
  connected: { name: '接続中', tone: 'green' },
  'no-answer': { name: '応答なし', tone: 'solidRed' },
  busy: { name: '混雑', tone: 'orange' },
};

const stepNames: Readonly<Record<ConnectionTest['steps'][number]['step'], string>> = {
  reach: 'VRSに届く',
  certificate: 'VRSの証明書',
  'client-certificate': '端末の証明書',
  answer: 'VRSの返事',
  clock: '時計のずれ',
};

interface ConnectionTestCardProps {
  readonly origin: string;
}

/** Step by step from this terminal to VRS, so that the step that fails names what to look at. */
export function ConnectionTestCard({ origin }: ConnectionTestCardProps) {
  const now = useNow();
  // The frame's own, so that the two never say different things.
  const { connection } = useWorkstation();
  const test = useAct('workstation.testConnection');
  const { name, tone } = connections[connection];
  return (
    <Card title="VRSとの接続">
      <Facts>
        <Fact name="状態">
          <Badge tone={tone}>{name}</Badge>
        </Fact>
        <Fact name="接続先（ここにしかつながりません）">{origin}</Fact>
      </Facts>
      <div className="flex flex-wrap items-center gap-4">
        <Button look="primary" isDisabled={test.busy} onPress={() => void test.run({})}>
          接続試験
        </Button>
        <Waiting busy={test.busy} />
      </div>
      <ProblemMessage problem={test.problem} />
      {test.value && (
        <div>
          <output className="block text-dns-14N-130 text-solid-gray-700">
            {timeOrDay(test.value.at, now)} の結果：
            {test.value.steps.every((step) => step.passed)
              ? 'すべて通りました'
              : '通らなかった項目があります'}
          </output>
          <ol aria-label="接続試験の結果" className="mt-1">
            {test.value.steps.map((step) => (
              <li key={step.step} className="flex gap-2 border-t border-solid-gray-200 py-2 first:border-t-0">
                <Icon
                  name={step.passed ? 'success' : 'error'}
                  className={`size-6 ${step.passed ? 'text-success-2' : 'text-error-2'}`}
                />
                <p>
                  <b>{stepNames[step.step]}</b>
                  <span className="sr-only">{step.passed ? '：通りました。' : '：通りません。'}</span>
                  <span className={`block ${step.passed ? 'text-solid-gray-700' : 'text-red-900'}`}>
                    {step.detail}
                  </span>
                </p>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Card>
  );
}
