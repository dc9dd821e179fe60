import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { approved, codeOf, type Command, command, refresh } from './a-command.ts';
import { lookAt } from './approver.ts';
import { checkDifference } from './invariants.ts';
import { type Chief, type Model, type ModelBatch, waitingStates } from './model.ts';
import type { World } from './world.ts';

const rivals = ['withdraws', 'returns', 'approves', 'compares anew'] as const;
type Rival = (typeof rivals)[number];

const other = (chief: Chief): Chief => (chief === 'chief1' ? 'chief2' : 'chief1');

const mayApprove = (model: Model, chief: Chief, batch: ModelBatch): boolean =>
  !model.stopped.has(chief) && model.isChief[chief] && !model.isOwn(chief, batch);

/** Batches that both can act on at this moment. */
function disputed(model: Model, chief: Chief, rival: Rival): readonly ModelBatch[] {
  return model.batches.filter(
    (batch) =>
      waitingStates.has(batch.state) &&
      mayApprove(model, chief, batch) &&
      (rival === 'withdraws' || rival === 'compares anew'
        ? !model.stopped.has(batch.maker)
        : mayApprove(model, other(chief), batch)),
  );
}

/**
 * Two people at two terminals at the same moment: one approves, the other withdraws, returns, approves too or compares anew. Whichever
 * request the scheduler lets through first, it is as if one had come after the other. `changed`: a record that others write after both
 * have looked; `null` where nobody does.
 */
const race = (chief: Chief, rival: Rival, index: number, changed: number | null, lot: string): Command =>
  command(
    `${chief} approves while the other one ${rival} (${index})${changed === null ? '' : `, lot ${lot} in record ${changed} since`}`,
    (model) => disputed(model, chief, rival).length > 0,
    async (model, world) => {
      const batch = theOne(disputed(model, chief, rival), index);
      if (rival === 'approves') await lookAt(model, world, other(chief), batch);
      await lookAt(model, world, chief, batch);
      if (changed !== null && model.standing[changed]) {
        await world.correct(changed, lot);
        model.change(changed, { lot });
      }
      const [first, second] = await world.together(
        () => world.people[chief].approve(batch.batch),
        () => rivalOf(world, batch, chief, rival),
      );
      const codes = [codeOf(first), codeOf(second)];
      for (const code of codes) assert.match(code, /^(?:done|batch-state|difference-changed)$/);
      assert.ok(first.ok || second.ok, `one of the two is in time: ${codes.join(' ')}`);
      // What the approval left for another look can still be taken back, or sent back; approved it is only by who has seen it.
      if (first.ok) await approved(model, world, batch, chief);
      if (second.ok) await rivalDid(model, world, batch, chief, rival, codes);
      await refresh(world, batch);
    },
  );

/** What the other one did, after the approval where there was one. */
async function rivalDid(
  model: Model,
  world: World,
  batch: ModelBatch,
  chief: Chief,
  rival: Rival,
  codes: readonly string[],
): Promise<void> {
  const [first] = codes;
  if (rival === 'compares anew') {
    // Before the approval it may have been; what it found then is what was approved.
    if (!waitingStates.has(batch.state)) return;
    batch.views = model.compare(batch);
    await refresh(world, batch);
    await checkDifference(batch, world.people[chief]);
    return;
  }
  assert.ok(waitingStates.has(batch.state), `one of the two came too late: ${codes.join(' ')}`);
  if (rival === 'approves') {
    assert.notEqual(first, 'done', 'two approvals of one difference');
    await approved(model, world, batch, other(chief));
    return;
  }
  batch.state = rival === 'withdraws' ? 'withdrawn' : 'returned';
  if (rival === 'returns') batch.judgedBy = other(chief);
}

function theOne(from: readonly ModelBatch[], index: number): ModelBatch {
  const batch = from[index % from.length];
  if (!batch) throw new Error('the command was checked');
  return batch;
}

function rivalOf(world: World, batch: ModelBatch, chief: Chief, rival: Rival): Promise<Outcome<Batch>> {
  switch (rival) {
    case 'withdraws':
      return world.people[batch.maker].withdraw(batch.batch);
    case 'returns':
      return world.people[other(chief)].giveBack(batch.batch);
    case 'approves':
      return world.people[other(chief)].approve(batch.batch);
    case 'compares anew':
      return world.people[batch.maker].compareAnew(batch.batch);
    default:
      return rival satisfies never;
  }
}

export const races: fc.Arbitrary<Command> = fc
  .tuple(
    fc.constantFrom<Chief>('chief1', 'chief2'),
    fc.constantFrom(...rivals),
    fc.nat({ max: 3 }),
    fc.option(fc.nat({ max: 3 }), { freq: 2 }),
    fc.constantFrom('AA0001', 'BB0002'),
  )
  .map((given) => race(...given));
