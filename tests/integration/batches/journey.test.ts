import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { plainPeople, settled, ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

describe('a file goes from the clerk’s desk to the records that stand', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.end());

  test('step by step, and nothing of it is left here when it has been applied', async () => {
    const { station } = desk;
    const fresh = desk.people.filter(
      ({ doses, tickets, flag }) => doses.length === 0 && tickets.length === 1 && flag.kind === 'none',
    );
    const [first, second] = fresh;
    const [taken] = plainPeople(desk.people, 2);
    const lines = [
      recordLine({ ticketNumber: ticketOf(first) }),
      recordLine({ ticketNumber: ticketOf(second) }),
      recordLine({ ticketNumber: ticketOf(second) }),
      recordLine({ ticketNumber: ticketOf(taken), doseNumber: '1', lotNumber: 'XX9999' }),
      recordLine({ ticketNumber: '0079999999' }),
      recordLine({ ticketNumber: '12345' }),
      '"開いたまま,',
    ];
    const { draftId, preview } = await desk.choose(`${recordsHeader}\r\n${lines.join('\r\n')}\r\n`);
    expect(preview).toHaveLength(5);

    expect(await desk.check(draftId)).toMatchObject({ state: 'done', problem: null });
    const { check, stage } = await desk.read(draftId);
    expect(stage).toBe('checked');
    expect(check).toMatchObject({ rows: 7, rejected: 2, repeated: 1, mustCorrect: 2 });
    expect(check?.rules.map(({ code, count }) => [code, count])).toEqual(
      expect.arrayContaining([
        ['ticket-number-format', 1],
        ['row-quote', 1],
        ['ticket-not-issued', 1],
        ['dose-number-taken', 1],
        ['row-duplicate', 1],
      ]),
    );
    const { findings } = await station.get('batches.findings', {
      draftId,
      code: 'ticket-not-issued',
      after: 0,
      limit: 10,
    });
    expect(findings).toMatchObject([{ line: 6, severity: 'must-correct' }]);

    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
    const ready = await desk.read(draftId);
    expect(ready).toMatchObject({
      stage: 'ready',
      batch: {
        state: 'ready',
        rowCount: 4,
        leftOutCount: 2,
        acknowledgedCount: 2,
        counts: { new: 2, changed: 1, conflicting: 1 },
      },
    });

    const unseen = {
      draftId,
      comment: '',
      leaveOutRejected: true,
      mustCorrectReason: '予診票で確かめた',
      differenceFingerprint: Sha256.parse(ready.batch?.differenceFingerprint),
    };
    expect(await station.call('batches.submit', unseen)).toMatchObject({
      ok: false,
      problem: { code: 'difference-changed' },
    });
    const page = await station.get('batches.difference', { draftId, outcome: null, cursor: null });
    expect(page.rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'new'],
      [3, 'new'],
      [5, 'changed'],
      [6, 'conflicting'],
    ]);
    const seen = { ...unseen, differenceFingerprint: page.differenceFingerprint };
    expect(await station.call('batches.submit', { ...seen, leaveOutRejected: false })).toMatchObject({
      problem: { code: 'error-rows-not-left-out' },
    });
    expect(await station.call('batches.submit', { ...seen, mustCorrectReason: ' ' })).toMatchObject({
      problem: { code: 'must-correct-reason-missing' },
    });
    const submitted = await station.get('batches.submit', seen);
    expect(submitted).toMatchObject({
      stage: 'submitted',
      batch: { state: 'submitted', acknowledgementReason: '予診票で確かめた' },
    });
    expect(await desk.staged()).not.toEqual([]);

    const batch = submitted.batch;
    if (!batch) throw new Error('no batch');
    await settled(desk.test, await desk.chief(), batch);
    const { drafts } = await desk.list();
    expect(drafts).toMatchObject([
      { draftId, stage: 'ended', batch: { state: 'applied', appliedCount: 3 }, rows: 7 },
    ]);
    await expect.poll(() => desk.staged(), { timeout: 10_000 }).toEqual([]);
    const ended = await desk.read(draftId);
    expect(ended.preview).toEqual([]);
    expect(ended.check?.rules.map(({ example }) => example.value).join('')).toBe('');
    const result = await station.get('batches.result', { batchId: batch.batchId, cursor: null });
    expect(result.rows.map(({ line, result: row }) => [line, row])).toEqual([
      [2, 'applied'],
      [3, 'applied'],
      [5, 'applied'],
      [6, 'skipped-conflicting'],
    ]);
    expect(await desk.erasures()).toMatchObject([{ erased: 1, draft: draftId, ended: 'applied' }]);
  });
});
