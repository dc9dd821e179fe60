import type { Role } from '../domain/roles.ts';
import { type OperationName, operations } from './operations.ts';
import type { ScreenName } from './screens.ts';

/** A screen in the left navigation: its fixed label, and the operation without which it would be empty. */
interface NavigationEntry {
  readonly screen: ScreenName;
  readonly label: string;
  readonly opens: OperationName;
}

const entries: readonly NavigationEntry[] = [
  { screen: 'people', label: '照会', opens: 'people.search' },
  { screen: 'batches', label: '一括登録', opens: 'batches.chooseFile' },
  { screen: 'approvals', label: '承認', opens: 'approvals.inbox' },
  { screen: 'operation-log', label: '操作ログ', opens: 'log.entries' },
  { screen: 'users', label: '利用者', opens: 'users.roster' },
  { screen: 'workstation', label: '端末設定', opens: 'workstation.status' },
];

export function mayCall(role: Role, name: OperationName): boolean {
  const { roles } = operations[name];
  return roles === 'everyone' || roles.some((allowed) => allowed === role);
}

/** What a role sees on the left, in the order of the shortcuts Alt+1 …: only what its operations let it open. */
export function navigationOf(role: Role): readonly NavigationEntry[] {
  return entries.filter((entry) => mayCall(role, entry.opens));
}
