import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { approved, codeOf, type Command, command, refresh } from './a-command.ts';
import { lookAt } from './approver.ts';
import { type Chief, type Model, type ModelBatch, personBehind, waitingStates } from './model.ts';
import type { World } from './world.ts';

const rivals = ['withdraws', 'returns', 'approves'] as const;
type Rival = (typeof rivals)[number];

const other = (chief: Chief): Chief => (chief === 'chief1' ? 'chief2' : 'chief1');

const mayApprove = (model: Model, chief: Chief, batch: ModelBatch): boolean =>
  !model.stopped.has(chief) && model.isChief[chief] && personBehind[chief] !== personBehind[batch.maker];

/** Batches that both can act on at this moment. */
function disputed(model: Model, chief: Chief, rival: Rival): readonly ModelBatch[] {
  return model.batches.filter(
    (batch) =>
      waitingStates.has(batch.state) &&
      mayApprove(model, chief, batch) &&
      (rival === 'withdraws' ? !model.stopped.has(batch.maker) : mayApprove(model, other(chief), batch)),
  );
}

/**
 * Two people at two terminals at the same moment: one approves, the other withdraws, returns or approves too. Whichever request the
 * scheduler lets through first, it is as if one had come after the other.
 */
const race = (chief: Chief, rival: Rival, index: number): Command =>
  command(
    `${chief} approves while the other one ${rival} (${index})`,
    (model) => disputed(model, chief, rival).length > 0,
    async (model, world) => {
      const from = disputed(model, chief, rival);
      const batch = from[index % from.length];
      if (!batch) throw new Error('the command was checked');
      if (rival === 'approves') await lookAt(model, world, other(chief), batch);
      await lookAt(model, world, chief, batch);
      const [first, second] = await world.together(
        () => world.people[chief].approve(batch.batch),
        () => rivalOf(world, batch, chief, rival),
      );
      const codes = [codeOf(first), codeOf(second)];
      // What the approval left for another look can still be taken back, or sent back.
      if (first.ok) await approved(model, world, batch);
      if (second.ok) {
        assert.ok(waitingStates.has(batch.state), `one of the two came too late: ${codes.join(' ')}`);
        if (rival === 'approves') await approved(model, world, batch);
        else batch.state = rival === 'withdraws' ? 'withdrawn' : 'returned';
      }
      assert.ok(first.ok || second.ok, `one of the two is in time: ${codes.join(' ')}`);
      for (const code of codes) assert.match(code, /^(?:done|batch-state|difference-changed)$/);
      await refresh(world, batch);
    },
  );

function rivalOf(world: World, batch: ModelBatch, chief: Chief, rival: Rival): Promise<Outcome<Batch>> {
  switch (rival) {
    case 'withdraws':
      return world.people[batch.maker].withdraw(batch.batch);
    case 'returns':
      return world.people[other(chief)].giveBack(batch.batch);
    case 'approves':
      return world.people[other(chief)].approve(batch.batch);
    default:
      return rival satisfies never;
  }
}

export const races: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom<Chief>('chief1', 'chief2'), fc.constantFrom(...rivals), fc.nat({ max: 3 }))
  .map((given) => race(...given));
