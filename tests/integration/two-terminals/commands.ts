import fc from 'fast-check';

import { type Command, MISUSE, followedBy } from './a-command.ts';
import { reverse, send, submit, withdraw } from './applicant.ts';
import { approve, approvePastTheApp, giveBack, look } from './approver.ts';
import { confirm, correct, giveRole, loseAnswer, passDays, stop, writes } from './elsewhere.ts';
import { chiefs, clerks, names } from './model.ts';
import { races } from './races.ts';
import { KEYS } from './world.ts';

const lots = ['AA0001', 'BB0002'] as const;
const key = fc.nat({ max: KEYS - 1 });
const lot = fc.constantFrom(...lots);
const at = fc.nat({ max: MISUSE });
const chief = fc.constantFrom(...chiefs);
const anybody = fc.constantFrom(...names);
const keys = fc
  .uniqueArray(key, { minLength: 1, maxLength: KEYS })
  .map((some) => some.toSorted((a, b) => a - b));

const sending = fc
  .tuple(fc.constantFrom(...clerks), keys, lot, fc.nat({ max: 1 }))
  .map((given) => send(...given));
const judging = fc.tuple(chief, at);

/** What leads on comes more often than what ends. */
const often = <Value>(times: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value>[] =>
  Array.from({ length: times }, () => arbitrary);

/** Everything that somebody at one of the two terminals, or anybody elsewhere, can do. */
export const commands: fc.Arbitrary<Command>[] = [
  ...often(2, sending),
  ...often(
    6,
    sending.map((sent) => followedBy(sent, submit(0))),
  ),
  ...often(2, at.map(submit)),
  ...often(
    3,
    judging.map((given) => look(...given)),
  ),
  ...often(
    3,
    judging.map((given) => approve(...given)),
  ),
  ...often(
    6,
    judging.map((given) => followedBy(look(...given), approve(...given))),
  ),
  // What stands changes between the look and the approval: a part waits, and is looked at once more.
  ...often(
    2,
    fc.tuple(chief, at, key, lot).map(([who, index, changed, written]) => {
      const again = followedBy(look(who, index), approve(who, index));
      const changing = followedBy(look(who, index), correct(changed, written));
      return followedBy(followedBy(changing, approve(who, index)), again);
    }),
  ),
  judging.map((given) => approvePastTheApp(...given)),
  ...often(
    3,
    fc.tuple(key, lot).map((given) => correct(...given)),
  ),
  ...often(
    2,
    fc.tuple(key, fc.boolean()).map((given) => confirm(...given)),
  ),
  fc.tuple(at, anybody).map((given) => withdraw(...given)),
  judging.map((given) => giveBack(...given)),
  ...often(
    3,
    fc.tuple(at, anybody).map((given) => reverse(...given)),
  ),
  fc.tuple(chief, fc.boolean()).map((given) => giveRole(...given)),
  ...often(2, fc.constantFrom(...writes).map(loseAnswer)),
  ...often(3, races),
  fc.constant(null).map(passDays),
  fc.tuple(anybody, fc.nat({ max: 2 })).map(([name, rarely]) => stop(name, rarely === 0)),
];
