import fc from 'fast-check';

import { type Command, command, inTurn, LATEST, MISUSE } from './a-command.ts';
import { compareAnew, reverse, send, submit, submitAnotherDifference, withdraw } from './applicant.ts';
import { approve, approvePastTheApp, flaws, giveBack, look } from './approver.ts';
import { confirm, correct, giveRole, handOver, loseAnswer, passDays, stop, writes } from './elsewhere.ts';
import { chiefs, clerks, names } from './model.ts';
import { races } from './races.ts';
import {
  reversalsTogether,
  stopsWhileApproving,
  stopsWhileReversing,
  writesWhileApproved,
} from './races-with-others.ts';
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

const bothLots = fc.constantFrom(lots, lots.toReversed() as [string, string]);
const repeats = fc.option(fc.constantFrom('same' as const, 'other' as const), { freq: 3 });
const sendingOf = (from: readonly (typeof clerks)[number][]): fc.Arbitrary<Command> =>
  fc
    .tuple(fc.constantFrom(...from), keys, bothLots, fc.nat({ max: 1 }), repeats)
    .map((given) => send(...given));
const sending = sendingOf(clerks);
/** Nearly everybody looks before they apply. */
const looks = fc.nat({ max: 7 }).map((rarely) => rarely > 0);
const judging = fc.tuple(chief, at);
/** The second clerk's account is somebody else's meanwhile: the first chief's, too. */
const handingOver = fc.constantFrom('jiro', 'shiro').map((person) => handOver('clerk2', person));
const rarely = fc.nat({ max: 3 }).map((each) => each === 0);
/** Something that is always possible, for a story to begin with. */
const fresh = command(
  'so',
  () => true,
  async () => undefined,
);
const byTheFirstChief = (batch: number): Command => approvePastTheApp('chief1', batch, 'nothing');
const monthPasses = [passDays(), passDays(), passDays(), passDays(), passDays()] as const;
const flaw = fc.constantFrom(...flaws);

/** What leads on comes more often than what ends. */
const often = <Value>(times: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value>[] =>
  Array.from({ length: times }, () => arbitrary);

/** Stories that few runs would come upon by chance. Each may meet whatever stands already. */
const stories: fc.Arbitrary<Command>[] = [
  // What stands changes between the look and the approval: a part waits, and is looked at once more, or by nobody in time.
  ...often(
    2,
    fc.tuple(chief, at, key, lot, rarely).map(([who, index, changed, written, late]) => {
      const stale = [correct(changed, written), approve(who, index)];
      const again = late
        ? [passDays(), passDays(), approvePastTheApp(who, index, 'nothing')]
        : [look(who, index), approve(who, index)];
      return inTurn(look(who, index), ...stale, ...again);
    }),
  ),
  // What stands changes, and the approval names the difference from before.
  ...often(
    2,
    fc
      .tuple(chief, at, key, lot)
      .map(([who, index, changed, written]) =>
        inTurn(
          look(who, index),
          correct(changed, written),
          look(who, index),
          approvePastTheApp(who, index, 'difference'),
        ),
      ),
  ),
  // The difference that was read is another one by the time of the submission.
  ...often(
    2,
    fc
      .tuple(sending, key, lot)
      .map(([sent, changed, written]) =>
        inTurn(
          sent,
          correct(changed, written),
          compareAnew(LATEST),
          submit(LATEST, true),
          submit(LATEST, true),
        ),
      ),
  ),
  // Sent by one and submitted by another, under one account that goes back to the first; or it has the account since. Then that one judges.
  ...often(
    2,
    fc.tuple(sendingOf(['clerk2']), fc.boolean()).map(([sent, back]) => {
      const [mine, yours] = [handOver('clerk2', 'jiro'), handOver('clerk2', 'shiro')];
      const submitted = submit(LATEST, true);
      const turns = back ? [yours, submitted, mine] : [submitted, yours];
      return inTurn(fresh, mine, sent, ...turns, approvePastTheApp('chief1', LATEST, 'nothing'));
    }),
  ),
  // Nobody looked at it in time.
  fc
    .tuple(sending, chief)
    .map(([sent, who]) =>
      inTurn(sent, submit(LATEST, true), passDays(), passDays(), approvePastTheApp(who, LATEST, 'nothing')),
    ),
  // Nobody approves the undoing that they asked for themselves.
  ...often(
    2,
    fc
      .tuple(at, chief)
      .map(([index, who]) => inTurn(reverse(index, who), approvePastTheApp(who, LATEST, 'nothing'))),
  ),
  // Nor is anything undone after a month.
  fc.tuple(at, anybody).map(([index, who]) => inTurn(...monthPasses, reverse(index, who))),
  // A record is taken away and registered again, with the version of the one that was approved.
  fc.tuple(key, bothLots).map(([again, [first, second]]) => {
    const sent = (written: string): Command[] => [
      send('clerk1', [again], [written, written], 0, null),
      submit(LATEST, true),
    ];
    return inTurn(
      fresh,
      ...sent(first),
      byTheFirstChief(LATEST),
      ...sent(second),
      reverse(LATEST - 1, 'clerk1'),
      byTheFirstChief(LATEST),
      ...sent(`${second}9`),
      byTheFirstChief(LATEST),
      byTheFirstChief(LATEST - 2),
    );
  }),
];

/** Everything that somebody at one of the two terminals, or anybody elsewhere, can do. */
export const commands: fc.Arbitrary<Command>[] = [
  ...often(2, sending),
  ...often(
    6,
    sending.map((sent) => inTurn(sent, submit(0, true))),
  ),
  ...often(
    2,
    fc.tuple(at, looks).map((given) => submit(...given)),
  ),
  at.map(submitAnotherDifference),
  at.map(compareAnew),
  handingOver,
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
    judging.map((given) => inTurn(look(...given), approve(...given))),
  ),
  ...often(
    3,
    fc.tuple(chief, at, flaw).map((given) => approvePastTheApp(...given)),
  ),
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
  ...stories,
  ...often(4, races),
  ...often(2, writesWhileApproved),
  ...often(2, reversalsTogether),
  stopsWhileApproving,
  stopsWhileReversing,
  fc.constant(null).map(passDays),
  fc.tuple(anybody, rarely).map((given) => stop(...given)),
];
