import { useRef } from 'react';

import { batchStateNames } from '../../../src-shared/contract/batches.ts';
import type { BatchId } from '../../../src-shared/domain/identifiers.ts';
import { useAnswer } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Icon } from '../../components/icon.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { PrintReceipt, ReceiptSheet } from '../../components/receipt.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { batchStateTones } from '../../wording/batches.ts';

interface DecidedPageProps {
  readonly batchId: BatchId;
  readonly onBack: () => void;
}

/** An application that was decided: its receipt. */
export function DecidedPage({ batchId, onBack }: DecidedPageProps) {
  const answer = useAnswer('approvals.receipt', { batchId });
  const { value, busy } = answer;
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  return (
    <div className="flex flex-col gap-4 px-6 py-4">
      <div className="-my-1 -ml-3">
        <Button size="small" look="plain" onPress={onBack}>
          <Icon name="back" className="size-4" />
          一覧に戻る（Esc）
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <h1 ref={heading} tabIndex={-1} className="text-std-24B-150">
          {value ? `${value.batch.maker.name}さんの申請：${value.batch.fileName}` : '終わった申請'}
        </h1>
        {value && (
          <Badge tone={batchStateTones[value.batch.state]}>{batchStateNames[value.batch.state]}</Badge>
        )}
      </div>
      <ReadProblem of={answer} />
      <Waiting busy={busy && !value} lines={6} />
      {value && (
        <>
          <div>
            <PrintReceipt receipt={value} />
          </div>
          <section
            aria-label="受領書"
            className="max-w-[60rem] rounded-8 border border-solid-gray-420 bg-white p-6"
          >
            <ReceiptSheet receipt={value} />
          </section>
        </>
      )}
    </div>
  );
}
