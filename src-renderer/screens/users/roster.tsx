import type { RosterLine } from '../../../src-shared/contract/users.ts';
import { roleNames } from '../../../src-shared/domain/roles.ts';
import { useNow } from '../../app/now.tsx';
import { Badge } from '../../components/badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { Select } from '../../components/select.tsx';
import type { Column } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { dayAndTime, slashed } from '../../wording/dates.ts';
import { count } from '../../wording/numbers.ts';
import { type Mark, markNames, type Standing, standingNames, standingTones } from '../../wording/users.ts';

export interface RosterFilter {
  /** A standing, a mark, or empty for everybody. */
  readonly state: '' | Standing | Mark;
  readonly department: string;
  readonly text: string;
}

export const noRosterFilter: RosterFilter = { state: '', department: '', text: '' };

/** More than a person reads down; a filter finds the others. */
const SHOWN = 200;

const stateOptions: readonly { readonly value: RosterFilter['state']; readonly name: string }[] = [
  { value: '', name: 'すべて' },
  { value: 'active', name: standingNames.active },
  { value: 'locked', name: standingNames.locked },
  { value: 'not-begun', name: standingNames['not-begun'] },
  { value: 'expired', name: standingNames.expired },
  { value: 'stopped', name: standingNames.stopped },
  { value: 'idle', name: markNames.idle },
  { value: 'ends-soon', name: markNames['ends-soon'] },
  { value: 'review-due', name: markNames['review-due'] },
];

interface Row {
  readonly line: RosterLine;
  readonly lastAccess: string;
}

const small = 'block text-dns-14N-130 text-solid-gray-700';

const columns: readonly [Column<Row>, ...Column<Row>[]] = [
  { id: 'id', title: '利用者ID', className: 'whitespace-nowrap', cell: ({ line }) => line.user.userId },
  { id: 'name', title: '氏名', className: 'whitespace-nowrap', cell: ({ line }) => line.user.name },
  {
    id: 'role',
    title: '役割・所属',
    className: 'min-w-[13rem]',
    cell: ({ line }) => (
      <>
        {roleNames[line.user.role]}
        <span className={small}>{line.user.department}</span>
      </>
    ),
  },
  {
    id: 'period',
    title: '利用期間',
    className: 'whitespace-nowrap',
    cell: ({ line: { user } }) => (
      <>
        {slashed(user.validUntil)} まで
        <span className={small}>{slashed(user.validFrom)} から</span>
      </>
    ),
  },
  {
    id: 'state',
    title: '状態',
    className: 'whitespace-nowrap',
    cell: ({ line }) => <Badge tone={standingTones[line.standing]}>{standingNames[line.standing]}</Badge>,
  },
  {
    id: 'access',
    title: '最後のサインイン',
    className: 'whitespace-nowrap',
    cell: ({ lastAccess }) => lastAccess,
  },
  {
    id: 'marks',
    title: '見直し',
    cell: ({ line }) => (
      <span className="flex flex-wrap gap-1">
        {line.marks.map((mark) => (
          <Badge key={mark} tone={mark === 'ends-soon' ? 'orange' : 'red'}>
            {markNames[mark]}
          </Badge>
        ))}
      </span>
    ),
  },
];

function isMeant({ user, standing, marks }: RosterLine, { state, department, text }: RosterFilter): boolean {
  const wanted = text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
  const written = `${user.userId}${user.name}`.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
  return (
    (state === '' || state === standing || marks.some((mark) => mark === state)) &&
    (department === '' || department === user.department) &&
    written.includes(wanted)
  );
}

interface RosterProps {
  readonly lines: readonly RosterLine[];
  readonly filter: RosterFilter;
  readonly onFilter: (filter: RosterFilter) => void;
  readonly startAt: string | undefined;
  readonly onOpen: (userId: string) => void;
}

/** 名簿: everybody, or those whom the filter means. */
export function Roster({ lines, filter, onFilter, startAt, onOpen }: RosterProps) {
  const now = useNow();
  const departments = [...new Set(lines.map(({ user }) => user.department))].filter((name) => name !== '');
  const meant = lines.filter((line) => isMeant(line, filter));
  const rows = meant.slice(0, SHOWN).map((line) => ({
    line,
    lastAccess: line.user.previousAccess === null ? 'なし' : dayAndTime(line.user.previousAccess, now),
  }));
  return (
    <section aria-labelledby="roster" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <h2 id="roster" className="mr-2 text-std-18B-160">
          名簿
        </h2>
        <Select
          label="状態"
          isCompact
          options={stateOptions}
          value={filter.state}
          onChange={(state) => onFilter({ ...filter, state })}
          className="w-56"
        />
        <Select
          label="所属"
          isCompact
          options={[
            { value: '', name: 'すべて' },
            ...departments.toSorted().map((name) => ({ value: name, name })),
          ]}
          value={filter.department}
          onChange={(department) => onFilter({ ...filter, department })}
          className="w-80"
        />
        <TextField
          label="利用者ID・氏名"
          isCompact
          maxLength={50}
          value={filter.text}
          onChange={(text) => onFilter({ ...filter, text })}
          className="w-48"
        />
        <output className="pb-2 text-dns-16N-130">
          {count(meant.length)}人{meant.length < lines.length && `（全${count(lines.length)}人）`}
        </output>
      </div>
      {meant.length > SHOWN && (
        <p className="text-std-16N-170">
          はじめの{SHOWN}人だけを表示しています。状態・所属・氏名で絞り込んでください。
        </p>
      )}
      {rows.length === 0 ? (
        <EmptyState title="この条件に当たる利用者はいません">
          状態・所属・氏名の条件を変えてください。
        </EmptyState>
      ) : (
        <PickTable
          label="利用者の名簿"
          columns={columns}
          rows={rows}
          keyOf={({ line }) => line.user.userId}
          onPick={({ line }) => onOpen(line.user.userId)}
          startAt={startAt}
          takesFocus={rows.some(({ line }) => line.user.userId === startAt)}
        />
      )}
    </section>
  );
}
