import type { Finding } from '../../../../src-shared/contract/batches.ts';
import type { GridRow } from '../../../../src-shared/contract/batch-rows.ts';
import { severityNames } from '../../../../src-shared/domain/rules/severity.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { severityTones } from '../../../wording/batches.ts';
import { count } from '../../../wording/numbers.ts';
import { findingsBesideCells, findingsInCell, type GridColumn, rankOf } from './grid-columns.ts';

interface RowPanelProps {
  readonly id: string;
  readonly row: GridRow | undefined;
  readonly columns: readonly GridColumn[];
  /** The column that has the focus. */
  readonly column: GridColumn | undefined;
  readonly canEdit: boolean;
  readonly onAccept: (column: GridColumn, proposal: string) => void;
}

/** What was found in the row that has the focus, what its cells said before, and what they could say. */
export function RowPanel({ id, row, columns, column, canEdit, onAccept }: RowPanelProps) {
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="flex min-h-0 shrink-0 flex-col gap-1 rounded-8 border border-solid-gray-420 bg-white desk:h-32 desk:overflow-y-auto desk:[scrollbar-gutter:stable] wide:h-auto wide:w-96"
      // What is longer than its place is read with the arrow keys.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <div className="sticky top-0 flex flex-wrap justify-between gap-x-4 border-b border-solid-gray-300 bg-solid-gray-50 px-3 py-1 text-dns-14N-130">
        <h4 id={`${id}-title`} className="text-dns-14B-130">
          {row ? `${count(row.line)}行目で見つかったこと` : 'この行で見つかったこと'}
        </h4>
        {canEdit && (
          <p className="text-solid-gray-700">直す：Enter・F2・文字キー　やめる：Esc　修正案：Ctrl+Enter</p>
        )}
      </div>
      <div id={id} className="flex flex-col gap-2 px-3 py-1">
        {row && (
          <RowFindings row={row} columns={columns} column={column} canEdit={canEdit} onAccept={onAccept} />
        )}
      </div>
    </section>
  );
}

type RowFindingsProps = Omit<RowPanelProps, 'id' | 'row'> & { readonly row: GridRow };

function RowFindings({ row, columns, column, canEdit, onAccept }: RowFindingsProps) {
  const here = column ? findingsInCell(row, column) : [];
  const elsewhere = columns
    .filter((each) => each.cell !== column?.cell)
    .flatMap((each) => findingsInCell(row, each).map((finding) => ({ finding, at: each })));
  const all: readonly { readonly finding: Finding; readonly at: GridColumn | undefined }[] = [
    ...here.map((finding) => ({ finding, at: column })),
    ...findingsBesideCells(row, columns).map((finding) => ({ finding, at: undefined })),
    ...elsewhere.toSorted((a, b) => rankOf(a.finding.severity) - rankOf(b.finding.severity)),
  ];
  const edited = columns.flatMap((each) => {
    const cell = row.cells[each.cell];
    return cell && cell.original !== null ? [{ name: each.name, before: cell.original, now: cell.text }] : [];
  });
  return (
    <>
      {all.length === 0 && (
        <p className="text-dns-16N-130">
          {row.repeated
            ? '同じ行が前にもあるため、この行は登録に使いません。'
            : 'この行に確かめる点はありません。'}
        </p>
      )}
      {all.length > 0 && (
        <ul className="flex flex-col gap-2">
          {all.map(({ finding, at }) => (
            <li key={`${finding.code} ${finding.column ?? ''} ${finding.sentence}`}>
              <OneFinding
                finding={finding}
                onAccept={
                  canEdit && row.editable && at?.canEdit === true
                    ? (proposal) => onAccept(at, proposal)
                    : undefined
                }
              />
            </li>
          ))}
        </ul>
      )}
      {edited.map(({ name, before, now }) => (
        <p key={name} className="text-dns-14N-130 text-solid-gray-700">
          直した項目「{name}」　元：{shown(before)}　今：{shown(now)}
        </p>
      ))}
      {!row.editable && (
        <p className="text-dns-14N-130 text-solid-gray-700">
          この行は列に分けて読めないため、ここでは直せません。ファイルで直して、選び直してください。
        </p>
      )}
    </>
  );
}

interface OneFindingProps {
  readonly finding: Finding;
  readonly onAccept: ((proposal: string) => void) | undefined;
}

function OneFinding({ finding, onAccept }: OneFindingProps) {
  const { severity, column, sentence, example, proposal } = finding;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dns-16N-130">
      <Badge tone={severityTones[severity]}>{severityNames[severity]}</Badge>
      <span className="min-w-0 basis-96 grow">
        <b className="mr-2">{column ?? '行全体'}</b>
        {sentence}
        {example !== '' && !sentence.includes('例：') && (
          <span className="ml-2 text-solid-gray-700">例：{example}</span>
        )}
      </span>
      {proposal !== null && (
        <span className="flex flex-wrap items-center gap-2">
          <span>
            修正案：<b>{shown(proposal)}</b>
          </span>
          {onAccept && (
            <Button size="small" onPress={() => onAccept(proposal)}>
              修正案を受け入れる
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

function shown(text: string): string {
  return text === '' ? '（空白）' : text;
}
