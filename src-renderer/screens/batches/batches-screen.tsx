import { type KeyboardEvent, useCallback, useRef, useState } from 'react';

import type { DraftId } from '../../../src-shared/contract/batches.ts';
import { isTextField } from '../../components/focus.ts';
import { useForget } from '../../app/calls.ts';
import { useRemember, useRemembered } from '../../app/remembered.ts';
import { type BatchForm, emptyForm, fromRemembered, toRemember } from './batch-form.ts';
import { ChooseStep } from './choose-step.tsx';
import { DraftList } from './draft-list.tsx';
import { DraftPage } from './draft-page.tsx';
import type { RowsForm } from './rows/rows-form.ts';
import { StepBar } from './steps.tsx';

/** 一括登録: a file, its check, the difference, the application, the result. */
export function BatchesScreen() {
  const remembered = useRemembered('batches');
  const [form, setForm] = useState<BatchForm>(() => fromRemembered(remembered));
  useRemember('batches', toRemember(form));

  const forget = useForget();
  const root = useRef<HTMLDivElement>(null);
  const openDraft = (opened: DraftId): void => {
    // The row that was picked goes away before the draft is there: keys must not fall in between.
    root.current?.focus();
    forget('batches.read', { draftId: opened });
    forget('batches.difference');
    setForm({ ...(opened === form.last ? form : emptyForm), opened, last: opened });
  };
  // Rows tell where they are after a while: what was typed meanwhile must not be taken back by that.
  const changeRows = useCallback((change: Partial<RowsForm>): void => {
    setForm((before) => ({ ...before, rows: { ...before.rows, ...change } }));
  }, []);
  const back = (): void => setForm({ ...form, opened: undefined });
  const onKeyDown = (event: KeyboardEvent): void => {
    const isWriting = isTextField(event.target) || event.nativeEvent.isComposing;
    if (event.key === 'Escape' && form.opened !== undefined && !isWriting) back();
  };

  return (
    // Not a control by itself: it hears Esc from what is inside it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={root} tabIndex={-1} onKeyDown={onKeyDown} className="flex flex-col gap-4 px-6 py-4">
      <h1 className="sr-only">一括登録</h1>
      {form.opened === undefined ? (
        <>
          <StepBar current={1} furthest={1} onStep={() => undefined} />
          <ChooseStep form={form} onChange={setForm} onChosen={(draft) => openDraft(draft.draftId)} />
          <DraftList startAt={form.last} onOpen={openDraft} />
        </>
      ) : (
        <DraftPage
          key={form.opened}
          draftId={form.opened}
          form={form}
          onChange={setForm}
          onRows={changeRows}
          onBack={back}
        />
      )}
    </div>
  );
}
