import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import type { DraftId } from '../../../../src-shared/contract/batches.ts';
import { useAsk } from '../../../app/calls.ts';
import { count } from '../../../wording/numbers.ts';
import type { GridColumn } from './grid-columns.ts';
import type { GridHandle } from './row-grid.tsx';
import type { RowStore } from './row-store.ts';
import type { RowsForm } from './rows-form.ts';

interface RowsPlace {
  readonly draftId: DraftId;
  readonly store: RowStore;
  readonly form: RowsForm;
  readonly onForm: (change: Partial<RowsForm>) => void;
  readonly columns: readonly GridColumn[];
  readonly grid: RefObject<GridHandle | null>;
  readonly onSaid: (words: string) => void;
}

/** So long the focus has to stay on a row until its line is worth remembering, in milliseconds. */
const SETTLED = 300;

/** Remembers at which line somebody is, comes back to it after the lock, and finds a line when it is asked for. */
export function useRowsPlace(place: RowsPlace): (line: number) => Promise<void> {
  const ask = useAsk();
  const { draftId, store, form, onForm, grid, onSaid } = place;
  const { held } = useSyncExternalStore(store.subscribe, store.shown);
  const [before] = useState(form);
  const isBack = useRef(before.line === 0);

  /** Gives the line that it came to: the nearest one of the list; undefined where none could be had. */
  const hold = async (line: number): Promise<number | undefined> => {
    const found = await ask('batches.placeOfLine', { draftId, filter: form.filter, line });
    if (!found.ok) {
      onSaid(found.problem.sentence);
      return undefined;
    }
    const { offset } = found.value;
    store.hold(offset);
    grid.current?.reveal(offset);
    await store.present(offset);
    return store.rowAt(offset)?.line;
  };
  const goToLine = async (line: number): Promise<void> => {
    grid.current?.focus();
    const at = await hold(line);
    if (at === undefined) return;
    onSaid(
      at === line
        ? `${count(line)}行目に移りました。`
        : `${count(line)}行目はこの一覧にありません。近くの${count(at)}行目に移りました。`,
    );
  };

  const comeBack = useRef(hold);
  useEffect(() => {
    if (isBack.current) return;
    const goBack = async (): Promise<void> => {
      await comeBack.current(before.line);
      isBack.current = true;
      // Whoever was in the middle of a word goes on with it.
      if (before.edit !== undefined) grid.current?.focus();
    };
    void goBack();
  }, [before, grid]);

  const line = store.rowAt(held)?.line;
  const remember = useRef(onForm);
  useEffect(() => {
    remember.current = onForm;
  });
  useEffect(() => {
    if (line === undefined || !isBack.current || line === form.line) return undefined;
    const timer = setTimeout(() => remember.current({ line }), form.edit === undefined ? SETTLED : 0);
    return () => clearTimeout(timer);
  }, [line, form.line, form.edit]);

  return goToLine;
}
