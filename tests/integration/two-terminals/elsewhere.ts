import { type Command, command, refresh } from './a-command.ts';
import { type Chief, type Name, waitingStates } from './model.ts';

/** Two of them are the days after which something ends by itself. */
const STEP_DAYS = 7;

export const correct = (key: number, lot: string): Command =>
  command(
    `others write lot ${lot} in record ${key}`,
    (model) => model.standing[key] !== undefined,
    async (model, world) => {
      await world.correct(key, lot);
      model.change(key, { lot });
    },
  );

export const confirm = (key: number, confirmed: boolean): Command =>
  command(
    `others ${confirmed ? 'confirm' : 'unlock'} record ${key}`,
    (model) => model.standing[key] !== undefined,
    async (model, world) => {
      await world.confirm(key, confirmed);
      model.change(key, { confirmed });
    },
  );

export const passDays = (): Command =>
  command(
    `${STEP_DAYS} days pass`,
    (model) => model.day < 60,
    async (model, world) => {
      world.passDays(STEP_DAYS);
      model.day += STEP_DAYS;
      for (const batch of model.batches) {
        const isOpen = batch.state === 'ready' || waitingStates.has(batch.state);
        if (isOpen && model.day >= batch.deadline) batch.state = 'expired';
        await refresh(world, batch);
      }
    },
  );

export const stop = (name: Name, isMeant: boolean): Command =>
  command(
    `${name} is stopped`,
    (model) => isMeant && !model.stopped.has(name),
    async (model, world) => {
      await world.stop(name);
      model.stopped.add(name);
    },
  );

/** The account of one person becomes another's; whoever sat there leaves. */
export const handOver = (name: Name, person: string): Command =>
  command(
    `${name} is ${person} from now on`,
    (model) => model.person[name] !== person,
    async (model, world) => {
      world.handOver(name, person);
      model.person[name] = person;
    },
  );

export const giveRole = (chief: Chief, isChief: boolean): Command =>
  command(
    `${chief} is ${isChief ? 'a chief' : 'a clerk'} from now on`,
    (model) => model.isChief[chief] !== isChief && !model.stopped.has(chief),
    async (model, world) => {
      world.giveRole(chief, isChief ? 'supervisor' : 'clerk');
      model.isChief[chief] = isChief;
    },
  );

export const writes = [
  'batches.open',
  'batches.sendChunk',
  'batches.computeDifference',
  'batches.submit',
  'batches.approve',
  'batches.return',
  'batches.withdraw',
  'batches.reverse',
] as const;

/** The next such call does everything, and its answer is lost: the app asks again under the same key. */
export const loseAnswer = (call: (typeof writes)[number]): Command =>
  command(
    `the next answer to ${call} is lost`,
    () => true,
    async (_, world) => {
      const { faults } = world.test.vrs;
      // The app asks three times; when all of them fail it says so, and that is another test's business.
      if (faults.list().length < 2) faults.add({ kind: 'drop-after' }, { calls: [call], times: 1 });
    },
  );
