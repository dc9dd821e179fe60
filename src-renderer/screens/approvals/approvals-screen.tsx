import { type KeyboardEvent, useRef, useState } from 'react';

import { BatchId } from '../../../src-shared/domain/identifiers.ts';
import { useForget } from '../../app/calls.ts';
import { useRemember, useRemembered } from '../../app/remembered.ts';
import { isTextField } from '../../components/focus.ts';
import { ApprovalPage } from './approval-page.tsx';
import { DecidedList } from './decided-list.tsx';
import { DecidedPage } from './decided-page.tsx';
import { Inbox } from './inbox.tsx';

/** 承認: what waits, and what each would change. */
export function ApprovalsScreen() {
  const remembered = useRemembered('approvals');
  const [opened, setOpened] = useState<BatchId | undefined>(() => {
    const before = BatchId.safeParse(remembered?.['opened']);
    return before.success ? before.data : undefined;
  });
  const [decided, setDecided] = useState<BatchId>();
  const [last, setLast] = useState<BatchId>();
  const [reason, setReason] = useState(remembered?.['reason'] ?? '');
  useRemember('approvals', { opened: opened ?? '', reason });

  const forget = useForget();
  const root = useRef<HTMLDivElement>(null);
  const open = (batchId: BatchId): void => {
    // The row that was picked goes away before the batch is there: keys must not fall in between.
    root.current?.focus();
    forget('approvals.open', { batchId });
    forget('approvals.difference');
    forget('approvals.overview');
    setOpened(batchId);
    setLast(batchId);
    if (batchId !== last) setReason('');
  };
  const openDecided = (batchId: BatchId): void => {
    root.current?.focus();
    forget('approvals.receipt', { batchId });
    setDecided(batchId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isWriting = isTextField(event.target) || event.nativeEvent.isComposing;
    if (event.key !== 'Escape' || isWriting) return;
    setOpened(undefined);
    setDecided(undefined);
  };
  return (
    // Not a control by itself: it hears Esc from what is inside it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={root} tabIndex={-1} onKeyDown={onKeyDown} className="flex min-h-full flex-col">
      {decided !== undefined ? (
        <DecidedPage key={decided} batchId={decided} onBack={() => setDecided(undefined)} />
      ) : opened === undefined ? (
        <>
          <Inbox startAt={last} onOpen={open} />
          <DecidedList startAt={undefined} onOpen={openDecided} />
        </>
      ) : (
        <ApprovalPage
          key={opened}
          batchId={opened}
          reason={reason}
          onReason={setReason}
          onBack={() => setOpened(undefined)}
        />
      )}
    </div>
  );
}
