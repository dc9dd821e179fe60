import type { navigationOf } from '../../src-shared/contract/navigation.ts';
import type { ScreenName } from '../../src-shared/contract/screens.ts';
import { count } from '../wording/numbers.ts';
import { CopyState } from './copy-state.tsx';
import { useWorkstationState } from './workstation.tsx';

interface NavigationProps {
  readonly entries: ReturnType<typeof navigationOf>;
  readonly current: ScreenName | undefined;
  readonly onOpen: (screen: ScreenName) => void;
}

export function Navigation({ entries, current, onOpen }: NavigationProps) {
  const { approvalsWaiting } = useWorkstationState();
  return (
    <div className="flex shrink-0 flex-col border-solid-gray-300 bg-solid-gray-50 narrow:border-b desk:w-52 desk:overflow-y-auto desk:border-r">
      <nav aria-label="画面" className="grow p-2">
        <ul className="flex flex-wrap gap-1 desk:flex-col">
          {entries.map((entry, index) => {
            const isCurrent = entry.screen === current;
            const waiting = entry.screen === 'approvals' ? approvalsWaiting : 0;
            return (
              <li key={entry.screen}>
                <button
                  type="button"
                  aria-current={isCurrent ? 'page' : undefined}
                  aria-keyshortcuts={`Alt+${index + 1}`}
                  onClick={() => onOpen(entry.screen)}
                  className={`flex min-h-11 w-full cursor-pointer items-center gap-2 rounded-8 px-3 text-left hover:underline ${
                    isCurrent
                      ? 'bg-blue-900 font-bold text-white'
                      : 'text-solid-gray-900 hover:bg-blue-100 hover:text-blue-1000'
                  }`}
                >
                  {entry.label}
                  {waiting > 0 && (
                    <span className="rounded-full bg-red-900 px-2 py-0.5 text-dns-14B-130 text-white">
                      {count(waiting)}
                      <span className="sr-only">件の承認待ち</span>
                    </span>
                  )}
                  <span
                    aria-hidden="true"
                    className={`ml-auto text-dns-14N-130 narrow:hidden ${isCurrent ? 'text-white' : 'text-solid-gray-700'}`}
                  >
                    Alt+{index + 1}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </nav>
      <CopyState />
    </div>
  );
}
