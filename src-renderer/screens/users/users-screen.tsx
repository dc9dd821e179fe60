import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { useAnswer } from '../../app/calls.ts';
import { useRemember, useRemembered } from '../../app/remembered.ts';
import { Button } from '../../components/button.tsx';
import { isTextField } from '../../components/focus.ts';
import { ReadProblem } from '../../components/read-problem.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { ApplicationForm } from './application-form.tsx';
import { type Draft, draftFrom, emptyDraft, isDraft } from './application-draft.ts';
import { ApplicationPage } from './application-page.tsx';
import { DecidedApplications, WaitingApplications } from './applications.tsx';
import { noRosterFilter, Roster, type RosterFilter } from './roster.tsx';
import { UserPage } from './user-page.tsx';

/** What fills the screen: the lists, somebody, an application, or an application that is being written. */
type Page =
  | { readonly at: 'lists' }
  | { readonly at: 'user'; readonly userId: string }
  | { readonly at: 'application'; readonly applicationId: string }
  | { readonly at: 'form'; readonly userId: string };

/** 利用者: who may work here until when, and every change of it by two people. */
export function UsersScreen() {
  const remembered = useRemembered('users');
  const [filter, setFilter] = useState<RosterFilter>(() => ({
    ...noRosterFilter,
    text: remembered?.['text'] ?? '',
  }));
  const [draft, setDraft] = useState<Draft>(() => draftFrom(remembered));
  const [page, setPage] = useState<Page>(() =>
    remembered?.['at'] === 'form' && isDraft(draft) ? { at: 'form', userId: draft.userId } : { at: 'lists' },
  );
  useRemember('users', { ...draft, text: filter.text, at: page.at });
  const [last, setLast] = useState<string>();
  const roster = useAnswer('users.roster', {}, { isFresh: true });
  const applications = useAnswer('users.applications', {}, { isFresh: true });
  const root = useRef<HTMLDivElement>(null);

  // A button that is gone once it has done its work leaves the keys with the screen.
  const arrived = Math.max(roster.arrival, applications.arrival);
  useEffect(() => {
    if (arrived > 0 && document.activeElement === document.body) root.current?.focus();
  }, [arrived]);

  const lookAgain = (): void => {
    roster.askAgain();
    applications.askAgain();
  };
  const open = (next: Page): void => {
    // What was picked goes away before the next page is there: keys must not fall in between.
    root.current?.focus();
    root.current?.scrollIntoView({ block: 'start' });
    if (next.at === 'user') setLast(next.userId);
    if (next.at === 'application') setLast(next.applicationId);
    setPage(next);
  };
  const back = (): void => {
    lookAgain();
    open({ at: 'lists' });
  };
  const begin = (started: Draft): void => {
    setDraft(started);
    open({ at: 'form', userId: started.userId });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isWriting = isTextField(event.target) || event.nativeEvent.isComposing;
    if (event.key === 'Escape' && !isWriting && page.at !== 'lists') back();
  };

  const lines = roster.value?.lines;
  const all = applications.value?.applications;
  const user = page.at === 'user' && lines?.find((line) => line.user.userId === page.userId);
  const application =
    page.at === 'application' && all?.find((each) => each.applicationId === page.applicationId);
  return (
    // Not a control by itself: it hears Esc from what is inside it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={root} tabIndex={-1} onKeyDown={onKeyDown} className="flex min-h-full flex-col">
      {page.at === 'form' ? (
        <ApplicationForm
          draft={draft}
          lines={lines ?? []}
          onChange={setDraft}
          onBack={back}
          onDone={() => {
            setDraft(emptyDraft);
            back();
          }}
        />
      ) : user ? (
        <UserPage
          key={user.user.userId}
          line={user}
          waiting={all?.find(({ state, entry }) => state === 'waiting' && entry.userId === user.user.userId)}
          onApply={begin}
          onChanged={lookAgain}
          onBack={back}
        />
      ) : application ? (
        <ApplicationPage
          key={application.applicationId}
          application={application}
          lines={lines ?? []}
          onChanged={lookAgain}
          onBack={back}
        />
      ) : (
        <div className="flex flex-col gap-4 px-6 py-4">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0 grow basis-96">
              <h1 className="text-std-20B-150">利用者</h1>
              <p className="text-std-16N-170">
                新しい利用者、期間の延長、所属や役割の変更は、申請して、別の人（システム管理者）が承認すると有効になります。
              </p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Button look="primary" onPress={() => begin(emptyDraft)}>
                新しい利用者を申請
              </Button>
              <Button isDisabled={roster.busy || applications.busy} onPress={lookAgain}>
                一覧を更新
              </Button>
            </div>
          </div>
          <ReadProblem
            of={{
              value: lines ?? all,
              problem: roster.problem ?? applications.problem,
              busy: roster.busy || applications.busy,
              askAgain: lookAgain,
            }}
          />
          <Waiting busy={(roster.busy && !lines) || (applications.busy && !all)} lines={8} />
          {all && (
            <WaitingApplications
              applications={all}
              startAt={last}
              onOpen={(applicationId) => open({ at: 'application', applicationId })}
            />
          )}
          {lines && (
            <Roster
              lines={lines}
              filter={filter}
              onFilter={setFilter}
              startAt={last}
              onOpen={(userId) => open({ at: 'user', userId })}
            />
          )}
          {all && (
            <DecidedApplications
              applications={all}
              startAt={last}
              onOpen={(applicationId) => open({ at: 'application', applicationId })}
            />
          )}
        </div>
      )}
    </div>
  );
}
