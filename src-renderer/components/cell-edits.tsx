import type { CellEdit } from '../../src-shared/vrs-api/batches.ts';
import { Icon } from './icon.tsx';

/** What the applicant edited in a row: the file's value and what is sent instead, side by side. */
export function CellEdits({ edits }: { readonly edits: readonly CellEdit[] }) {
  if (edits.length === 0) return null;
  return (
    <div className="mt-1 border-l-4 border-warning-yellow-2 pl-3">
      <p className="text-dns-14B-130 text-solid-gray-800">申請者が直した項目（ファイルの値 → 直した値）</p>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {edits.map(({ column, before, after }) => (
          <li key={column}>
            <span className="mr-2 text-dns-14N-130 text-solid-gray-700">{column}</span>
            {before === '' ? '（空）' : before}
            <Icon name="arrow" className="mx-1 inline size-4 align-middle" />
            <span className="sr-only">から</span>
            <b>{after === '' ? '（空）' : after}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
