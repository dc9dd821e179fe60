import type { PersonHit } from '../../../src-shared/contract/people.ts';
import { MAX_HITS } from '../../../src-shared/contract/people.ts';
import { formatJapaneseDate } from '../../../src-shared/domain/dates/eras.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { PickTable } from '../../components/pick-table.tsx';
import { SourceLine } from '../../components/source-line.tsx';
import type { Column } from '../../components/table.tsx';
import { slashed } from '../../wording/dates.ts';
import { count, ticketNumber } from '../../wording/numbers.ts';
import { searchedByNames, sexNames } from '../../wording/people.ts';
import { FlagBadge } from './flag-badge.tsx';
import type { Found } from './lookup.ts';

const columns: readonly [Column<PersonHit>, ...Column<PersonHit>[]] = [
  { id: 'name', title: '氏名', cell: (hit) => hit.name },
  { id: 'kana', title: 'カナ', cell: (hit) => hit.kana },
  {
    id: 'birth-date',
    title: '生年月日',
    className: 'whitespace-nowrap',
    cell: (hit) => (
      <>
        {slashed(hit.birthDate)}
        <span className="block text-dns-14N-130 text-solid-gray-700">
          {formatJapaneseDate(hit.birthDate)}
        </span>
      </>
    ),
  },
  { id: 'sex', title: '性別', cell: (hit) => sexNames[hit.sex] },
  { id: 'addressee-number', title: '宛名番号', cell: (hit) => hit.addresseeNumber },
  {
    id: 'ticket-number',
    title: '券番号',
    className: 'whitespace-nowrap',
    cell: (hit) => ticketNumber(hit.ticketNumber),
  },
  { id: 'doses', title: '回数', isNumber: true, cell: (hit) => `${hit.doseCount}回` },
  { id: 'flag', title: '異動', cell: (hit) => <FlagBadge flag={hit.flag} isShort /> },
];

interface HitsProps {
  readonly found: Found;
  readonly startAt: string | undefined;
  readonly onPick: (hit: PersonHit) => void;
  readonly onRefresh: () => void;
  readonly isRefreshing: boolean;
}

/** The people that were found, or why there is nobody, or that there are too many. */
export function Hits({ found, startAt, onPick, onRefresh, isRefreshing }: HitsProps) {
  const { hits, more, searchedBy, source } = found;
  const by = searchedByNames[searchedBy];
  return (
    <section aria-label="検索結果" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 className="text-std-18B-160">
          {more ? `${MAX_HITS}人を超えました` : `${count(hits.length)}人`}
          <span className="ml-3 text-dns-16N-130 text-solid-gray-700">{by}で検索</span>
        </h2>
        <SourceLine source={source} onRefresh={onRefresh} isRefreshing={isRefreshing} />
      </div>
      {more && (
        <Notice kind="caution" announced="politely">
          はじめの{MAX_HITS}
          人だけを表示しています。生年月日を加えるか、氏名・カナをもう少し長く入力して絞り込んでください。
        </Notice>
      )}
      {hits.length === 0 ? (
        <EmptyState title="該当する人はいません">
          {source.from === 'local-copy'
            ? 'VRSから返事がないため、端末内の写しだけを調べました。つながってから「VRSで最新を確認」で調べてください。'
            : 'VRSを調べました。番号の桁、読みがな、生年月日を確かめてください。'}
        </EmptyState>
      ) : (
        <PickTable
          label="検索結果"
          columns={columns}
          rows={hits}
          keyOf={(hit) => hit.addresseeNumber}
          onPick={onPick}
          startAt={startAt}
          takesFocus
        />
      )}
    </section>
  );
}
