import { describe, expect, it } from 'vitest';

import { isRecorded, type Operation } from '../../../src-shared/contract/operation.ts';
import { operationNames, operations } from '../../../src-shared/contract/operations.ts';
import { ok } from '../../../src-shared/contract/problem.ts';
import { Role } from '../../../src-shared/domain/roles.ts';
import { gatewayUnderTest } from './gateway-under-test.ts';

const reason = { code: 'telephone', note: '' } as const;
const search = { reason, text: '1234567890', birthDate: '', fresh: false } as const;
const found = {
  result: {
    hits: [],
    more: false,
    searchedBy: 'ticket-number',
    source: { from: 'vrs', asOf: '2026-11-20T01:00:00.000Z' },
  },
  subjects: ['1001'],
  detail: { hits: 1 },
};

describe('the doors of the gateway', () => {
  it('lets nothing in that does not come from our own window', async () => {
    const { gateway, reached, entries } = gatewayUnderTest();
    expect(await gateway.call(false, 'people.search', search)).toMatchObject({
      problem: { code: 'not-the-window' },
    });
    expect(reached).toEqual([]);
    expect(entries).toMatchObject([{ operation: 'people.search', result: 'not-the-window', subjects: [] }]);
  });

  it.each(['no.such', '__proto__', 'constructor', 'toString', '', 42, null, undefined, {}, []])(
    'knows no operation %j',
    async (name) => {
      const { gateway, reached } = gatewayUnderTest();
      expect(await gateway.call(true, name, {})).toMatchObject({ problem: { code: 'input-invalid' } });
      expect(reached).toEqual([]);
    },
  );

  it('refuses an input that the schema does not know, and writes that down without the input', async () => {
    const { gateway, reached, entries } = gatewayUnderTest();
    const answer = await gateway.call(true, 'people.search', { ...search, path: '/etc/passwd' });
    expect(answer).toMatchObject({ problem: { code: 'input-invalid' } });
    expect(reached).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain('passwd');
  });

  it('does not let a training operation through in a production profile', async () => {
    const { gateway, reached } = gatewayUnderTest({ standing: 'signed-out' });
    expect(await gateway.call(true, 'session.trainingAccounts', {})).toMatchObject({
      problem: { code: 'training-only' },
    });
    expect(reached).toEqual([]);
  });

  it('takes only so many calls at once', async () => {
    const { gateway } = gatewayUnderTest({ burst: 2, standing: 'signed-out' });
    for (let call = 0; call < 2; call += 1) await gateway.call(true, 'session.view', {});
    expect(await gateway.call(true, 'session.view', {})).toMatchObject({
      problem: { code: 'too-many-calls' },
    });
  });
});

describe.each(Role.options)('with the role %s', (role) => {
  it.each(operationNames)('%s is open exactly where the table says so', async (name) => {
    const operation: Operation = operations[name];
    const { gateway, entries } = gatewayUnderTest({ role, training: true });
    const answer = await gateway.call(true, name, undefined);
    const mayCall = operation.roles === 'everyone' || operation.roles.includes(role);
    // Past the role comes the input door, which this input never passes.
    expect(answer).toMatchObject({ problem: { code: mayCall ? 'input-invalid' : 'role-not-allowed' } });
    expect(entries).toHaveLength(1);
  });
});

describe.each(['signed-out', 'locked', 'password-expired'] as const)('with the session %s', (standing) => {
  const refusal = {
    'signed-out': 'signed-out',
    locked: 'session-locked',
    'password-expired': 'password-must-change',
  }[standing];

  it.each(operationNames)('%s is open exactly where the table says so', async (name) => {
    const operation: Operation = operations[name];
    const { gateway, reached } = gatewayUnderTest({ standing, role: 'administrator', training: true });
    const answer = await gateway.call(true, name, undefined);
    const open =
      operation.session === 'none' || (operation.session === 'signed-in' && standing !== 'signed-out');
    expect(answer).toMatchObject({ problem: { code: open ? 'input-invalid' : refusal } });
    expect(reached).toEqual([]);
  });
});

