import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type SignedIn, TestVrs } from './training-vrs.ts';

describe('The access log of VRS', () => {
  let test: TestVrs;
  let clerk: SignedIn;
  let chief: SignedIn;

  beforeAll(async () => {
    test = await TestVrs.start({ people: 100 });
    clerk = await test.signIn('clerk01');
    chief = await test.signIn('chief01');
  });
  afterAll(() => test.end());

  const log = async (query: object = {}) => chief.call('accessLog.list', { query });

  it('names who, where, what, with which outcome and about whom', async () => {
    const { people } = await clerk.call('people.find', { query: { kana: 'サ', limit: 3 } });
    await chief.call('users.list', {});
    const entries = (await log({ userId: 'clerk01' })).entries;
    expect(entries.at(-1)).toMatchObject({
      userId: 'clerk01',
      workstation: 'TRAINING-01',
      call: 'people.find',
      status: 200,
      code: '',
      addresseeNumbers: people.map(({ addresseeNumber }) => addresseeNumber),
    });
  });

  it('has what was refused, too', async () => {
    await clerk.refusal('users.list', {});
    await chief.call('users.list', {});
    const refused = (await log({ userId: 'clerk01' })).entries.at(-1);
    expect(refused).toMatchObject({ call: 'users.list', status: 403, code: 'role-not-allowed' });
  });

  it('names the workstation by its certificate', async () => {
    const { certificatePem, keyPem } = await test.vrs.issueClientCertificate('MADOGUCHI-3');
    const client = test.newClient({ cert: certificatePem, key: keyPem });
    await client.refusal('session.open', {
      body: { userId: 'who', password: 'x', oneTimePassword: '000000' },
    });
    await client.close();
    await chief.call('users.list', {});
    const entries = (await log({ userId: 'who' })).entries;
    expect(entries).toMatchObject([{ workstation: 'MADOGUCHI-3', code: 'credentials-wrong' }]);
  });

  it('goes on page by page, in order, without a gap', async () => {
    const whole = (await log({ limit: 2000 })).entries;
    const paged: number[] = [];
    let cursor: string | null = null;
    do {
      const query = { limit: 3, ...(cursor === null ? {} : { cursor }) };
      const page: Awaited<ReturnType<typeof log>> = await log(query);
      paged.push(...page.entries.map(({ sequence }) => sequence));
      ({ cursor } = page);
    } while (cursor !== null && paged.length < whole.length);
    expect(paged.slice(0, whole.length)).toEqual(whole.map(({ sequence }) => sequence));
  });

  it('can be asked for a time', async () => {
    const from = test.vrs.clock.now().toISOString();
    await clerk.call('people.find', { query: { kana: 'タ', limit: 1 } });
    test.vrs.clock.advance(1000);
    const until = test.vrs.clock.now().toISOString();
    const { entries } = await log({ from, until });
    expect(entries.map(({ call }) => call)).toEqual(['people.find']);
  });

  it('counts everybody of a change-feed page', async () => {
    const { people } = await clerk.call('people.changes', { query: { limit: 50 } });
    await chief.call('users.list', {});
    const entries = (await log({ userId: 'clerk01' })).entries;
    expect(entries.at(-1)?.addresseeNumbers).toEqual(people.map(({ addresseeNumber }) => addresseeNumber));
  });

  it('has its entry before the answer goes out: without one there is no answer', async () => {
    test.vrs.storage.database.exec('ALTER TABLE access_log RENAME TO elsewhere');
    const { status } = await clerk.client.plain('GET', '/v1/people?kana=a', { token: clerk.token });
    test.vrs.storage.database.exec('ALTER TABLE elsewhere RENAME TO access_log');
    expect(status).toBe(500);
    expect(test.bugs.splice(0)).not.toEqual([]);
  });
});
