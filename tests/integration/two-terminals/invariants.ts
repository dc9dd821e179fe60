import { strict as assert } from 'node:assert';

import { BatchActor, RowOutcome } from '../../../src-shared/vrs-api/batches.ts';
import type { BatchRow } from '../../../src-training/batches/batch-store.ts';
import type { RecordRow } from '../../../src-training/people/rows.ts';
import { OWN } from '../training/batch-steps.ts';
import type { Person } from './a-terminal.ts';
import type { Content, Model, ModelBatch } from './model.ts';
import type { World } from './world.ts';

/** What every row of these files says beside its lot; `recordRow` writes it. */
const ofEveryRow: Partial<RecordRow> = {
  ticket_kind: '1',
  vaccinated_on: '2021-07-01',
  vaccinated_in: OWN,
  venue: '青葉市民体育館',
  doctor: '大塚　健',
  maker: 'ファイザー',
};

/** The difference that VRS lists is the one that follows from what stands. */
export async function checkDifference(batch: ModelBatch, person: Person): Promise<void> {
  const { batchId, counts } = batch.batch;
  const page = await person.act(() =>
    person.vrs.call('batches.difference', { path: { batchId }, query: {} }),
  );
  assert.ok(page.ok);
  assert.deepEqual(
    page.value.rows.map(({ line, outcome, effect }) => [line, outcome, effect]),
    batch.views.map(({ row, outcome, effect }) => [row.line, outcome, effect]),
  );
  const counted = RowOutcome.options.map(
    (each) => batch.views.filter(({ outcome }) => outcome === each).length,
  );
  assert.deepEqual(
    RowOutcome.options.map((each) => counts?.[each]),
    counted,
  );
}

/** What holds after every step, whoever did what. */
export async function checkInvariants(model: Model, world: World): Promise<void> {
  checkStanding(model, world);
  checkHistory(model, world);
  for (const batch of model.batches) checkBatch(batch, world);
  checkAccessLog(model, world);
}

/** What stands is what was approved, and what people wrote one by one: every field of it, and by which batch. */
function checkStanding(model: Model, world: World): void {
  for (const [index, key] of world.keys.entries()) {
    const stands = world.record(key);
    const expected = model.standing[index];
    assert.equal(stands === undefined, expected === undefined, `record ${index}`);
    if (!stands || !expected) continue;
    assert.partialDeepStrictEqual(
      stands,
      {
        ...contentOf(world.originals[index], expected),
        version: expected.version,
        confirmed: expected.confirmed ? 1 : 0,
        batch_id: expected.batch === null ? null : (model.batches[expected.batch]?.batch.batchId ?? ''),
      },
      `record ${index}`,
    );
    const { recordIds } = world;
    if (!recordIds.has(expected.identity)) recordIds.set(expected.identity, stands.record_id);
    assert.equal(recordIds.get(expected.identity), stands.record_id, `record ${index} is another one`);
  }
  assert.equal(new Set(world.recordIds.values()).size, world.recordIds.size);
}

function contentOf(original: RecordRow | undefined, { rest, lot }: Content): Partial<RecordRow> {
  if (rest === 'row') return { ...ofEveryRow, lot_number: lot };
  assert.ok(original);
  const { ticket_kind, vaccinated_on, vaccinated_in, venue, doctor, maker } = original;
  return { ticket_kind, vaccinated_on, vaccinated_in, venue, doctor, maker, lot_number: lot };
}

/** No state was made by a batch that nobody else approved, none by any batch over a confirmed one, and none is lost. */
function checkHistory(model: Model, world: World): void {
  const approved = new Set(
    model.batches.filter(({ approvals }) => approvals > 0).map(({ batch }) => batch.batchId),
  );
  for (const key of world.keys) {
    const all = new Map(
      world.states(key).map((state) => [`${state.record_id} ${state.version}`, state] as const),
    );
    for (const state of all.values()) {
      const before = all.get(`${state.record_id} ${state.version - 1}`);
      assert.ok(before !== undefined || state.version === 1, 'a state was overwritten in silence');
      if (state.batch_id === null) continue;
      assert.ok(approved.has(state.batch_id as never), 'a row is in force of a batch that nobody approved');
      assert.notEqual(before?.confirmed, 1, 'a batch changed a confirmed record');
    }
  }
}

function checkBatch(batch: ModelBatch, { test, run }: World): void {
  const { storage } = test.vrs;
  const row = storage
    .sql<[string], BatchRow>('SELECT * FROM batch WHERE batch_id = ?')
    .get(batch.batch.batchId);
  assert.ok(row);
  // Whoever asks next ends what is overdue; until then it stands as it was.
  assert.equal(row.state, batch.state);
  assert.equal(row.maker_staff_id, `${batch.madeBy}-${run}`);
  const checker = row.checker === null ? null : BatchActor.parse(JSON.parse(row.checker));
  assert.equal(checker?.userId ?? null, batch.judgedBy && `${batch.judgedBy}-${run}`, 'who judged it');
  if (checker) {
    assert.ok(![row.maker_staff_id, row.submitter_staff_id].includes(checker.personId), 'their own');
  }
  const results = storage
    .sql<[number], { line: number; result: string }>(
      'SELECT line, result FROM batch_result WHERE batch_number = ? ORDER BY position',
    )
    .all(row.number);
  assert.deepEqual(
    results.map(({ line, result }) => [line, result]),
    [...batch.results].toSorted(([one], [other]) => one - other),
    'what became of each row',
  );
  assert.equal(row.applied_count, batch.applied.length);
  if (batch.approvals > 0) assert.equal(results.length, batch.rows.length, 'every row has one result');
  const isAnythingWaiting = results.some(({ result }) => result === 'waiting');
  if (batch.state === 'applied') assert.ok(!isAnythingWaiting);
}

/** VRS recorded every approval that was done, by a person who may, and no other. */
function checkAccessLog(model: Model, { test, run, stoppedAt }: World): void {
  for (const [userId, sequence] of stoppedAt) {
    const later = test.vrs.storage
      .sql<[string, number], { call: string }>(
        `SELECT call FROM access_log WHERE user_id = ? AND sequence > ? AND status < 300 AND call LIKE 'batches.%'`,
      )
      .all(userId, sequence);
    assert.deepEqual(later, [], 'somebody went on whose account was stopped');
  }
  const done = test.vrs.storage
    .sql<[string], { rows: number }>(
      `SELECT count(*) AS rows FROM access_log WHERE call = 'batches.approve' AND status = 202 AND user_id LIKE ?`,
    )
    .get(`chief_-${run}`);
  const approvals = model.batches.reduce((sum, batch) => sum + batch.approvals, 0);
  // An answer that was lost is asked for again: then there are two entries of one approval.
  assert.ok((done?.rows ?? 0) >= approvals);
  if (approvals === 0) assert.equal(done?.rows, 0);
}
