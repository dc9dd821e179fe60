import { authorityKindNames } from '../../../src-shared/contract/users.ts';
import { roleNames } from '../../../src-shared/domain/roles.ts';
import type { AuthorityApplication } from '../../../src-shared/vrs-api/authorities.ts';
import { useNow } from '../../app/now.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { Badge } from '../../components/badge.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import type { Column } from '../../components/table.tsx';
import { ago, dayAndTime } from '../../wording/dates.ts';
import { applicationStateNames, applicationStateTones, periodOf } from '../../wording/users.ts';

interface Row {
  readonly application: AuthorityApplication;
  readonly age: string;
  readonly made: string;
  readonly isOwn: boolean;
}

const small = 'block text-dns-14N-130 text-solid-gray-700';

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  {
    id: 'kind',
    title: '申請',
    className: 'whitespace-nowrap',
    cell: ({ application }) => authorityKindNames[application.kind],
  },
  {
    id: 'user',
    title: '利用者',
    className: 'whitespace-nowrap',
    cell: ({ application: { entry } }) => (
      <>
        {entry.name}（{entry.userId}）<span className={small}>{entry.department}</span>
      </>
    ),
  },
  {
    id: 'role',
    title: '役割・利用期間',
    className: 'whitespace-nowrap',
    cell: ({ application: { entry } }) => (
      <>
        {roleNames[entry.role]}
        <span className={small}>{periodOf(entry)}</span>
      </>
    ),
  },
  {
    id: 'maker',
    title: '申請者',
    className: 'whitespace-nowrap',
    cell: ({ application, isOwn }) => (
      <>
        {application.maker.name}
        {isOwn && <span className={small}>自分の申請（承認できません）</span>}
      </>
    ),
  },
  {
    id: 'age',
    title: '申請から',
    className: 'whitespace-nowrap',
    cell: ({ age, made }) => (
      <>
        {age}
        <span className={small}>{made}</span>
      </>
    ),
  },
  {
    id: 'state',
    title: '状態',
    className: 'whitespace-nowrap',
    cell: ({ application: { state } }) => (
      <Badge tone={applicationStateTones[state]}>{applicationStateNames[state]}</Badge>
    ),
  },
];

interface ApplicationsProps {
  readonly applications: readonly AuthorityApplication[];
  readonly startAt: string | undefined;
  readonly onOpen: (applicationId: string) => void;
}

function useRows(applications: readonly AuthorityApplication[]): readonly Row[] {
  const now = useNow();
  const { user } = useSignedIn();
  return applications.map((application) => ({
    application,
    age: ago(application.maker.at, now),
    made: dayAndTime(application.maker.at, now),
    isOwn: application.state === 'waiting' && application.maker.personId === user.personId,
  }));
}

/** What waits for an administrator, the oldest first; nothing is shown where nothing waits. */
export function WaitingApplications({ applications, startAt, onOpen }: ApplicationsProps) {
  const waiting = applications.filter(({ state }) => state === 'waiting').toReversed();
  const rows = useRows(waiting);
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="waiting" className="flex flex-col gap-2">
      <h2 id="waiting" className="text-std-18B-160">
        承認を待っている申請
      </h2>
      <PickTable
        label="承認を待っている申請"
        columns={columns}
        rows={rows}
        keyOf={({ application }) => application.applicationId}
        onPick={({ application }) => onOpen(application.applicationId)}
        startAt={startAt}
        takesFocus={rows.some(({ application }) => application.applicationId === startAt)}
      />
    </section>
  );
}

/** As many as somebody looks back; the log has all of them. */
const SHOWN = 50;

export function DecidedApplications({ applications, startAt, onOpen }: ApplicationsProps) {
  const decided = applications.filter(({ state }) => state !== 'waiting').slice(0, SHOWN);
  const rows = useRows(decided);
  return (
    <section aria-labelledby="decided" className="flex flex-col gap-2">
      <h2 id="decided" className="text-std-18B-160">
        終わった申請
      </h2>
      {rows.length === 0 ? (
        <p className="text-solid-gray-700">終わった申請はまだありません。</p>
      ) : (
        <PickTable
          label="終わった申請"
          columns={columns}
          rows={rows}
          keyOf={({ application }) => application.applicationId}
          onPick={({ application }) => onOpen(application.applicationId)}
          startAt={startAt}
          takesFocus={rows.some(({ application }) => application.applicationId === startAt)}
        />
      )}
    </section>
  );
}
