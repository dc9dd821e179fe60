import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openingOf } from './batch-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const look = { query: { kana: 'ア', limit: 1 } };

describe('A fault on purpose', () => {
  let test: TestVrs;
  let person: SignedIn;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 100, faultRoutes: true });
    person = await test.signIn('clerk01');
  });
  afterEach(() => test.end());

  it('happens to the calls it is for, as often as was said, and then no more', async () => {
    test.vrs.faults.add(
      { kind: 'busy', status: 503, retryAfterSeconds: 3 },
      { calls: ['people.find'], times: 2 },
    );
    await person.call('people.changes', { query: { limit: 1 } });
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, headers } = await person.send('people.find', look);
      expect([status, headers['retry-after']]).toEqual([503, '3']);
    }
    expect((await person.send('people.find', look)).status).toBe(200);
  });

  it('goes on always until it is cleared', async () => {
    test.vrs.faults.add({ kind: 'busy', status: 429, retryAfterSeconds: 1 });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await person.send('people.find', look)).status).toBe(429);
    }
    test.vrs.faults.clear();
    expect((await person.send('people.find', look)).status).toBe(200);
  });

  it('makes an answer late, also one that has another fault', async () => {
    test.vrs.faults.add({ kind: 'latency', milliseconds: 300 }, { times: 2 });
    test.vrs.faults.add({ kind: 'busy', status: 503, retryAfterSeconds: 1 }, { times: 1 });
    for (const status of [503, 200]) {
      const start = performance.now();
      expect((await person.send('people.find', look)).status).toBe(status);
      expect(performance.now() - start).toBeGreaterThan(290);
    }
  });

  it('cuts an answer in the middle', async () => {
    test.vrs.faults.add({ kind: 'truncated' }, { times: 1 });
    await expect(person.send('people.find', look)).rejects.toThrow(/closed|terminated|other side/i);
  });

  it('gives an answer of another shape, with status and type as ever', async () => {
    test.vrs.faults.add({ kind: 'wrong-shape' }, { times: 1 });
    const { status, headers, body } = await person.client.plain('GET', '/v1/people?kana=a', {
      token: person.token,
    });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch('application/json');
    expect(body).toEqual({ unexpected: true });
  });

  it('fills the disk: what was to be written is not there, and the server goes on', async () => {
    const key = randomUUID();
    test.vrs.faults.add({ kind: 'disk-full' }, { calls: ['batches.open'], times: 1 });
    const body = openingOf('records', 1);
    const full = await person.send('batches.open', { body }, { key });
    expect(full).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(full.headers['retry-after'])).toBeGreaterThan(0);
    expect((await person.call('batches.list', { query: {} })).batches).toEqual([]);
    await person.call('batches.open', { body }, { key });
    expect((await person.call('batches.list', { query: {} })).batches).toHaveLength(1);
  });

  it('is planned over HTTP where the server was started for it', async () => {
    const plan = {
      fault: { kind: 'busy', status: 503, retryAfterSeconds: 9 },
      calls: ['people.find'],
      times: 1,
    };
    const planned = await test.client.plain('POST', '/training/faults', { raw: JSON.stringify(plan) });
    expect(planned.body).toEqual({ faults: [plan] });
    expect((await person.send('people.find', look)).status).toBe(503);
    expect((await test.client.plain('GET', '/training/faults')).body).toEqual({ faults: [] });
    await test.client.plain('POST', '/training/faults', { raw: JSON.stringify(plan) });
    await test.client.plain('DELETE', '/training/faults');
    expect((await person.send('people.find', look)).status).toBe(200);
    expect((await test.client.plain('POST', '/training/faults', { raw: '{}' })).status).toBe(400);
  });

  it('can be the certificate or the clock, until everything is right again', async () => {
    const plan = async (method: string, raw?: string) => {
      const client = test.newClient();
      // The connection may end with the answer: the certificate changes right after it.
      const answer = await client.plain(method, '/training/faults', raw === undefined ? {} : { raw });
      await client.close();
      return answer.status;
    };
    expect(await plan('POST', '{"clock":3600000}')).toBe(200);
    expect(test.vrs.clock.now().getTime() - Date.now()).toBeGreaterThan(3_500_000);
    expect(await plan('POST', '{"certificate":"expired"}')).toBe(200);
    const client = test.newClient();
    await expect
      .poll(() =>
        client.plain('GET', '/v1/status').then(String, (error: NodeJS.ErrnoException) => error.code),
      )
      .toBe('CERT_HAS_EXPIRED');
    test.vrs.faults.clear();
    await test.vrs.useCertificate(undefined);
    expect(await plan('DELETE')).toBe(200);
    expect(test.vrs.clock.now().getTime() - Date.now()).toBeLessThan(1000);
    await client.close();
  });

  it('has no route otherwise', async () => {
    const plain = await TestVrs.start({ people: 1 });
    expect((await plain.client.plain('GET', '/training/faults')).status).toBe(404);
    await plain.end();
  });

  it('turns the clock: a code of the wrong time is refused', async () => {
    const { userId, password } = test.credentials('clerk02');
    test.vrs.clock.advance(-10 * 60_000);
    const { oneTimePassword } = test.credentials('clerk02');
    test.vrs.clock.advance(10 * 60_000);
    expect(
      await test.client.refusal('session.open', { body: { userId, password, oneTimePassword } }),
    ).toMatchObject({ code: 'credentials-wrong' });
    test.vrs.clock.advance(3_600_000);
    const { time } = await test.client.call('status.read', {});
    expect(Date.parse(time) - Date.now()).toBeGreaterThan(3_500_000);
  });
});
