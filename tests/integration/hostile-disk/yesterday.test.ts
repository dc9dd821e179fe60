import { cp, rm } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Desk, recordLine, recordsHeader } from '../batches/a-desk.ts';
import { ticketOf } from '../training/batch-steps.ts';

const reason = { code: 'telephone', note: '' } as const;

/**
 * Somebody puts back what lay in the folder yesterday: a rescue from a backup, or an attempt to make the log forget. The credential store and
 * VRS are those of today.
 */
describe('a folder that is restored from yesterday', { timeout: 120_000 }, () => {
  let desk: Desk;
  let yesterday: string;
  let ticket: string;
  let rows: string;

  beforeEach(async () => {
    desk = await Desk.open({ people: 60 });
    yesterday = path.join(desk.folder, 'yesterday');
    const fresh = desk.people.filter(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
    ticket = ticketOf(fresh[0]);
    rows = `${recordsHeader}\n${fresh
      .slice(0, 3)
      .map((person) => recordLine({ ticketNumber: ticketOf(person) }))
      .join('\n')}\n`;
  });
  afterEach(() => desk.end());

  /** A draft that was checked, and looked at; then the folder is copied, and today's work is done. */
  async function aDayPasses(): Promise<void> {
    const { draftId } = await desk.choose(rows);
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    await desk.stop();
    await cp(desk.home, yesterday, { recursive: true });
    await desk.start();
    const { station } = desk;
    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
    const { differenceFingerprint } = await station.get('batches.difference', {
      draftId,
      outcome: null,
      cursor: null,
    });
    const confirmed = { comment: '', leaveOutRejected: false, mustCorrectReason: '', differenceFingerprint };
    await station.get('batches.submit', { draftId, ...confirmed });
    await lookUp();
    await desk.stop();
  }

  async function restore(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await rm(path.join(desk.home, name), { recursive: true, force: true });
      await cp(path.join(yesterday, name), path.join(desk.home, name), { recursive: true });
    }
  }

  const lookUp = () =>
    desk.station.call('people.search', { reason, text: ticket, birthDate: '', fresh: false });

  async function chain(): Promise<unknown> {
    await desk.signIn('chief02');
    const state = await desk.station.get('log.state', {});
    await desk.signIn();
    return state.state;
  }

  /** Work goes on: a look-up is answered, and a new file comes as far as the difference. */
  async function expectWorkGoesOn(): Promise<void> {
    expect(await lookUp()).toMatchObject({ ok: true });
    const another = rows.replaceAll('青葉市民体育館', '別の会場');
    await desk.ready(another);
  }

  test('the log: what is missing shows, and the log goes on and says so', async () => {
    await aDayPasses();
    await restore('log');
    await desk.start();
    await expectWorkGoesOn();
    expect(await chain()).toBe('broken');
  });

  test('the copy: it catches up with VRS, and what was submitted since is neither sent nor registered again', async () => {
    await aDayPasses();
    await restore('cache');
    await desk.start();
    await expectWorkGoesOn();
    const submitted = (await desk.batches()).filter(({ state }) => state === 'submitted');
    expect(submitted).toHaveLength(1);
    expect(await chain()).toBe('verified');
  });

  test('the staging files: those of a draft that is open are used only where they fit, and the work goes on', async () => {
    await aDayPasses();
    await restore('staging');
    await desk.start();
    await expectWorkGoesOn();
    expect((await desk.batches()).filter(({ state }) => state === 'submitted')).toHaveLength(1);
    expect(await chain()).toBe('verified');
  });

  test('the key file, after a new master key: the copy is fetched again, and the log says that keys were lost', async () => {
    await desk.stop();
    await cp(desk.home, yesterday, { recursive: true });
    await desk.start();
    await rotate();
    await desk.stop();
    await restore('data-keys.bin');
    await desk.start();
    await expectWorkGoesOn();
    await desk.signIn('chief02');
    const { entries } = await desk.station.get('log.entries', {
      userId: '',
      addresseeNumber: '',
      action: '鍵の喪失（端末内の写しと審査用データを破棄）',
      from: '',
      until: '',
      before: null,
      limit: 10,
    });
    expect(entries).toHaveLength(1);
    await desk.signIn();
  });

  async function rotate(): Promise<void> {
    await desk.station.call('session.signOut', {});
    const signedIn = await desk.station.call('session.signIn', {
      userId: 'it01',
      ...credentialsOf('it01'),
    });
    expect(signedIn).toMatchObject({ ok: true });
    const rotated = await desk.station.call('workstation.rotateKeys', credentialsOf('it01'));
    expect(rotated).toMatchObject({ ok: true });
  }

  function credentialsOf(userId: string): { readonly password: string; readonly oneTimePassword: string } {
    const { password, oneTimePassword } = desk.test.credentials(userId);
    return { password, oneTimePassword };
  }

  test('everything at once: the log shows it, and nothing is sent twice', async () => {
    await aDayPasses();
    await restore('log', 'cache', 'staging', 'data-keys.bin');
    await desk.start();
    await expectWorkGoesOn();
    expect((await desk.batches()).filter(({ state }) => state === 'submitted')).toHaveLength(1);
    expect(await chain()).toBe('broken');
  });
});
