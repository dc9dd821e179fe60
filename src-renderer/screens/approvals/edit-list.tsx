import type { BatchEdit, Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../../app/calls.ts';
import { Pager, usePages } from '../../components/pager.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { count } from '../../wording/numbers.ts';

const columns: readonly Column<BatchEdit>[] = [
  { id: 'line', title: '行', isRowHeader: true, isNumber: true, cell: ({ line }) => count(line) },
  { id: 'column', title: '項目', className: 'whitespace-nowrap', cell: ({ column }) => column },
  { id: 'before', title: 'ファイルの値', className: 'w-1/2', cell: ({ before }) => shown(before) },
  { id: 'after', title: '直した値', className: 'w-1/2', cell: ({ after }) => <b>{shown(after)}</b> },
];

function shown(text: string): string {
  return text === '' ? '（空）' : text;
}

/** Every cell that the applicant edited, original beside edit, and who edited last. */
export function EditList({ batch }: { readonly batch: Batch }) {
  const pages = usePages<string | null>(null);
  const { batchId, lastEditor, editedRowCount } = batch;
  const page = useAnswer('approvals.edits', { batchId, cursor: pages.cursor }, { keepsLast: true });
  return (
    <section aria-labelledby="edits" className="flex flex-col gap-2">
      <h2 id="edits" className="text-std-18B-160">
        申請者が直した {count(editedRowCount)} 行
      </h2>
      {lastEditor && (
        <p className="text-solid-gray-700">
          {lastEditor.name}（{lastEditor.userId}
          ）が、ファイルを読み取った後に直しました。ファイルの値も残っています。
        </p>
      )}
      <ReadProblem of={page} />
      <Waiting busy={page.busy && !page.value} lines={4} />
      {page.value && (
        <ReadTable
          label="申請者が直した項目"
          columns={columns}
          rows={page.value.edits}
          keyOf={({ line, column }) => `${line} ${column}`}
        />
      )}
      <Pager label="直した項目のページ" pages={pages} next={page.value?.cursor} isBusy={page.busy} />
    </section>
  );
}
