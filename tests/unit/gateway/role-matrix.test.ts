import { describe, expect, it } from 'vitest';

import { isRecorded, type Operation } from '../../../src-shared/contract/operation.ts';
import { operationNames, operations } from '../../../src-shared/contract/operations.ts';
import type { ProblemCode } from '../../../src-shared/contract/problem-sentences.ts';
import { Role } from '../../../src-shared/domain/roles.ts';
import { gatewayUnderTest, type GatewayOptions, userWith } from './gateway-under-test.ts';

type Standing = NonNullable<GatewayOptions['standing']>;

/** Everybody who can stand before the screen: five roles in each state of a session, or nobody. */
const people: readonly { readonly role: Role | undefined; readonly standing: Standing }[] = [
  { role: undefined, standing: 'signed-out' },
  ...Role.options.flatMap((role) =>
    (['locked', 'password-expired', 'signed-in'] as const).map((standing) => ({ role, standing })),
  ),
];

/** What the table says must be answered, in words of its own: nothing of the gateway's code is used. */
function refusalByTable(
  { session, roles }: Operation,
  role: Role | undefined,
  standing: Standing,
): ProblemCode | undefined {
  if (session === 'none') return undefined;
  if (role === undefined) return 'signed-out';
  const needsScreen = session === 'unlocked';
  if (needsScreen && standing === 'locked') return 'session-locked';
  if (needsScreen && standing === 'password-expired') return 'password-must-change';
  return roles === 'everyone' || roles.includes(role) ? undefined : 'role-not-allowed';
}

describe.each(people)('before the screen: $role, $standing', ({ role, standing }) => {
  it.each(operationNames)('%s: the refusal and its entry', async (name) => {
    const operation: Operation = operations[name];
    const { gateway, entries, reached } = gatewayUnderTest({
      standing,
      training: true,
      ...(role === undefined ? {} : { role }),
    });
    // No operation takes this: whoever comes past the role is stopped at the input.
    const refusal = refusalByTable(operation, role, standing) ?? 'input-invalid';
    const answer = await gateway.call(true, name, { not: 'an input of anything' });

    expect(answer).toMatchObject({ ok: false, problem: { code: refusal } });
    expect(reached).toEqual([]);
    const user = role === undefined ? undefined : userWith(role);
    expect(entries).toEqual([
      {
        actor: {
          userId: user?.userId ?? '',
          name: user?.name ?? '',
          department: user?.department ?? '',
          role: role ?? '',
        },
        operation: name,
        action: isRecorded(operation.log) ? operation.log.action : operation.summary,
        reason: '',
        note: '',
        subjects: [],
        result: refusal,
        detail: {},
      },
    ]);
  });

  it.each(operationNames)('%s: no refusal is answered that could not be written down', async (name) => {
    const { gateway, reached } = gatewayUnderTest({
      standing,
      training: true,
      logFails: true,
      ...(role === undefined ? {} : { role }),
    });
    const answer = await gateway.call(true, name, { not: 'an input of anything' });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'log-unavailable' } });
    expect(reached).toEqual([]);
  });
});

it('the matrix has a refusal of every kind, and somebody who comes through everywhere', () => {
  const told = new Set<ProblemCode>();
  for (const name of operationNames) {
    const refusals = people.map(({ role, standing }) => refusalByTable(operations[name], role, standing));
    for (const refusal of refusals) if (refusal !== undefined) told.add(refusal);
    // An operation that nobody can come to would be a mistake of the table.
    expect([name, refusals.includes(undefined)]).toEqual([name, true]);
  }
  expect([...told].toSorted()).toEqual(
    ['password-must-change', 'role-not-allowed', 'session-locked', 'signed-out'].toSorted(),
  );
});
