import type { DoseWarning } from '../../../src-shared/contract/people.ts';
import { daysBetween } from '../../../src-shared/domain/dates/calendar.ts';
import { formatJapaneseDate } from '../../../src-shared/domain/dates/eras.ts';
import type { DoseRecord, Person } from '../../../src-shared/vrs-api/people.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import { useNow } from '../../app/now.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { Badge } from '../../components/badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { dayAndTime, slashed } from '../../wording/dates.ts';
import { ticketNumber } from '../../wording/numbers.ts';
import { registeredByNames } from '../../wording/people.ts';

interface DoseTableProps {
  readonly person: Person;
  readonly warnings: readonly DoseWarning[];
}

/** A dose as a row: with its interval, and in words what depends on who looks and when. */
interface DoseRow {
  readonly dose: DoseRecord;
  /** Days since the dose before. */
  readonly daysSince: number | undefined;
  readonly isWarned: boolean;
  readonly municipality: string;
  readonly registered: string;
  /** Of which ticket, where the person has had more than one. */
  readonly ticket: string | undefined;
}

const small = 'block text-dns-14N-130 text-solid-gray-700';

const columns: readonly Column<DoseRow>[] = [
  {
    id: 'number',
    title: '回数',
    isRowHeader: true,
    className: 'whitespace-nowrap',
    cell: ({ dose, isWarned }) => (
      <>
        <b>{dose.doseNumber}回目</b>
        {isWarned && (
          <span className="ml-1 text-error-2">
            <Icon name="error" className="inline size-5 align-bottom" />
            <span className="sr-only">確かめる点があります</span>
          </span>
        )}
        {dose.ticketKind === '2' && (
          <span className="mt-1 block">
            <Badge tone="orange">予診のみ</Badge>
          </span>
        )}
      </>
    ),
  },
  {
    id: 'day',
    title: '接種日',
    className: 'whitespace-nowrap',
    cell: ({ dose }) => (
      <>
        {slashed(dose.vaccinatedOn)}
        <span className={small}>{formatJapaneseDate(dose.vaccinatedOn)}</span>
      </>
    ),
  },
  {
    id: 'interval',
    title: '前回から',
    className: 'whitespace-nowrap',
    cell: ({ daysSince }) => intervalInWords(daysSince),
  },
  {
    id: 'vaccine',
    title: 'メーカー・ロット番号',
    cell: ({ dose }) => (
      <>
        {dose.maker}
        <span className="block">{dose.lotNumber}</span>
      </>
    ),
  },
  {
    id: 'place',
    title: '会場・医師',
    cell: ({ dose }) => (
      <>
        {dose.venue === '' ? '会場の記録なし' : dose.venue}
        <span className={small}>{dose.doctor === '' ? '医師の記録なし' : dose.doctor}</span>
      </>
    ),
  },
  { id: 'municipality', title: '接種自治体', cell: (row) => row.municipality },
  {
    id: 'registered',
    title: '登録',
    cell: ({ dose, registered, ticket }) => (
      <>
        <span className="whitespace-nowrap">{registered}</span>
        <span className={small}>{registeredByNames[dose.registeredBy]}</span>
        {ticket !== undefined && <span className={`${small} whitespace-nowrap`}>券 {ticket}</span>}
      </>
    ),
  },
  {
    id: 'confirmed',
    title: '確認',
    className: 'whitespace-nowrap',
    cell: ({ dose }) =>
      dose.confirmed && (
        <span className="flex items-center gap-1 text-green-900">
          <Icon name="lock" className="size-5" />
          確認済み
        </span>
      ),
  },
];

interface DoseTableProps {
  readonly person: Person;
  readonly warnings: readonly DoseWarning[];
}

/** 接種記録 in order of the doses. */
export function DoseTable({ person, warnings }: DoseTableProps) {
  const { user } = useSignedIn();
  const now = useNow();
  const rows = rowsOf(person, warnings, user, now);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-std-18B-160">接種記録</h3>
      {rows.length === 0 ? (
        <EmptyState title="接種記録はありません">VRSに登録された接種がない人です。</EmptyState>
      ) : (
        <>
          <ReadTable
            label="接種記録"
            columns={columns}
            rows={rows}
            keyOf={({ dose }) => dose.recordId}
            isMarked={({ isWarned }) => isWarned}
          />
          {rows.some(({ dose }) => dose.confirmed) && (
            <p className="text-dns-14N-130 text-solid-gray-700">
              「確認済み」の記録は、運用責任者が解除するまで、一括登録でも上書きされません。
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** The difference of the two days; in the wrong order it says so. */
function intervalInWords(days: number | undefined): string {
  if (days === undefined) return '';
  if (days === 0) return '同じ日';
  return days > 0 ? `${days}日後` : `${-days}日前（逆順）`;
}

function rowsOf(
  person: Person,
  warnings: readonly DoseWarning[],
  user: SignedInUser,
  now: Date,
): readonly DoseRow[] {
  const ordered = person.doses.toSorted(
    (a, b) => a.doseNumber - b.doseNumber || a.vaccinatedOn.localeCompare(b.vaccinatedOn),
  );
  const warned = new Set(warnings.flatMap((warning) => warning.doseNumbers));
  const hasSeveralTickets = person.tickets.length > 1;
  const municipality = (code: string | null): string =>
    code === null
      ? '記録なし'
      : code === user.municipalityCode
        ? `${user.municipalityName}（${code}）`
        : code;
  return ordered.map((dose, index) => {
    const before = ordered[index - 1];
    return {
      dose,
      daysSince: before && daysBetween(before.vaccinatedOn, dose.vaccinatedOn),
      isWarned: warned.has(dose.doseNumber),
      municipality: municipality(dose.vaccinatedInMunicipality),
      registered: dayAndTime(dose.registeredAt, now),
      ticket: hasSeveralTickets ? ticketNumber(dose.ticketNumber) : undefined,
    };
  });
}