describe('the operation log', () => {
  it('has the entry, with whose data left and why, before the answer', async () => {
    const { gateway, entries } = gatewayUnderTest({
      handlers: { 'people.search': () => Promise.resolve(ok(found)) },
    });
    const answer = await gateway.call(true, 'people.search', {
      ...search,
      reason: { code: 'other', note: '電話の折り返し' },
    });
    expect(answer).toEqual(ok(found.result));
    expect(entries).toMatchObject([
      {
        operation: 'people.search',
        action: '照会（検索）',
        result: 'done',
        reason: 'その他',
        note: '電話の折り返し',
        subjects: ['1001'],
      },
    ]);
  });

  it('has what a person wrote as their reason, as the note that is sealed and nowhere else', async () => {
    const { gateway, entries } = gatewayUnderTest({ role: 'supervisor' });
    const returned = { batchId: crypto.randomUUID(), reason: 'あ'.repeat(250) };
    await gateway.call(true, 'approvals.return', returned);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries)
      expect(entry).toMatchObject({ reason: '', note: 'あ'.repeat(200), detail: {} });
  });

  it('keeps the answer back where the entry cannot be written', async () => {
    const { gateway } = gatewayUnderTest({
      logFails: true,
      handlers: { 'people.search': () => Promise.resolve(ok(found)) },
    });
    const answer = await gateway.call(true, 'people.search', search);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'log-unavailable' } });
    expect(answer).not.toHaveProperty('value');
  });

  it.each(
    operationNames.filter((name) => {
      const { log }: Operation = operations[name];
      return isRecorded(log) && log.effect === 'changes';
    }),
  )('stops %s before it is tried where the intent cannot be written', async (name) => {
    const inputs: Record<string, unknown> = {
      'session.signIn': { userId: 'clerk01', password: 'x', oneTimePassword: '123456' },
      'session.unlock': { password: 'x', oneTimePassword: '123456' },
      'session.changePassword': { currentPassword: 'x', newPassword: 'y' },
      'batches.send': { draftId: crypto.randomUUID() },
      'batches.withdraw': { draftId: crypto.randomUUID() },
      'batches.submit': {
        draftId: crypto.randomUUID(),
        comment: '',
        leaveOutRejected: false,
        mustCorrectReason: '',
        differenceFingerprint: '0'.repeat(64),
      },
      'approvals.return': { batchId: crypto.randomUUID(), reason: '確認のため' },
      'approvals.approve': {
        batchId: crypto.randomUUID(),
        fingerprint: '0'.repeat(64),
        differenceFingerprint: '0'.repeat(64),
        password: 'x',
        oneTimePassword: '123456',
      },
    };
    const { gateway, reached } = gatewayUnderTest({ role: 'supervisor', logFails: true });
    expect(await gateway.call(true, name, inputs[name])).toMatchObject({
      problem: { code: 'log-unavailable' },
    });
    expect(reached).toEqual([]);
  });

  it('names who tried to sign in, but never a password typed in the wrong field', async () => {
    const { gateway, entries } = gatewayUnderTest({ standing: 'signed-out' });
    const tried = { password: 'Himitsu-no-4649', oneTimePassword: '123456' };
    await gateway.call(true, 'session.signIn', { userId: 'clerk01', ...tried });
    await gateway.call(true, 'session.signIn', { userId: 'Himitsu-no-4649', ...tried });
    expect(entries.map(({ actor }) => actor.userId)).toEqual(['clerk01', 'clerk01', '', '']);
    expect(JSON.stringify(entries)).not.toContain('Himitsu');
  });
});

describe('what is not expected', () => {
  it('becomes an incident number, without the message and without data', async () => {
    const { gateway, incidents } = gatewayUnderTest({
      handlers: {
        'people.search': () => Promise.reject(new TypeError('青葉 花子 1234567890 is not iterable')),
      },
    });
    const answer = await gateway.call(true, 'people.search', search);
    expect(answer).toMatchObject({
      problem: { code: 'unexpected', about: { incident: expect.stringMatching(/^[0-9A-F]{8}$/) } },
    });
    expect(incidents).toMatchObject([{ operation: 'people.search', error: 'TypeError' }]);
    expect(JSON.stringify([answer, incidents])).not.toMatch(/青葉|1234567890/);
  });

  it('is also an answer that the schema does not know', async () => {
    const leaking = { ...found, result: { ...found.result, token: 'secret' } };
    const { gateway, incidents } = gatewayUnderTest({
      handlers: { 'people.search': () => Promise.resolve(ok(leaking)) },
    });
    expect(await gateway.call(true, 'people.search', search)).toMatchObject({
      problem: { code: 'unexpected' },
    });
    expect(incidents).toHaveLength(1);
  });
});
