import type { ComponentType } from 'react';

import type { ScreenName } from '../../src-shared/contract/screens.ts';
import { ApprovalsScreen } from '../screens/approvals/approvals-screen.tsx';
import { BatchesScreen } from '../screens/batches/batches-screen.tsx';
import { OperationLogScreen } from '../screens/operation-log/operation-log-screen.tsx';
import { PeopleScreen } from '../screens/people/people-screen.tsx';
import { UsersScreen } from '../screens/users/users-screen.tsx';
import { WorkstationScreen } from '../screens/workstation/workstation-screen.tsx';

/** What stands behind each entry of the navigation. */
export const screens: Readonly<Record<ScreenName, ComponentType>> = {
  people: PeopleScreen,
  batches: BatchesScreen,
  approvals: ApprovalsScreen,
  'operation-log': OperationLogScreen,
  users: UsersScreen,
  workstation: WorkstationScreen,
};
