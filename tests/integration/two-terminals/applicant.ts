import { strict as assert } from 'node:assert';

import type { BatchEdit } from '../../../src-shared/vrs-api/batches.ts';
import { recordRow } from '../training/batch-steps.ts';
import {
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
import { type clerks, EXPIRY_DAYS, type Name, waitingStates } from './model.ts';

const REVERSIBLE_DAYS = 30;

/** The app refuses by itself what it knows to be over. */
const inVrsWords = (code: string): string => (code === 'draft-state' ? 'batch-state' : code);

/** Chooses, checks, edits a cell of and sends a small file. */
export const send = (
  maker: (typeof clerks)[number],
  keys: readonly number[],
  lot: string,
  edits: number,
): Command =>
  command(
    `${maker} sends ${keys.join('+')} with lot ${lot}, ${edits} edited`,
    () => true,
    async (model, world) => {
      const rows = keys.map((key, index) => ({ line: index + 2, key, lot, identity: null }));
      const sent = rows.map(({ line, key }) => {
        const { ticketNumber = '', doseNumber = '' } = world.keys[key] ?? {};
        return recordRow(line, ticketNumber, { doseNumber, lotNumber: lot });
      });
      const edited = rows.slice(0, edits).map(({ line }): BatchEdit => ({
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

export const submit = (index: number): Command =>
  command(
    `submit ${index}`,
    (model) => batchAt(model, index, isReady) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isReady);
      const outcome = await world.people[batch.maker].submit(batch.batch);
      const expected = model.stopped.has(batch.maker)
        ? 'account-stopped'
        : batch.state === 'ready'
          ? 'done'
          : 'batch-state';
      assert.equal(inVrsWords(codeOf(outcome)), expected);
      take(batch, outcome);
      if (!outcome.ok) return;
      batch.state = 'submitted';
      batch.deadline = model.day + EXPIRY_DAYS;
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

export const reverse = (index: number, by: Name): Command =>
  command(
    `${by} reverses ${index}`,
    (model) => batchAt(model, index, isOver) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isOver);
      const outcome = await world.people[by].reverse(batch.batch);
      const hasEnded = ['applied', 'returned', 'withdrawn', 'expired'].includes(batch.state);
      const there = model.batches.some(
        (other) =>
          other.reverses === batch &&
          !(['returned', 'withdrawn', 'expired'].includes(other.state) && other.applied.length === 0),
      );
      const isReversible = hasEnded && batch.applied.length > 0 && !batch.reverses && !there;
      const expected = model.stopped.has(by)
        ? 'account-stopped'
        : !isReversible
          ? 'batch-state'
          : model.day - batch.appliedOnDay >= REVERSIBLE_DAYS
            ? 'reversal-too-late'
            : 'done';
      assert.equal(codeOf(outcome), expected);
      if (!outcome.ok) return;
      const reversal = model.begin({
        maker: by,
        rows: batch.applied.toSorted((one, other) => one.line - other.line),
        reverses: batch,
        batch: outcome.value,
        state: 'submitted',
      });
      await checkDifference(reversal, world.people[by]);
    },
  );
