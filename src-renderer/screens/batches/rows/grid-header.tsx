// Its cells have to stand over those of rows that can't be a table's.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { GridColumn } from './grid-columns.ts';
import { HEADER_HEIGHT } from './grid-scroll.ts';

interface HeaderRowProps {
  readonly columns: readonly GridColumn[];
  readonly template: string;
  readonly focusColumn: number;
}

export function HeaderRow({ columns, template, focusColumn }: HeaderRowProps) {
  const look = 'flex min-w-0 items-center bg-solid-gray-50 px-2 text-dns-14B-130';
  return (
    <div role="rowgroup">
      <div
        role="row"
        aria-rowindex={1}
        className="grid border-b border-solid-gray-420 bg-solid-gray-50"
        style={{ height: HEADER_HEIGHT, gridTemplateColumns: template }}
      >
        <div
          role="columnheader"
          aria-colindex={1}
          className={`sticky left-0 z-[2] border-r border-solid-gray-420 ${look}`}
        >
          行
        </div>
        {columns.map((column, place) => (
          <div
            key={column.cell}
            role="columnheader"
            aria-colindex={place + 2}
            className={`${look} ${place === focusColumn ? 'text-blue-900 underline underline-offset-4' : 'text-solid-gray-800'}`}
          >
            <span className={`truncate ${column.isIgnored ? 'font-normal text-solid-gray-700' : ''}`}>
              {column.name}
              {column.isIgnored && '（読み飛ばす列）'}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
