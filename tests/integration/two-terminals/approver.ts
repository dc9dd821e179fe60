import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';

import { BatchId, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import {
  anotherDifference,
  approved,
  batchAt,
  codeOf,
  type Command,
  command,
  expectedOfApproval,
  hasRead,
  isWaiting,
  mayJudge,
  take,
  theBatch,
} from './a-command.ts';
import { checkDifference } from './invariants.ts';
import { type Chief, type Model, type ModelBatch, waitingStates } from './model.ts';
import type { World } from './world.ts';

/** Differences that the app remembers to have read. */
const KEPT_REVIEWS = 3;

/** Opens an application and reads its difference to the end; what it shows must follow from what stands. */
export async function lookAt(model: Model, world: World, chief: Chief, batch: ModelBatch): Promise<void> {
  const before = { fingerprint: batch.batch.differenceFingerprint, views: batch.views };
  const outcome = await world.people[chief].look(batch.batch);
  assert.equal(codeOf(outcome), 'done');
  take(batch, outcome);
  batch.views = model.compare(batch);
  await checkDifference(batch, world.people[chief]);
  const isSame = JSON.stringify(batch.views) === JSON.stringify(before.views);
  assert.equal(batch.batch.differenceFingerprint === before.fingerprint, isSame);
  const read = model.read[chief];
  read.delete(batch.number);
  read.set(batch.number, batch.batch.differenceFingerprint ?? '');
  for (const oldest of read.keys()) {
    if (read.size <= KEPT_REVIEWS) break;
    read.delete(oldest);
  }
}

export const look = (chief: Chief, index: number): Command =>
  command(
    `${chief} looks at ${index}`,
    (model) =>
      !model.stopped.has(chief) &&
      model.isChief[chief] &&
      waitingStates.has(batchAt(model, index, mayJudge(chief))?.state ?? 'ready'),
    (model, world) => lookAt(model, world, chief, theBatch(model, index, mayJudge(chief))),
  );

export const approve = (chief: Chief, index: number): Command =>
  command(
    `${chief} approves ${index}`,
    (model) => batchAt(model, index, hasRead(chief)) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, hasRead(chief));
      const expected = expectedOfApproval(model, chief, batch);
      const outcome = await world.people[chief].approve(batch.batch);
      assert.equal(codeOf(outcome), expected);
      if (outcome.ok) await approved(model, world, batch, chief);
    },
  );

/** What may be wrong with an approval that comes past the app. */
export const flaws = ['nothing', 'difference', 'proof'] as const;
type Flaw = (typeof flaws)[number];

const flawCodes = {
  nothing: 'done',
  difference: 'difference-changed',
  proof: 'reauthentication-failed',
} as const satisfies Record<Flaw, string>;

/** Past every check of this app: whoever it is, VRS itself refuses what may not be. */
export const approvePastTheApp = (chief: Chief, index: number, flaw: Flaw): Command =>
  command(
    `${chief} approves ${index} past the app${flaw === 'nothing' ? '' : ` with another ${flaw}`}`,
    (model) => batchAt(model, index, isWaiting) !== undefined,
    async (model, world) => {
      const batch = theBatch(model, index, isWaiting);
      const differenceFingerprint =
        flaw === 'difference' ? Sha256.parse(anotherDifference(batch)) : batch.batch.differenceFingerprint;
      const outcome = await world.people[chief].approvePastTheApp(
        { ...batch.batch, differenceFingerprint },
        flaw === 'proof' ? BatchId.parse(randomUUID()) : batch.batch.batchId,
      );
      const expected = model.stopped.has(chief)
        ? 'account-stopped'
        : !model.isChief[chief]
          ? 'role-not-allowed'
          : batch.state === 'expired'
            ? 'batch-expired'
            : !waitingStates.has(batch.state)
              ? 'batch-state'
              : model.isOwn(chief, batch)
                ? 'own-batch'
                : flawCodes[flaw];
      assert.equal(codeOf(outcome), expected);
      if (outcome.ok) await approved(model, world, batch, chief);
    },
  );

export const giveBack = (chief: Chief, index: number): Command =>
  command(
    `${chief} returns ${index}`,
    (model) => batchAt(model, index, mayJudge(chief)) !== undefined && model.isChief[chief],
    async (model, world) => {
      const batch = theBatch(model, index, mayJudge(chief));
      const outcome = await world.people[chief].giveBack(batch.batch);
      const expected = model.stopped.has(chief)
        ? 'account-stopped'
        : model.person[chief] === batch.madeBy
          ? 'own-batch'
          : batch.state === 'expired'
            ? 'batch-expired'
            : !waitingStates.has(batch.state)
              ? 'batch-state'
              : model.isOwn(chief, batch)
                ? 'own-batch'
                : 'done';
      assert.equal(codeOf(outcome), expected);
      take(batch, outcome);
      if (!outcome.ok) return;
      batch.state = 'returned';
      batch.judgedBy = chief;
    },
  );
