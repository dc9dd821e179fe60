import { useRef } from 'react';

import type { PersonView } from '../../../src-shared/contract/people.ts';
import { formatJapaneseDate } from '../../../src-shared/domain/dates/eras.ts';
import { Button } from '../../components/button.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Icon } from '../../components/icon.tsx';
import { SourceLine } from '../../components/source-line.tsx';
import { slashed } from '../../wording/dates.ts';
import { sexNames } from '../../wording/people.ts';
import { DoseTable } from './dose-table.tsx';
import { FlagBadge } from './flag-badge.tsx';
import { TicketTable } from './ticket-table.tsx';
import { WarningList } from './warning-list.tsx';

interface PersonDetailProps {
  readonly view: PersonView;
  readonly backTo: string;
  readonly onBack: () => void;
  readonly onRefresh: () => void;
  readonly isRefreshing: boolean;
}

/** One person: who it is, tickets, and the doses in order. */
export function PersonDetail({ view, backTo, onBack, onRefresh, isRefreshing }: PersonDetailProps) {
  const { person, source, warnings } = view;
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  return (
    <article aria-label="住民の詳細" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="-ml-3">
          <Button size="small" look="plain" onPress={onBack}>
            <Icon name="back" className="size-4" />
            {backTo}に戻る（Esc）
          </Button>
        </div>
        <SourceLine source={source} onRefresh={onRefresh} isRefreshing={isRefreshing} />
      </div>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 ref={heading} tabIndex={-1} className="text-std-28B-150 text-solid-gray-900">
          {person.name}
        </h2>
        <p className="text-std-18N-160 text-solid-gray-700">{person.kana}</p>
        <FlagBadge flag={person.flag} />
      </div>
      <Facts>
        <Fact name="生年月日">
          {slashed(person.birthDate)}（{formatJapaneseDate(person.birthDate)}）
        </Fact>
        <Fact name="性別">{sexNames[person.sex]}</Fact>
        <Fact name="宛名番号">{person.addresseeNumber}</Fact>
        <Fact name="個人番号">VRSは個人番号を返しません。この端末にもありません。</Fact>
      </Facts>
      <WarningList warnings={warnings} />
      <DoseTable person={person} warnings={warnings} />
      <TicketTable tickets={person.tickets} />
    </article>
  );
}
