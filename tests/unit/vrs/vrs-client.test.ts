import { describe, expect, it } from 'vitest';

import { ok } from '../../../src-shared/contract/problem.ts';
import { json, refusal, scriptedVrs } from './scripted-vrs.ts';

const status = { time: '2026-11-20T01:00:00.000Z', version: '1' };
const bearer = { token: 'x'.repeat(40), expiresAt: '2026-11-20T01:10:00.000Z' };
const signIn = { body: { userId: 'clerk01', password: 'pw', oneTimePassword: '123456' } } as const;
const refused = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }),
});

describe('asking VRS', () => {
  it('gives an answer that its schema knows', async () => {
    const { client, connections } = scriptedVrs([json(200, status)]);
    expect(await client.call('status.read', {})).toEqual(ok(status));
    expect(connections).toEqual(['connected']);
  });

  it('sends the token on calls that need it and on no other', async () => {
    const { client, requests } = scriptedVrs([json(200, status), json(200, bearer)]);
    await client.call('status.read', {});
    await client.call('session.renew', {});
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
    expect(requests[1]?.headers).toMatchObject({ authorization: 'Bearer token-of-the-session' });
  });

  it('never leaves the profile’s origin, whatever stands in a path', async () => {
    const { client, requests } = scriptedVrs([refusal(404, 'not-found')]);
    await client.call('records.read', { path: { recordId: '00000000-0000-4000-8000-000000000000' } });
    expect(requests[0]?.url).toBe(
      'https://vrs.example.lg.jp/v1/records/00000000-0000-4000-8000-000000000000',
    );
    await expect(client.call('people.read', { path: { addresseeNumber: '../../evil' } })).rejects.toThrow(
      /addresseeNumber/,
    );
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['another shape', json(200, { ...status, admin: true })],
    ['no JSON', new Response('<html>', { status: 200 })],
    ['an empty body', new Response('', { status: 200 })],
    ['another status', json(206, status)],
    ['a refusal of unknown form', json(400, { error: 'nope' })],
    ['a refusal of unknown code', refusal(400, 'never-declared')],
  ])('throws away an answer of %s', async (_, answer) => {
    const { client } = scriptedVrs([answer]);
    expect(await client.call('status.read', {})).toMatchObject({ problem: { code: 'vrs-answer-invalid' } });
  });
});

describe('trying again', () => {
  it('reads again after the connection failed', async () => {
    const { client, requests, connections } = scriptedVrs([refused, refused, json(200, status)]);
    expect(await client.call('status.read', {})).toEqual(ok(status));
    expect(requests).toHaveLength(3);
    expect(connections).toEqual(['no-answer', 'connected']);
  });

  it('gives up after three times and says that VRS is out of reach', async () => {
    const { client, requests } = scriptedVrs([refused]);
    expect(await client.call('status.read', {})).toMatchObject({ problem: { code: 'vrs-unreachable' } });
    expect(requests).toHaveLength(3);
  });

  it('writes again only under the same idempotency key', async () => {
    const { client, requests } = scriptedVrs([refused, refusal(409, 'batch-state')]);
    const batchId = '00000000-0000-4000-8000-000000000000';
    await client.call('batches.withdraw', { path: { batchId } });
    const keys = requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('never tries a sign-in twice: each try counts towards the lock', async () => {
    const { client, requests } = scriptedVrs([refused]);
    expect(await client.call('session.open', signIn)).toMatchObject({ problem: { code: 'vrs-unreachable' } });
    expect(requests).toHaveLength(1);
  });

  it('waits as long as Retry-After says, and tells the person where that is too long', async () => {
    const { client, requests, connections } = scriptedVrs([
      refusal(503, 'unavailable', {}),
      json(200, status),
    ]);
    expect(await client.call('status.read', {})).toEqual(ok(status));
    expect(requests).toHaveLength(2);
    expect(connections).toEqual(['busy', 'connected']);
    const busy = scriptedVrs([json(503, {}, { 'retry-after': '120' })]);
    expect(await busy.client.call('status.read', {})).toMatchObject({
      problem: { code: 'vrs-busy', about: { seconds: 120 } },
    });
    expect(busy.requests).toHaveLength(1);
  });

  it('stops at once when the work is cancelled', async () => {
    const cancelled = new AbortController();
    const { client, requests } = scriptedVrs([refused], {
      retry: { attempts: 3, firstWait: 5_000, longestWait: 5_000 },
    });
    const asked = client.call('status.read', {}, { signal: cancelled.signal });
    cancelled.abort();
    await asked;
    expect(requests.length).toBeLessThan(3);
  });
});

describe('no answer', () => {
  it.each([
    ['vrs-certificate', new Error('net::ERR_CERT_AUTHORITY_INVALID')],
    [
      'vrs-certificate',
      new Error('x', { cause: Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }) }),
    ],
    [
      'vrs-certificate',
      new Error('x', { cause: Object.assign(new Error(), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }) }),
    ],
    ['vrs-client-certificate', new Error('net::ERR_BAD_SSL_CLIENT_AUTH_CERT')],
    ['vrs-slow', new Error('net::ERR_TIMED_OUT')],
    ['vrs-unreachable', new Error('net::ERR_NAME_NOT_RESOLVED')],
    ['vrs-unreachable', new Error('net::ERR_CONNECTION_RESET')],
  ])('is told as %s', async (code, error) => {
    const { client } = scriptedVrs([error]);
    expect(await client.call('session.open', signIn)).toMatchObject({ problem: { code } });
  });

  it('is told as slow where time ran out', async () => {
    const never = scriptedVrs([
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    ]);
    expect(await never.client.call('session.open', signIn, { timeout: 20 })).toMatchObject({
      problem: { code: 'vrs-slow' },
    });
  });

  it('is a broken body too', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"time":'));
        controller.error(new Error('net::ERR_CONTENT_LENGTH_MISMATCH'));
      },
    });
    const { client } = scriptedVrs([() => Promise.resolve(new Response(broken, { status: 201 }))]);
    expect(await client.call('session.open', signIn)).toMatchObject({ problem: { code: 'vrs-unreachable' } });
  });
});

describe('a token that VRS no longer takes', () => {
  it.each([
    ['session-expired', 'session-ended'],
    ['session-replaced', 'session-replaced'],
    ['session-stopped', 'session-stopped'],
    ['session-period-over', 'session-period-over'],
  ] as const)('is told with its reason (%s)', async (code, why) => {
    const told: unknown[] = [];
    const { client } = scriptedVrs([refusal(401, code)], { tokenRefused: (...words) => told.push(words) });
    expect(await client.call('session.renew', {})).toMatchObject({ problem: { code: why } });
    expect(told).toEqual([['token-of-the-session', why]]);
  });
});
