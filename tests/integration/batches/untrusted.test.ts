import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { plainPeople, submittedBatch, recordRow, ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

/** From now on VRS keeps another lot number in its differences than the one that was sent, under the fingerprint of the right one. */
const LYING = `
  CREATE TRIGGER lying AFTER INSERT ON batch_row WHEN NEW.effect = 'changed' BEGIN
    UPDATE batch_row SET changes = replace(NEW.changes, 'KK0009', 'KK0008')
      WHERE batch_number = NEW.batch_number AND generation = NEW.generation AND position = NEW.position;
  END`;

describe('VRS lists another difference than the one that follows from the rows', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.end());

  const lie = (): void => void desk.vrs.storage.database.exec(LYING);
  /** The incidents that a test wants are not those that it must not have. */
  const incidents = async (): Promise<readonly string[]> => {
    const errors = desk.station.incidents.map(({ error }) => error);
    await desk.stop();
    await desk.start();
    return errors;
  };

  test('and the file can not be applied for: what was sent is taken back, with an incident', async () => {
    lie();
    const [person] = plainPeople(desk.people, 1);
    const line = recordLine({ ticketNumber: ticketOf(person), lotNumber: 'KK0009' });
    const { draftId } = await desk.choose(`${recordsHeader}\n${line}\n`);
    await desk.check(draftId);
    expect(await desk.send(draftId)).toMatchObject({
      state: 'failed',
      problem: { code: 'difference-untrusted' },
    });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'checked', batch: null });
    const [batch] = await desk.batches();
    expect(batch).toMatchObject({ state: 'withdrawn' });
    expect(await incidents()).toEqual(['DifferenceDisagrees other-value']);
  });

  test('and nobody can approve it here: it was never read to its end', async () => {
    const maker = await desk.test.signIn('clerk02');
    const [person] = plainPeople(desk.people, 1);
    const row = recordRow(2, ticketOf(person), { lotNumber: 'KK0009' });
    const { batchId } = await submittedBatch(maker, 'records', [row]);
    lie();
    await desk.signIn('chief01');
    const opened = await desk.station.get('approvals.open', { batchId });
    const job = await desk.ended(await desk.station.get('approvals.review', { batchId }));
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'difference-untrusted' } });
    const { password, oneTimePassword } = desk.test.credentials('chief01');
    const { fingerprint } = opened.batch;
    if (fingerprint === null) throw new Error('no fingerprint');
    const { differenceFingerprint } = opened;
    const seen = { batchId, fingerprint, differenceFingerprint, password, oneTimePassword };
    expect(await desk.station.call('approvals.approve', seen)).toMatchObject({
      ok: false,
      problem: { code: 'difference-unread' },
    });
    expect(await incidents()).toEqual(['DifferenceDisagrees other-fingerprint']);
  });
});
