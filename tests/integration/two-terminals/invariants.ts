import { strict as assert } from 'node:assert';

import { RowOutcome } from '../../../src-shared/vrs-api/batches.ts';
import { OWN } from '../training/batch-steps.ts';
import type { Person } from './a-terminal.ts';
import { type Model, type ModelBatch, personBehind } from './model.ts';
import type { World } from './world.ts';

interface State {
  readonly record_id: string;
  readonly version: number;
  readonly lot_number: string;
  readonly confirmed: number;
  readonly change: string;
  readonly batch_id: string | null;
}

const states = `SELECT record_id, version, lot_number, confirmed, change, batch_id FROM`;
const ofKey = 'WHERE municipality_code = ? AND ticket_number = ? AND dose_number = ?';

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

/** What stands is what was approved, and what people wrote one by one. */
function checkStanding(model: Model, { test, keys }: World): void {
  for (const [index, { ticketNumber, doseNumber }] of keys.entries()) {
    const stands = test.vrs.storage
      .sql<[string, string, number], State>(`${states} record ${ofKey}`)
      .get(OWN, ticketNumber, Number(doseNumber));
    const expected = model.standing[index];
    assert.deepEqual(
      stands && { lot: stands.lot_number, version: stands.version, confirmed: stands.confirmed === 1 },
      expected && { lot: expected.lot, version: expected.version, confirmed: expected.confirmed },
      `record ${index}`,
    );
  }
}

/** No state was made by a batch that nobody else approved, and none by any batch over a confirmed one. */
function checkHistory(model: Model, { test, keys }: World): void {
  const approved = new Set(
    model.batches.filter(({ approvals }) => approvals > 0).map(({ batch }) => batch.batchId),
  );
  for (const { ticketNumber, doseNumber } of keys) {
    const key = [OWN, ticketNumber, Number(doseNumber)] as const;
    const past = test.vrs.storage
      .sql<[string, string, number], State>(`${states} record_past ${ofKey}`)
      .all(...key);
    const now = test.vrs.storage
      .sql<[string, string, number], State>(`${states} record ${ofKey}`)
      .all(...key);
    const all = new Map([...past, ...now].map((state) => [`${state.record_id} ${state.version}`, state]));
    for (const state of all.values()) {
      if (state.batch_id === null) continue;
      assert.ok(approved.has(state.batch_id as never), 'a row is in force of a batch that nobody approved');
      const before = all.get(`${state.record_id} ${state.version - 1}`);
      assert.notEqual(before?.confirmed, 1, 'a batch changed a confirmed record');
    }
  }
}

function checkBatch(batch: ModelBatch, { test, run }: World): void {
  const { storage } = test.vrs;
  const row = storage
    .sql<
      [string],
      { number: number; state: string; applied_count: number; checker: string | null; maker_staff_id: string }
    >('SELECT number, state, applied_count, checker, maker_staff_id FROM batch WHERE batch_id = ?')
    .get(batch.batch.batchId);
  assert.ok(row);
  // Whoever asks next ends what is overdue; until then it stands as it was.
  assert.equal(row.state, batch.state);
  assert.equal(row.maker_staff_id, `${personBehind[batch.maker]}-${run}`);
  if (row.checker !== null) {
    const { personId } = JSON.parse(row.checker) as { personId: string };
    assert.notEqual(personId, row.maker_staff_id, 'somebody judged their own');
  }
  const results = storage
    .sql<[number], { result: string; rows: number }>(
      'SELECT result, count(*) AS rows FROM batch_result WHERE batch_number = ? GROUP BY result',
    )
    .all(row.number);
  const rowsOf = (wanted: string): number => results.find(({ result }) => result === wanted)?.rows ?? 0;
  assert.equal(rowsOf('applied'), batch.applied.length);
  assert.equal(row.applied_count, batch.applied.length);
  const total = results.reduce((sum, { rows }) => sum + rows, 0);
  assert.equal(total, batch.approvals === 0 ? 0 : batch.rows.length, 'every row has one result');
  if (batch.state === 'applied') assert.equal(rowsOf('waiting'), 0);
}

/** VRS recorded every approval that was done, by a person who may, and no other. */
function checkAccessLog(model: Model, { test, run }: World): void {
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
