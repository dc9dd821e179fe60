// Rows that are put where they belong by themselves can't be those of a table.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';

import type { GridColumn } from './grid-columns.ts';
import { placeAfter, type Place, within } from './grid-moves.ts';
import { HeaderRow } from './grid-header.tsx';
import { type FocusedCell, GridRow, type PendingEdit } from './grid-row.tsx';
import { HEADER_HEIGHT, ROW_HEIGHT, useGridScroll } from './grid-scroll.ts';
import type { RowStore } from './row-store.ts';
import { rowsInView } from './scroll-scale.ts';

/** Room for 5,000,000 and a badge. */
const LINE_WIDTH = 168;
/** Rows drawn beyond the edges. */
const SPARE = 3;
/** Rows keep their place in what is drawn until this many were passed. */
const BLOCK = 32;

/** Where one goes on after an edit. */
type AfterEdit = 'down' | 'up' | 'right' | 'left' | 'stay';

/** What is done to the grid from outside of it. */
export interface GridHandle {
  readonly focus: () => void;
  readonly reveal: (row: number) => void;
}

interface RowGridProps {
  readonly label: string;
  readonly store: RowStore;
  readonly columns: readonly GridColumn[];
  /** Place of the column that has the focus; the row is the one that the store holds. */
  readonly focusColumn: number;
  readonly onFocusColumn: (column: number) => void;
  /** What stands in the open editor; undefined while none is open. */
  readonly edit: string | undefined;
  readonly onEdit: (text: string | undefined) => void;
  /** What was typed is to be taken for the cell that has the focus. */
  readonly onCommit: (text: string) => void;
  readonly pending: PendingEdit | undefined;
  readonly canEdit: boolean;
  /** Somebody typed where nothing can be edited. */
  readonly onRefused: () => void;
  /** Id of the words on the row that has the focus. */
  readonly describedBy: string;
  readonly ref: Ref<GridHandle>;
}

