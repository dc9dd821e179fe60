import type fc from 'fast-check';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { checkInvariants } from './invariants.ts';
import { type Chief, type Model, type ModelBatch, type Name, waitingStates } from './model.ts';
import type { World } from './world.ts';

export type Command = fc.AsyncCommand<Model, World>;

/** With this index a command takes any batch, fitting or not. */
export const MISUSE = 4;

/** With this one it takes the one that was made last, whatever became of it; with -2 the one before, and so on. */
export const LATEST = -1;

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
      for (const { batch, differences } of model.batches) differences.add(batch.differenceFingerprint ?? '');
      await checkInvariants(model, world);
    },
    toString: () => name,
  };
}

/** One after the other, each where it is possible by then. */
export function inTurn(first: Command, ...rest: readonly Command[]): Command {
  return {
    check: (model) => first.check(model),
    run: async (model, world) => {
      await first.run(model, world);
      for (const next of rest) if (next.check(model)) await next.run(model, world);
    },
    toString: () => [first, ...rest].map(String).join(', then '),
  };
}

type Wanted = (batch: ModelBatch, model: Model) => boolean;

/** One of the batches that the command is meant for; now and then another one, at which it must be refused. */
export function batchAt(model: Model, index: number, wanted: Wanted): ModelBatch | undefined {
  if (index < 0) return model.batches.at(index);
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
    waitingStates.has(batch.state) && model.person[chief] !== batch.madeBy && !model.stopped.has(chief);
export const hasRead =
  (chief: Chief): Wanted =>
  (batch, model) =>
    expectedOfApproval(model, chief, batch) === 'done';

export function expectedOfApproval(model: Model, chief: Chief, batch: ModelBatch): string {
  if (model.stopped.has(chief)) return 'account-stopped';
  if (model.person[chief] === batch.madeBy) return 'own-batch';
  if (!waitingStates.has(batch.state)) return 'batch-state';
  const read = model.read[chief].get(batch.number);
  if (read !== batch.batch.differenceFingerprint) return 'difference-unread';
  if (!model.isChief[chief]) return 'role-not-allowed';
  // Who submitted it, and who has the maker's account by now, VRS alone knows.
  return model.isOwn(chief, batch) ? 'own-batch' : 'done';
}

/** A fingerprint that is not the one of the difference that stands: an earlier one where there was one. */
export function anotherDifference({ differences, batch }: ModelBatch): string {
  const earlier = [...differences].filter((each) => each !== batch.differenceFingerprint);
  return earlier.at(-1) ?? '0'.repeat(64);
}

export function take(batch: ModelBatch, outcome: Outcome<Batch>): void {
  if (outcome.ok) batch.batch = outcome.value;
}

/** What an approval did, when VRS has done it. */
export async function approved(model: Model, world: World, batch: ModelBatch, approver: Name): Promise<void> {
  await world.test.vrs.applied();
  batch.judgedBy = approver;
  model.apply(batch);
  await refresh(world, batch);
}

/** The batch as it stands now, read by somebody whose account nobody stops. */
export async function refresh(world: World, batch: ModelBatch): Promise<void> {
  const reader = await world.reader();
  batch.batch = await reader.call('batches.read', { path: { batchId: batch.batch.batchId } });
}
