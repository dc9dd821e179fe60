import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { isRecorded, type Operation } from '../../../src-shared/contract/operation.ts';
import { mayCall, navigationOf } from '../../../src-shared/contract/navigation.ts';
import { operationNames, operations } from '../../../src-shared/contract/operations.ts';
import { Role } from '../../../src-shared/domain/roles.ts';

const table: readonly (readonly [string, Operation])[] = operationNames.map((name) => [
  name,
  operations[name],
]);

describe('the operation table', () => {
  it.each(table)('%s takes an object that refuses what it does not know', (_, { input }) => {
    const refused = input.safeParse({ ['__never_declared__']: 1 });
    expect(refused.success).toBe(false);
  });

  it.each(table)(
    '%s names the roles that may call it, or is for everyone without residents’ data',
    (_, operation) => {
      if (operation.roles === 'everyone') return;
      expect(operation.roles.length).toBeGreaterThan(0);
      expect(operation.session).toBe('unlocked');
    },
  );

  it.each(table)('%s says in the log what it did, or why it does not', (_, { log }) => {
    expect(isRecorded(log) ? log.action : log.notRecordedBecause).not.toBe('');
  });

  it('gives every action of the log to one operation only', () => {
    const actions = table.flatMap(([, { log }]) => (isRecorded(log) ? [log.action] : []));
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('lets no one without a session call anything but what the sign-in screen needs', () => {
    const open = table.filter(([, { session }]) => session === 'none').map(([name]) => name);
    expect(open.toSorted()).toEqual([
      'session.signIn',
      'session.trainingAccounts',
      'session.trainingCredentials',
      'session.view',
    ]);
  });

  it('asks again for password and one-time password exactly where the table says so', () => {
    for (const [, operation] of table) {
      const fields = operation.input instanceof z.ZodObject ? Object.keys(operation.input.shape) : [];
      const asks = fields.some((field) => /password/i.test(field));
      if (operation.session === 'none') continue;
      expect(asks).toBe(operation.reauthentication);
    }
  });
});

describe('the navigation', () => {
  it('shows the IT section no screen with residents', () => {
    expect(navigationOf('it').map(({ label }) => label)).toEqual(['端末設定']);
  });

  it('shows a contractor the look-up and nothing that registers or approves', () => {
    expect(navigationOf('contractor').map(({ label }) => label)).toEqual(['照会']);
  });

  it('shows a clerk what a clerk does', () => {
    expect(navigationOf('clerk').map(({ label }) => label)).toEqual(['照会', '一括登録']);
  });

  it('shows a supervisor approvals, the log and the roster', () => {
    expect(navigationOf('supervisor').map(({ label }) => label)).toEqual([
      '照会',
      '一括登録',
      '承認',
      '操作ログ',
      '利用者',
    ]);
  });

  it.each(Role.options)('never shows %s a screen whose first operation it may not call', (role) => {
    for (const { opens } of navigationOf(role)) expect(mayCall(role, opens)).toBe(true);
  });
});
