import type fc from 'fast-check';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { checkInvariants } from './invariants.ts';
import { type Chief, type Model, type ModelBatch, personBehind, waitingStates } from './model.ts';
import type { World } from './world.ts';

export type Command = fc.AsyncCommand<Model, World>;

/** With this index a command takes any batch, fitting or not. */
export const MISUSE = 4;

/** The code of a refusal, or `done`; what VRS names itself by that name. */
export function codeOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return 'done';
  const { code, about } = outcome.problem;
  return code === 'vrs-refused' ? String(about['code']) : code;
}

/** A command with its name, so that a failure can be read; after each everything is looked at. */
export function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, world: World) => Promise<void>,
): Command {
  return {
    check,
    run: async (model, world) => {
      await run(model, world);
      await checkInvariants(model, world);
    },
    toString: () => name,
  };
}

/** One after the other, where the second is possible by then. */
export function followedBy(first: Command, second: Command): Command {
  return {
    check: (model) => first.check(model),
    run: async (model, world) => {
      await first.run(model, world);
      if (second.check(model)) await second.run(model, world);
    },
    toString: () => `${String(first)}, then ${String(second)}`,
  };
}

type Wanted = (batch: ModelBatch, model: Model) => boolean;

/** One of the batches that the command is meant for; now and then another one, at which it must be refused. */
export function batchAt(model: Model, index: number, wanted: Wanted): ModelBatch | undefined {
  const fitting = model.batches.filter((batch) => wanted(batch, model));
  const from = fitting.length === 0 || index === MISUSE ? model.batches : fitting;
  return from[index % Math.max(1, from.length)];
}

export function theBatch(model: Model, index: number, wanted: Wanted): ModelBatch {
  const batch = batchAt(model, index, wanted);
  if (!batch) throw new Error('the command was checked');
  return batch;
}

export const isReady: Wanted = ({ state }) => state === 'ready';
export const isWaiting: Wanted = ({ state }) => waitingStates.has(state);
export const isOver: Wanted = ({ state, applied, reverses }) =>
  state !== 'ready' && !waitingStates.has(state) && applied.length > 0 && !reverses;
export const mayJudge =
  (chief: Chief): Wanted =>
  (batch, model) =>
    waitingStates.has(batch.state) &&
    personBehind[batch.maker] !== personBehind[chief] &&
    !model.stopped.has(chief);
export const hasRead =
  (chief: Chief): Wanted =>
  (batch, model) =>
    expectedOfApproval(model, chief, batch) === 'done';

export function expectedOfApproval(model: Model, chief: Chief, batch: ModelBatch): string {
  if (model.stopped.has(chief)) return 'account-stopped';
  if (personBehind[chief] === personBehind[batch.maker]) return 'own-batch';
  if (!waitingStates.has(batch.state)) return 'batch-state';
  const read = model.read[chief].get(batch.number);
  if (read !== batch.batch.differenceFingerprint) return 'difference-unread';
  return model.isChief[chief] ? 'done' : 'role-not-allowed';
}

export function take(batch: ModelBatch, outcome: Outcome<Batch>): void {
  if (outcome.ok) batch.batch = outcome.value;
}

/** What an approval did, when VRS has done it. */
export async function approved(model: Model, world: World, batch: ModelBatch): Promise<void> {
  await world.test.vrs.applied();
  model.apply(batch);
  await refresh(world, batch);
}

/** The batch as it stands now, read by somebody whose account nobody stops. */
export async function refresh(world: World, batch: ModelBatch): Promise<void> {
  const reader = await world.reader();
  batch.batch = await reader.call('batches.read', { path: { batchId: batch.batch.batchId } });
}
