import { strict as assert } from 'node:assert';

import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { Batch, BatchEdit } from '../../../src-shared/vrs-api/batches.ts';
import { recordRow } from '../training/batch-steps.ts';
import {
  anotherDifference,
  batchAt,
  codeOf,
  type Command,
  command,
  isOver,
  isReady,
  isWaiting,
  take,
  theBatch,
} from './a-command.ts';
import { checkDifference } from './invariants.ts';
import {
  type clerks,
  EXPIRY_DAYS,
  type Model,
  type ModelBatch,
  type Name,
  type RowOfBatch,
  waitingStates,
} from './model.ts';
import type { World } from './world.ts';

const REVERSIBLE_DAYS = 30;

/** The app refuses by itself what it knows to be over. */
const inVrsWords = (code: string): string => (code === 'draft-state' ? 'batch-state' : code);

export type Lots = readonly [lot: string, other: string];

/** A small file: a row for each key, and now and then the first key once more. */
function rowsOf(
  keys: readonly number[],
  [lot, other]: Lots,
  repeats: RowOfBatch['repeats'],
): readonly RowOfBatch[] {
  const once = keys.map((key) => ({ key, lot, repeats: null }));
  const [first] = keys;
  const again =
    repeats === null || first === undefined
      ? []
      : [{ key: first, lot: repeats === 'same' ? lot : other, repeats }];
  return [...once, ...again].map((row, index) => Object.assign(row, { line: index + 2, identity: null }));
}

/** Chooses, checks, edits a cell of and sends a small file. */
export const send = (
  maker: (typeof clerks)[number],
  keys: readonly number[],
  lots: Lots,
  edits: number,
  repeats: RowOfBatch['repeats'],
): Command =>
  command(
    `${maker} sends ${keys.join('+')} with lot ${lots[0]}, ${edits} edited${repeats === null ? '' : `, the ${repeats} row again`}`,
    () => true,
    async (model, world) => {
      const rows = rowsOf(keys, lots, repeats);
      const sent = rows.map(({ line, key, lot }) => {
        const { ticketNumber = '', doseNumber = '' } = world.keys[key] ?? {};
        return recordRow(line, ticketNumber, { doseNumber, lotNumber: lot });
      });
      const edited = rows.slice(0, edits).map(({ line, lot }): BatchEdit => ({
        line,
        column: 'ワクチンロット番号',
        before: `${lot}?`,
        after: lot,
      }));
      const outcome = await world.people[maker].send(sent, edited);
      if (model.stopped.has(maker)) {
        assert.equal(codeOf(outcome), 'account-stopped');
        return;
      }
      assert.equal(codeOf(outcome), 'done');
      assert.ok(outcome.ok);
      const batch = model.begin({ maker, rows, reverses: null, batch: outcome.value, state: 'ready' });
      await checkDifference(batch, world.people[maker]);
    },
  );

/** The app lets nobody apply with what they have not been shown, or with what it has not read to the end. */
function expectedOfSubmission(model: Model, batch: ModelBatch): string {
  if (model.stopped.has(batch.maker)) return 'account-stopped';
  const { differenceFingerprint } = batch.batch;
  if (batch.state !== 'ready') return 'batch-state';
  if (batch.seen !== differenceFingerprint) return 'difference-changed';
  return batch.verified === differenceFingerprint ? 'done' : 'difference-unread';
}

/** `looks`: at the difference as it stands, as everybody at a screen does. */
export const submit = (index: number, looks: boolean): Command =>
  command(
    `submit ${index}${looks ? '' : ' unseen'}`,
    (model) => batchAt(model, index, isReady) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isReady);
      const maker = world.people[batch.maker];
      const outcome = await maker.submit(batch.batch, looks);
      if (looks && !model.stopped.has(batch.maker)) batch.seen = batch.batch.differenceFingerprint;
      const expected = expectedOfSubmission(model, batch);
      const code = inVrsWords(codeOf(outcome));
      // A draft whose batch is over may not know it yet, nor a terminal whose person is stopped: then the app's own checks come first.
      if (expected === 'batch-state' || (expected === 'account-stopped' && !looks))
        assert.ok([expected, 'batch-state', 'difference-changed', 'difference-unread'].includes(code), code);
      else assert.equal(code, expected);
      take(batch, outcome);
      if (outcome.ok) {
        batch.state = 'submitted';
        batch.submittedBy = model.person[batch.maker];
        batch.deadline = model.day + EXPIRY_DAYS;
      }
      if (expected !== 'difference-unread' || batch.state !== 'ready') return;
      assert.equal(codeOf(await maker.readAgain(batch.batch)), 'done');
      batch.verified = batch.batch.differenceFingerprint;
    },
  );

