import type { Ticket } from '../../../src-shared/vrs-api/people.ts';
import { Badge } from '../../components/badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { slashed } from '../../wording/dates.ts';
import { ticketNumber } from '../../wording/numbers.ts';

const columns: readonly Column<Ticket>[] = [
  {
    id: 'number',
    title: '券番号',
    isRowHeader: true,
    className: 'whitespace-nowrap',
    cell: (ticket) => (
      <span className={ticket.stoppedOn === null ? 'font-bold' : 'text-solid-gray-700 line-through'}>
        {ticketNumber(ticket.ticketNumber)}
      </span>
    ),
  },
  { id: 'municipality', title: '市町村コード', cell: (ticket) => ticket.municipalityCode },
  {
    id: 'issued',
    title: '発行日',
    className: 'whitespace-nowrap',
    cell: (ticket) => slashed(ticket.issuedOn),
  },
  {
    id: 'state',
    title: '状態',
    cell: (ticket) =>
      ticket.stoppedOn === null ? (
        <Badge tone="green">有効</Badge>
      ) : (
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone="gray">停止 {slashed(ticket.stoppedOn)}</Badge>
          {ticket.replacedBy !== null && <span>新しい券 {ticketNumber(ticket.replacedBy)}</span>}
        </span>
      ),
  },
];

/** 接種券: the valid one first, then the stopped ones with what took their place. */
export function TicketTable({ tickets }: { readonly tickets: readonly Ticket[] }) {
  const ordered = tickets.toSorted((a, b) =>
    a.stoppedOn === null || b.stoppedOn === null
      ? Number(a.stoppedOn !== null) - Number(b.stoppedOn !== null)
      : b.issuedOn.localeCompare(a.issuedOn),
  );
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-std-18B-160">接種券</h3>
      {ordered.length === 0 ? (
        <EmptyState title="接種券は発行されていません" />
      ) : (
        <ReadTable
          label="接種券"
          columns={columns}
          rows={ordered}
          keyOf={(ticket) => `${ticket.municipalityCode} ${ticket.ticketNumber}`}
        />
      )}
    </section>
  );
}
