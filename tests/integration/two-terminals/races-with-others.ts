import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import { approved, codeOf, type Command, command, isOver, refresh } from './a-command.ts';
import { expectedOfReversal, isReversible, reversed } from './applicant.ts';
import { lookAt } from './approver.ts';
import { type Chief, type Model, type ModelBatch, type Name, names, waitingStates } from './model.ts';
import type { World } from './world.ts';

const pick = <Value>(from: readonly Value[], index: number): Value => {
  const value = from[index % from.length];
  if (value === undefined) throw new Error('the command was checked');
  return value;
};

const approvable = (model: Model, chief: Chief): readonly ModelBatch[] =>
  model.batches.filter(
    (batch) =>
      waitingStates.has(batch.state) &&
      !model.stopped.has(chief) &&
      model.isChief[chief] &&
      !model.isOwn(chief, batch),
  );

/** Others write a record while it is approved: either it waits for another look, or it was written after. Never both, never neither. */
const writeWhileApproved = (chief: Chief, index: number, key: number, lot: string): Command =>
  command(
    `others write lot ${lot} in record ${key} while ${chief} approves (${index})`,
    (model) => model.standing[key] !== undefined && approvable(model, chief).length > 0,
    async (model, world) => {
      const batch = pick(approvable(model, chief), index);
      await lookAt(model, world, chief, batch);
      const [outcome] = await world.together(
        () => world.people[chief].approve(batch.batch),
        async () => {
          await world.inTurn();
          // A reversal that was quicker may have taken it away.
          if (world.recordId(key) !== undefined) await world.correct(key, lot);
        },
      );
      assert.equal(codeOf(outcome), 'done');
      await world.test.vrs.applied();
      const line = batch.views.find(({ row }) => row.key === key && row.repeats === null)?.row.line;
      const isWrittenFirst = line !== undefined && world.resultOf(batch.batch.batchId, line) === 'waiting';
      if (isWrittenFirst) model.change(key, { lot });
      await approved(model, world, batch, chief);
      if (!isWrittenFirst) model.change(key, { lot });
      await refresh(world, batch);
    },
  );

/** The account is stopped while its owner approves: in time, or not at all. */
const stopWhileApproving = (chief: Chief, index: number): Command =>
  command(
    `${chief} is stopped while approving (${index})`,
    (model) => approvable(model, chief).length > 0,
    async (model, world) => {
      const batch = pick(approvable(model, chief), index);
      await lookAt(model, world, chief, batch);
      const outcome = await stopped(model, world, chief, () => world.people[chief].approve(batch.batch));
      if (outcome === 'done') await approved(model, world, batch, chief);
      await refresh(world, batch);
    },
  );

/** What is in force is compared with what stands before it is a reversal: meanwhile the account is stopped, or somebody else asks too. */
const stopWhileReversing = (name: Name, index: number): Command =>
  command(
    `${name} is stopped while reversing (${index})`,
    (model) => !model.stopped.has(name) && reversible(model).length > 0,
    async (model, world) => {
      const batch = pick(reversible(model), index);
      let made: Awaited<ReturnType<typeof reverseBy>> | undefined;
      const outcome = await stopped(model, world, name, async () => {
        made = await reverseBy(world, name, batch);
        return made;
      });
      if (outcome === 'done' && made?.ok) await reversed(model, world, name, batch, made.value);
    },
  );

const reverseTogether = (one: Name, two: Name, index: number): Command =>
  command(
    `${one} and ${two} reverse ${index} at once`,
    (model) =>
      model.person[one] !== model.person[two] &&
      !model.stopped.has(one) &&
      !model.stopped.has(two) &&
      reversible(model).length > 0,
    async (model, world) => {
      const batch = pick(reversible(model), index);
      const [first, second] = await world.together(
        () => reverseBy(world, one, batch),
        () => reverseBy(world, two, batch),
      );
      const codes = [codeOf(first), codeOf(second)];
      assert.deepEqual(codes.toSorted(), ['batch-state', 'done'], 'a batch is reversed once');
      if (first.ok) await reversed(model, world, one, batch, first.value);
      if (second.ok) await reversed(model, world, two, batch, second.value);
    },
  );

const reverseBy = (
  world: World,
  name: Name,
  { batch }: ModelBatch,
): ReturnType<World['people'][Name]['reverse']> => world.people[name].reverse(batch);

const reversible = (model: Model): readonly ModelBatch[] =>
  model.batches.filter(
    (batch) =>
      isOver(batch, model) && isReversible(model, batch) && expectedOfReversal(model, batch) === 'done',
  );

/** What became of the work: done, or refused because the account is stopped. */
async function stopped(
  model: Model,
  world: World,
  name: Name,
  work: () => Promise<Parameters<typeof codeOf>[0]>,
): Promise<string> {
  // Were its answer lost, nobody would be left to ask again what became of it.
  world.test.vrs.faults.clear();
  const [outcome] = await world.together(work, async () => {
    await world.inTurn();
    await world.stop(name);
  });
  model.stopped.add(name);
  const code = codeOf(outcome);
  assert.match(code, /^(?:done|account-stopped|session-stopped)$/);
  return code;
}

const chief = fc.constantFrom<Chief>('chief1', 'chief2');
const index = fc.nat({ max: 3 });
const anybody = fc.constantFrom(...names);

export const writesWhileApproved: fc.Arbitrary<Command> = fc
  .tuple(chief, index, fc.nat({ max: 3 }), fc.constantFrom('AA0001', 'BB0002'))
  .map((given) => writeWhileApproved(...given));
export const stopsWhileApproving = fc.tuple(chief, index).map((given) => stopWhileApproving(...given));
export const stopsWhileReversing = fc.tuple(anybody, index).map((given) => stopWhileReversing(...given));
export const reversalsTogether = fc.tuple(anybody, anybody, index).map((given) => reverseTogether(...given));
