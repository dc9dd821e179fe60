import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';

import { cellLook, type Column, TableCells, TableFrame, TableHead, tableLook } from './table.tsx';

interface PickTableProps<Row> {
  readonly label: string;
  /** The first one names the row and is what opens it. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly onPick: (row: Row) => void;
  /** The row to begin at: where one came back from. */
  readonly startAt?: string | undefined;
  /** Takes the focus when it appears, so that ↑↓ and Enter work at once. */
  readonly takesFocus?: boolean;
}

const PAGE = 10;

/** Where a key moves to, from one row to another. */
const moves: Readonly<Record<string, (row: number, last: number) => number>> = {
  ArrowDown: (row, last) => Math.min(last, row + 1),
  ArrowUp: (row) => Math.max(0, row - 1),
  PageDown: (row, last) => Math.min(last, row + PAGE),
  PageUp: (row) => Math.max(0, row - PAGE),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * A table to choose a row from: ↑↓, Home, End, Enter, or a click. One stop for Tab. Each row holds one button that reaches over the
 * whole row, so that it stays a plain table for screen readers.
 */
export function PickTable<Row>(props: PickTableProps<Row>) {
  const { label, columns, rows, keyOf, onPick, startAt, takesFocus = false } = props;
  const [naming, ...others] = columns;
  const start = rows.findIndex((row) => keyOf(row) === startAt);
  const [current, setCurrent] = useState(Math.max(0, start));
  const body = useRef<HTMLTableSectionElement>(null);
  const tabStop = Math.min(current, rows.length - 1);

  useLayoutEffect(() => {
    if (takesFocus) body.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
  }, [takesFocus]);

  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = body.current?.rows[move(index, rows.length - 1)];
    next?.querySelector('button')?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <TableFrame label={label} hasControls>
      <table aria-label={label} className={tableLook}>
        <TableHead columns={columns} />
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr
              key={keyOf(row)}
              className="relative scroll-mt-12 border-t border-solid-gray-200 first:border-t-0 focus-within:bg-blue-50 hover:bg-blue-50"
            >
              <th scope="row" className={`${cellLook} ${naming.className ?? ''}`}>
                <button
                  type="button"
                  tabIndex={index === tabStop ? 0 : -1}
                  onFocus={() => setCurrent(index)}
                  onKeyDown={(event) => onKeyDown(event, index)}
                  onClick={() => onPick(row)}
                  className="row-button cursor-pointer text-left font-bold text-blue-1000 hover:underline"
                >
                  {naming.cell(row)}
                </button>
              </th>
              <TableCells columns={others} row={row} />
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
