import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { countOf, ReviewDesk } from './a-review-desk.ts';

const noProblem = { outcome: 'no-problem', note: '' } as const;

let desk: ReviewDesk;

beforeEach(async () => {
  desk = await ReviewDesk.start();
});

afterEach(async () => {
  await desk.end();
});

describe('the weekly review of real look-ups', () => {
  it('is decided by the chief, signed with a password, and can not be changed afterwards', async () => {
    await desk.signIn('clerk01');
    for (const index of [1, 2, 3]) await desk.look(desk.somebody(index));
    await desk.nextWeek();
    await desk.signIn('chief01');
    const read = await desk.week();
    const head = read.head?.hash ?? '';
    expect(countOf(read, 'no-action-after')).toBe(1);
    expect(await desk.sign('chief01', head)).toMatchObject({ problem: { code: 'review-undecided' } });
    await desk.decideAll();
    expect(await desk.sign('chief01', 'f'.repeat(64))).toMatchObject({ problem: { code: 'review-changed' } });
    const wrong = { week: desk.monday, head, password: 'Somebody-else-1', oneTimePassword: '000000' };
    expect(await desk.station.call('review.sign', wrong)).toMatchObject({
      problem: { code: 'reauthentication-failed' },
    });
    const signed = await desk.sign('chief01', head);
    expect(signed).toMatchObject({
      value: { signature: { by: { userId: 'chief01' }, head: { hash: head }, stands: 'as-signed' } },
    });
    // The signature is under a checkpoint at once.
    const { checkpoints, entries } = await desk.station.get('log.state', {});
    expect(checkpoints.newest?.sequence).toBeGreaterThan(entries - 4);
    const [finding] = await desk.findings();
    expect(finding).toMatchObject({ mayDecide: false, decision: { outcome: 'no-problem' } });
    expect(
      await desk.station.call('review.decide', {
        week: desk.monday,
        findings: [finding?.id ?? ''],
        outcome: 'reported',
        note: '',
      }),
    ).toMatchObject({ problem: { code: 'review-signed' } });
    expect(await desk.sign('chief01', head)).toMatchObject({ problem: { code: 'review-signed' } });
  });

  it('is the same after the app was started again: all of it stands in the log', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.nextWeek();
    await desk.signIn('chief01');
    await desk.decideAll();
    await desk.station.get('review.mark', {
      addresseeNumber: desk.somebody(5).addresseeNumber,
      marked: true,
      note: '報道された人',
    });
    expect(await desk.sign('chief01', (await desk.week()).head?.hash ?? '')).toMatchObject({ ok: true });
    const before = await desk.week();
    await desk.startAgain();
    await desk.signIn('chief02');
    const after = await desk.week();
    expect(after.signature).toEqual(before.signature);
    expect(after.counts.accesses).toBe(before.counts.accesses);
    const { marks } = await desk.station.get('review.marks', { offset: 0, limit: 10 });
    expect(marks).toMatchObject([{ reason: '報道された人', by: { userId: 'chief01' } }]);
  });

  it('leaves one’s own look-ups to somebody else', async () => {
    await desk.signIn('chief01');
    await desk.look(desk.somebody(1));
    await desk.nextWeek();
    await desk.signIn('chief01');
    const read = await desk.week();
    expect(read.undecidedOwn).toBe(1);
    const [own] = await desk.findings();
    expect(own).toMatchObject({ isOwn: true, mayDecide: false });
    const decision = { week: desk.monday, findings: [own?.id ?? ''], ...noProblem };
    expect(await desk.station.call('review.decide', decision)).toMatchObject({
      problem: { code: 'own-lookups' },
    });
    await desk.signIn('admin01');
    expect(await desk.station.call('review.decide', decision)).toMatchObject({ ok: true });
    expect(await desk.sign('admin01', read.head?.hash ?? '')).toMatchObject({
      problem: { code: 'role-not-allowed' },
    });
    await desk.signIn('chief01');
    expect(await desk.sign('chief01', (await desk.week()).head?.hash ?? '')).toMatchObject({ ok: true });
  });

  it('lets an administrator read, and decide nothing about anybody but a supervisor', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.nextWeek();
    await desk.signIn('admin01');
    const [finding] = await desk.findings();
    expect(finding).toMatchObject({ isOwn: false, mayDecide: false });
    const decision = { week: desk.monday, findings: [finding?.id ?? ''], ...noProblem };
    expect(await desk.station.call('review.decide', decision)).toMatchObject({
      problem: { code: 'role-not-allowed' },
    });
    await desk.signIn('clerk01');
    expect(await desk.station.call('review.week', { week: null, fresh: false })).toMatchObject({
      problem: { code: 'role-not-allowed' },
    });
  });

  it('waits until the week is over', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.signIn('chief01');
    const [finding] = await desk.findings();
    const decision = { week: desk.monday, findings: [finding?.id ?? ''], ...noProblem };
    expect(await desk.station.call('review.decide', decision)).toMatchObject({
      problem: { code: 'review-week-open' },
    });
    expect((await desk.week()).isFinished).toBe(false);
  });

  it('says of a signed week that an entry of it was changed', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.nextWeek();
    await desk.signIn('chief01');
    await desk.decideAll();
    await desk.sign('chief01', (await desk.week()).head?.hash ?? '');
    const folder = path.join(desk.station.folder, 'log');
    const segment = (await readdir(folder)).find((name) => name.startsWith('operation-log-')) ?? '';
    const text = await readFile(path.join(folder, segment), 'utf8');
    await writeFile(path.join(folder, segment), text.replace('"reason":"電話"', '"reason":"窓口"'));
    const changed = await desk.week(true);
    expect(changed.signature?.stands).toBe('changed');
    expect(changed.brokenAt).not.toBeNull();
  });

  it('makes the sheet of the month from the same numbers', async () => {
    await desk.signIn('clerk01');
    await desk.look(desk.somebody(1));
    await desk.nextWeek();
    await desk.signIn('chief01');
    await desk.decideAll();
    await desk.sign('chief01', (await desk.week()).head?.hash ?? '');
    const sheet = await desk.station.get('review.month', { month: desk.monday.slice(0, 7) });
    const mine = sheet.weeks.find((each) => each.week === desk.monday);
    const { counts, signature, rules } = await desk.week();
    expect(mine).toMatchObject({ counts, signature, rules });
    expect(sheet.newest?.sequence).toBeGreaterThan(0);
  });
});