/** Past every check of this app, with a difference that is not the one that stands. */
export const submitAnotherDifference = (index: number): Command =>
  command(
    `submit ${index} with another difference past the app`,
    (model) => batchAt(model, index, isReady) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isReady);
      const outcome = await world.people[batch.maker].submitPastTheApp({
        ...batch.batch,
        differenceFingerprint: Sha256.parse(anotherDifference(batch)),
      });
      const expected = model.stopped.has(batch.maker)
        ? 'account-stopped'
        : batch.state === 'ready'
          ? 'difference-changed'
          : 'batch-state';
      assert.equal(codeOf(outcome), expected);
    },
  );

/** The maker has VRS compare anew, somewhere else: what this terminal has read may be another difference by then. */
export const compareAnew = (index: number): Command =>
  command(
    `compare ${index} anew`,
    (model) => batchAt(model, index, isReady) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isReady);
      const maker = world.people[batch.maker];
      const outcome = await maker.compareAnew(batch.batch);
      const isOpen = batch.state === 'ready' || waitingStates.has(batch.state);
      const expected = model.stopped.has(batch.maker) ? 'account-stopped' : isOpen ? 'done' : 'batch-state';
      assert.equal(codeOf(outcome), expected);
      take(batch, outcome);
      if (!outcome.ok) return;
      batch.views = model.compare(batch);
      await checkDifference(batch, maker);
    },
  );

export const withdraw = (index: number, by: Name): Command =>
  command(
    `${by} withdraws ${index}`,
    (model) => batchAt(model, index, isWaiting) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isWaiting);
      const outcome = await world.people[by].withdraw(batch.batch);
      const isOpen = batch.state === 'ready' || waitingStates.has(batch.state);
      const expected = model.stopped.has(by)
        ? 'account-stopped'
        : by !== batch.maker
          ? 'role-not-allowed'
          : isOpen
            ? 'done'
            : 'batch-state';
      assert.equal(inVrsWords(codeOf(outcome)), expected);
      take(batch, outcome);
      if (outcome.ok) batch.state = 'withdrawn';
    },
  );

/** Over, in force, no undoing itself, and not undone. */
export function isReversible(model: Model, batch: ModelBatch): boolean {
  const isThere = model.batches.some(
    (other) =>
      other.reverses === batch &&
      !(['returned', 'withdrawn', 'expired'].includes(other.state) && other.applied.length === 0),
  );
  const hasEnded = ['applied', 'returned', 'withdrawn', 'expired'].includes(batch.state);
  return hasEnded && batch.applied.length > 0 && !batch.reverses && !isThere;
}

export function expectedOfReversal(model: Model, batch: ModelBatch): string {
  if (!isReversible(model, batch)) return 'batch-state';
  return model.day - batch.appliedOnDay >= REVERSIBLE_DAYS ? 'reversal-too-late' : 'done';
}

/** A reversal that was made: what it would do follows from what stands. */
export async function reversed(
  model: Model,
  world: World,
  maker: Name,
  reverses: ModelBatch,
  batch: Batch,
): Promise<void> {
  const rows = reverses.applied.toSorted((one, other) => one.line - other.line);
  const reversal = model.begin({ maker, rows, reverses, batch, state: 'submitted' });
  if (!model.stopped.has(maker)) await checkDifference(reversal, world.people[maker]);
}

export const reverse = (index: number, by: Name): Command =>
  command(
    `${by} reverses ${index}`,
    (model) => batchAt(model, index, isOver) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isOver);
      const outcome = await world.people[by].reverse(batch.batch);
      const expected = model.stopped.has(by) ? 'account-stopped' : expectedOfReversal(model, batch);
      assert.equal(codeOf(outcome), expected);
      if (outcome.ok) await reversed(model, world, by, batch, outcome.value);
    },
  );
