import { type ReactNode, useSyncExternalStore } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** The cell that names the row. */
  readonly isRowHeader?: true;
  readonly isNumber?: true;
  readonly className?: string;
}

export const cellLook = 'px-3 py-2 align-top text-left font-normal first:pl-4 last:pr-4';

/** The same as the variant `tight` in app.css. */
const tight = matchMedia('(width < 78rem)');

function useIsTight(): boolean {
  return useSyncExternalStore(
    (changed) => {
      tight.addEventListener('change', changed);
      return () => tight.removeEventListener('change', changed);
    },
    () => tight.matches,
  );
}

interface TableFrameProps {
  readonly label: string;
  /** Something inside takes the focus, so the frame need not. */
  readonly hasControls?: boolean;
  readonly children: ReactNode;
}

/** The one look of all tables. In a tight window it scrolls sideways by itself, and can be reached to do so with the arrow keys. */
export function TableFrame({ label, hasControls = false, children }: TableFrameProps) {
  const needsFocus = useIsTight() && !hasControls;
  return (
    <div
      {...(needsFocus ? { role: 'group', tabIndex: 0, 'aria-label': label } : {})}
      className="relative rounded-8 border border-solid-gray-300 tight:overflow-x-auto"
    >
      {children}
    </div>
  );
}

/** The width below which a table scrolls instead of breaking its words. */
export const tableLook = 'w-full wrap-break-word text-dns-16N-130 tight:min-w-[66rem]';

export function TableHead<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return (
    <thead className="text-dns-14B-130 text-solid-gray-800">
      <tr>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            className={`sticky top-0 z-[1] border-b border-solid-gray-420 bg-solid-gray-50 ${cellLook} whitespace-nowrap first:rounded-tl-8 last:rounded-tr-8 ${column.isNumber ? 'text-right' : ''} ${column.className ?? ''}`}
          >
            {column.title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function TableCells<Row>(props: { readonly columns: readonly Column<Row>[]; readonly row: Row }) {
  return props.columns.map((column) => {
    const look = `${cellLook} ${column.isNumber ? 'text-right' : ''} ${column.className ?? ''}`;
    return column.isRowHeader ? (
      <th key={column.id} scope="row" className={look}>
        {column.cell(props.row)}
      </th>
    ) : (
      <td key={column.id} className={look}>
        {column.cell(props.row)}
      </td>
    );
  });
}

interface ReadTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** A row that has to catch the eye. */
  readonly isMarked?: (row: Row) => boolean;
}

/** A table to read. */
export function ReadTable<Row>({ label, columns, rows, keyOf, isMarked }: ReadTableProps<Row>) {
  return (
    <TableFrame label={label}>
      <table aria-label={label} className={tableLook}>
        <TableHead columns={columns} />
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              className={`border-t border-solid-gray-200 first:border-t-0 ${isMarked?.(row) ? 'bg-red-50' : ''}`}
            >
              <TableCells columns={columns} row={row} />
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
