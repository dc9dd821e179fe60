// Rows that are put where they belong by themselves can't be those of a table.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { memo } from 'react';

import type { GridRow as Row } from '../../../../src-shared/contract/batch-rows.ts';
import { severityNames } from '../../../../src-shared/domain/rules/severity.ts';
import { Badge } from '../../../components/badge.tsx';
import { severityTones } from '../../../wording/batches.ts';
import { count } from '../../../wording/numbers.ts';
import { CellInput } from './cell-input.tsx';
import { CellSign, cellTone } from './cell-sign.tsx';
import { findingsInCell, type GridColumn } from './grid-columns.ts';
import { ROW_HEIGHT } from './grid-scroll.ts';

/** The cell that has the focus, for the row that it is in. */
export interface FocusedCell {
  readonly column: number;
  readonly edit: string | undefined;
  readonly onEdit: (text: string) => void;
  readonly onLeave: () => void;
  readonly isReadOnly: boolean;
  readonly describedBy: string;
}

export interface PendingEdit {
  readonly line: number;
  readonly cell: number;
  readonly text: string;
}

interface GridRowProps {
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly row: Row | undefined;
  readonly columns: readonly GridColumn[];
  /** From the top of the drawn part, in pixels. */
  readonly top: number;
  readonly template: string;
  readonly focused: FocusedCell | undefined;
  /** Typed and on its way to be checked. */
  readonly pending: PendingEdit | undefined;
  readonly onPick: (index: number, column: number) => void;
  readonly onOpen: (index: number, column: number) => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, row, columns, top, template, focused, pending, onPick, onOpen } = props;
  const isFocusRow = focused !== undefined;
  const ground = isFocusRow ? 'bg-blue-50' : row?.repeated === true ? 'bg-solid-gray-50' : 'bg-white';
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-busy={row === undefined}
      className={`absolute inset-x-0 grid border-b border-solid-gray-200 ${ground}`}
      style={{ top, height: ROW_HEIGHT, gridTemplateColumns: template }}
    >
      <div
        role="rowheader"
        aria-colindex={1}
        className={`sticky left-0 z-[1] flex items-center justify-between gap-2 border-r border-solid-gray-420 px-2 ${ground}`}
      >
        <span className="text-dns-16N-130">{row ? count(row.line) : '…'}</span>
        {row && <RowState row={row} />}
      </div>
      {columns.map((column, place) => (
        <Cell
          key={column.cell}
          index={index}
          row={row}
          column={column}
          place={place}
          focused={focused?.column === place ? focused : undefined}
          pendingText={pending?.cell === column.cell ? pending.text : undefined}
          onPick={onPick}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
});

function RowState({ row }: { readonly row: Row }) {
  if (row.severity !== null)
    return <Badge tone={severityTones[row.severity]}>{severityNames[row.severity]}</Badge>;
  return row.repeated ? <Badge tone="gray">重複</Badge> : null;
}

/** Where one is; in black, as the ring of the design system, while the keys go there. It leaves both lines of the cell free. */
const focusLook =
  'outline-2 -outline-offset-2 outline-solid-gray-536 has-focus:outline-3 has-focus:-outline-offset-3 has-focus:outline-black';

interface CellProps extends Pick<GridRowProps, 'index' | 'row' | 'onPick' | 'onOpen'> {
  readonly column: GridColumn;
  readonly place: number;
  readonly focused: FocusedCell | undefined;
  readonly pendingText: string | undefined;
}

function Cell({ index, row, column, place, focused, pendingText, onPick, onOpen }: CellProps) {
  const found = row ? findingsInCell(row, column)[0] : undefined;
  const cell = row?.cells[column.cell];
  const text = pendingText ?? cell?.text ?? '';
  const original = cell?.original ?? null;
  const isWrong = found !== undefined && found.severity !== 'note';
  return (
    // The keys are heard by the grid, from the text field of the cell that has the focus.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      role="gridcell"
      aria-colindex={place + 2}
      className={`flex min-w-0 flex-col justify-center px-2 ${cellTone(found?.severity)} ${
        column.isIgnored ? 'text-solid-gray-700' : 'text-solid-gray-900'
      } ${focused ? focusLook : ''} ${focused?.edit === undefined ? '' : 'bg-white!'}`}
      onMouseDown={(event) => {
        if (focused) return;
        event.preventDefault();
        onPick(index, place);
      }}
      onDoubleClick={() => onOpen(index, place)}
    >
      <div className="flex min-w-0 items-center gap-1">
        {found && <CellSign severity={found.severity} />}
        {focused ? (
          <CellInput
            label={row ? `${column.name} ${count(row.line)}行目` : column.name}
            text={text}
            edit={focused.edit}
            onEdit={focused.onEdit}
            onLeave={focused.onLeave}
            isReadOnly={focused.isReadOnly || row === undefined}
            isInvalid={isWrong}
            describedBy={focused.describedBy}
          />
        ) : row ? (
          <span className="truncate text-dns-16N-130 whitespace-pre">{text}</span>
        ) : (
          <span className="h-4 grow rounded-4 bg-solid-gray-100" />
        )}
      </div>
      {original !== null && (
        <span className="truncate text-dns-14N-130 text-solid-gray-700">
          元：<span className="whitespace-pre">{original === '' ? '（空白）' : original}</span>
        </span>
      )}
    </div>
  );
}
