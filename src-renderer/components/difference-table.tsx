import { rowOutcomeNames } from '../../src-shared/contract/batches.ts';
import { findingOfOutcome } from '../../src-shared/domain/rows/outcome-finding.ts';
import { toldOf } from '../../src-shared/domain/rules/finding.ts';
import type { DifferenceRow } from '../../src-shared/vrs-api/batches.ts';
import { fieldName, fieldValue, outcomeTones } from '../wording/batches.ts';
import { count, ticketNumber } from '../wording/numbers.ts';
import { Badge } from './badge.tsx';
import { CellEdits } from './cell-edits.tsx';
import { Icon } from './icon.tsx';
import { type Column, ReadTable } from './table.tsx';

const columns: readonly Column<DifferenceRow>[] = [
  {
    id: 'line',
    title: '行',
    isRowHeader: true,
    isNumber: true,
    cell: (row) => count(row.line),
  },
  {
    id: 'outcome',
    title: '結果',
    className: 'whitespace-nowrap',
    cell: (row) => <Badge tone={outcomeTones[row.outcome]}>{rowOutcomeNames[row.outcome]}</Badge>,
  },
  {
    id: 'person',
    title: '氏名・宛名番号',
    className: 'whitespace-nowrap',
    cell: (row) =>
      row.addresseeNumber === '' ? (
        <span className="text-solid-gray-700">該当する人がいません</span>
      ) : (
        <>
          {row.personName}
          <span className="block text-dns-14N-130 text-solid-gray-700">{row.addresseeNumber}</span>
        </>
      ),
  },
  {
    id: 'ticket',
    title: '券番号・回数',
    className: 'whitespace-nowrap',
    cell: (row) => (
      <>
        {ticketNumber(row.ticketNumber)}
        {row.doseNumber !== null && (
          <span className="block text-dns-14N-130 text-solid-gray-700">{row.doseNumber}回目</span>
        )}
      </>
    ),
  },
  {
    id: 'changes',
    title: '項目ごとの変更（今 → 承認後）',
    className: 'w-full',
    cell: (row) => <Changes row={row} />,
  },
];

interface DifferenceTableProps {
  readonly label: string;
  readonly rows: readonly DifferenceRow[];
}

/** Row by row and field by field: what stands and what would stand. */
export function DifferenceTable({ label, rows }: DifferenceTableProps) {
  return (
    <ReadTable
      label={label}
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.line}/${row.doseNumber ?? ''}`}
    />
  );
}

/** Whose row it is, on one line. */
export function PersonOfRow({ row }: { readonly row: DifferenceRow }) {
  const person =
    row.addresseeNumber === '' ? '該当する人がいません' : `${row.personName}（${row.addresseeNumber}）`;
  const ticket = row.ticketNumber === '' ? '' : `　券番号 ${ticketNumber(row.ticketNumber)}`;
  return `${person}${ticket}${row.doseNumber === null ? '' : `　${row.doseNumber}回目`}`;
}

/** What a row changes field by field, what the rules say where it can't, and what the applicant edited in it. */
export function Changes({ row }: { readonly row: DifferenceRow }) {
  const found = findingOfOutcome(row);
  return (
    <>
      {found && found.severity !== 'note' && <p className="mb-1">{toldOf(found).sentence}</p>}
      <FieldChanges changes={row.changes} />
      <CellEdits edits={row.edits} />
    </>
  );
}

function FieldChanges({ changes }: Pick<DifferenceRow, 'changes'>) {
  if (changes.length === 0) return <span className="text-solid-gray-700">変わる項目はありません</span>;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {changes.map((change) => (
        <li key={change.field}>
          <span className="mr-2 text-dns-14N-130 text-solid-gray-700">{fieldName(change.field)}</span>
          {change.before !== null && (
            <>
              {inWords(change.field, change.before)}
              <Icon name="arrow" className="mx-1 inline size-4 align-middle" />
              <span className="sr-only">から</span>
            </>
          )}
          <b>{inWords(change.field, change.after)}</b>
        </li>
      ))}
    </ul>
  );
}

function inWords(field: string, value: string | null): string {
  return value === null || value === '' ? '（なし）' : fieldValue(field, value);
}