/** All rows of the file, of which only those are in the page that are seen. A grid as ARIA describes it, with one stop for Tab. */
export function RowGrid({
  label,
  store,
  columns,
  focusColumn,
  onFocusColumn,
  edit,
  onEdit,
  onCommit,
  pending,
  canEdit,
  onRefused,
  describedBy,
  ref,
}: RowGridProps) {
  const shown = useSyncExternalStore(store.subscribe, store.shown);
  const total = shown.total ?? 0;
  const place: Place = { row: shown.held, column: focusColumn };
  const { scroller, scale, top, onScroll, reveal, shift } = useGridScroll(total);
  const wantsFocus = useRef(false);
  const { first, last } = rowsInView(scale, top);

  useLayoutEffect(() => {
    store.look(first, Math.max(first, last));
  }, [store, first, last]);

  const shifted = useRef(shown.shift);
  useLayoutEffect(() => {
    shift(shown.shift - shifted.current);
    shifted.current = shown.shift;
  }, [shift, shown.shift]);

  const focusRow = store.rowAt(place.row);
  const column = columns[place.column];
  const canEditHere = canEdit && focusRow?.editable === true && column?.canEdit === true;

  // The focus follows the place, also when its row was drawn anew: never does a key fall in between.
  useLayoutEffect(() => {
    if (wantsFocus.current) focusCell(scroller.current);
  });
  useLayoutEffect(() => {
    showColumn(scroller.current, columns, place.column);
  }, [scroller, columns, place.column]);
  useImperativeHandle(
    ref,
    () => ({
      focus: () => {
        wantsFocus.current = true;
        focusCell(scroller.current);
      },
      reveal,
    }),
    [scroller, reveal],
  );

  const goTo = useCallback(
    (wanted: Place) => {
      wantsFocus.current = true;
      store.hold(wanted.row);
      onFocusColumn(wanted.column);
      reveal(wanted.row);
    },
    [store, onFocusColumn, reveal],
  );
  const size = {
    rows: total,
    columns: columns.length,
    page: Math.max(1, Math.floor(scale.view / ROW_HEIGHT) - 1),
  };

  const commit = (then: AfterEdit): void => {
    if (edit === undefined) return;
    onCommit(edit);
    const next = { ...place };
    if (then === 'down') next.row += 1;
    if (then === 'up') next.row -= 1;
    if (then === 'right') next.column += 1;
    if (then === 'left') next.column -= 1;
    if (then !== 'stay') goTo(within(next, size));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const take = (act: () => void): void => {
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    if (edit !== undefined) {
      if (event.key === 'Enter') take(() => commit(event.shiftKey ? 'up' : 'down'));
      else if (event.key === 'Tab') take(() => commit(event.shiftKey ? 'left' : 'right'));
      else if (event.key === 'Escape') take(() => onEdit(undefined));
      return;
    }
    const next = placeAfter(event, place, size);
    if (next) {
      take(() => goTo(next));
      return;
    }
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    const opens = isPlain && (event.key === 'Enter' || event.key === 'F2');
    const types = isPlain && (event.key.length === 1 || event.key === 'Delete' || event.key === 'Backspace');
    if (!canEditHere && (opens || types)) take(onRefused);
    else if (opens) take(() => onEdit(store.rowAt(place.row)?.cells[column?.cell ?? -1]?.text ?? ''));
  };

  const latest = useRef({ commit, canEditHere });
  useLayoutEffect(() => {
    latest.current = { commit, canEditHere };
  });
  const onPick = useCallback(
    (row: number, columnPlace: number) => {
      latest.current.commit('stay');
      goTo({ row, column: columnPlace });
    },
    [goTo],
  );
  const onOpen = useCallback(
    (row: number, columnPlace: number) => {
      const cell = columns[columnPlace]?.cell ?? -1;
      if (latest.current.canEditHere) onEdit(store.rowAt(row)?.cells[cell]?.text ?? '');
    },
    [columns, onEdit, store],
  );

  const onLeave = useCallback(() => latest.current.commit('stay'), []);
  const onType = useCallback(
    (text: string) => {
      reveal(store.shown().held);
      onEdit(text);
    },
    [store, reveal, onEdit],
  );
  const focused: FocusedCell = {
    column: place.column,
    edit,
    onEdit: onType,
    onLeave,
    isReadOnly: !canEditHere,
    describedBy,
  };
  const template = useMemo(
    () => `${LINE_WIDTH}px ${columns.map(({ width }) => `${width}px`).join(' ')} minmax(0, 1fr)`,
    [columns],
  );
  const width = LINE_WIDTH + columns.reduce((sum, each) => sum + each.width, 0);
  const from = Math.max(0, first - SPARE);
  const to = Math.min(total - 1, last + SPARE);
  const base = from - (from % BLOCK);
  const drawn = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  // The row that has the focus stays in the page wherever one scrolls.
  if (total > 0 && (place.row < from || place.row > to)) drawn.push(place.row);

  return (
    <div
      ref={scroller}
      onScroll={onScroll}
      onFocus={() => (wantsFocus.current = true)}
      onBlur={({ relatedTarget, currentTarget }) => {
        // A row that was drawn anew takes the focus with it and names nothing that would have it now.
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) wantsFocus.current = false;
      }}
      className="relative min-h-0 grow overflow-auto overscroll-contain narrow:h-96 narrow:grow-0 rounded-8 border border-solid-gray-420 bg-white"
    >
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={shown.total === undefined ? -1 : total + 1}
        aria-colcount={columns.length + 1}
        aria-busy={shown.isBusy}
        aria-readonly={!canEdit}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="min-w-full"
        style={{ width, height: HEADER_HEIGHT + Math.max(scale.view, scale.track) }}
      >
        <div role="presentation" className="sticky top-0" style={{ height: HEADER_HEIGHT + scale.view }}>
          <HeaderRow columns={columns} template={template} focusColumn={place.column} />
          <div role="rowgroup" className="relative overflow-clip" style={{ height: scale.view }}>
            <div
              role="presentation"
              className="relative"
              style={{ transform: `translateY(${base * ROW_HEIGHT - top}px)` }}
            >
              {drawn.map((index) => {
                const row = store.rowAt(index);
                return (
                  <GridRow
                    key={row ? row.line : `waiting ${index}`}
                    index={index}
                    row={row}
                    columns={columns}
                    top={placeInDrawn(index, from, to, base)}
                    template={template}
                    focused={index === place.row ? focused : undefined}
                    pending={row !== undefined && pending?.line === row.line ? pending : undefined}
                    onPick={onPick}
                    onOpen={onOpen}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Of the row that is kept for the focus: just outside, on the side where it is. */
function placeInDrawn(index: number, from: number, to: number, base: number): number {
  const near = Math.max(from - 2 * SPARE, Math.min(to + 2 * SPARE, index));
  return (near - base) * ROW_HEIGHT;
}

/** The cell that has the focus is the only text field of the grid. */
function focusCell(scroller: HTMLElement | null): void {
  const field = scroller?.querySelector('input');
  if (field && document.activeElement !== field) field.focus({ preventScroll: true });
}

/** Brings a column into the view that is hidden at a side. */
function showColumn(scroller: HTMLElement | null, columns: readonly GridColumn[], place: number): void {
  if (!scroller) return;
  const before = columns.slice(0, place).reduce((sum, { width }) => sum + width, 0);
  const width = columns[place]?.width ?? 0;
  const room = scroller.clientWidth - LINE_WIDTH;
  if (before < scroller.scrollLeft) scroller.scrollLeft = before;
  else if (before + width > scroller.scrollLeft + room)
    scroller.scrollLeft = Math.min(before, before + width - room);
}
