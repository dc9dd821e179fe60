import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { commands } from './commands.ts';
import { Model } from './model.ts';
import { Ground, RESIDENTS } from './world.ts';

/*
 * Held against faults planted one at a time in the real code (2026-11): VRS comparing accounts instead of persons, or forgetting the
 * submitter, the account's person of now, or the maker of a reversal; approving or applying for another difference than the one that
 * stands, unread, unseen, or with a proof for another batch; the role of sign-in; stale, locked, conflicting, repeated or waiting rows
 * put in force; approving what is withdrawn, returned, expired or applied; expiry missing, or a day late; reversals that overwrite,
 * leave a field, come after a month or twice; rows, versions or history wrong; idempotency ignored; an approval decided before its
 * transaction. Each fails here within a few dozen runs.
 *
 * Not seen here, because another guard holds: the last editor not looked at (the maker is), the app's own look at the fingerprint (VRS
 * looks), clerks whom the call would let approve (they get no proof). A proof used twice is applying.test.ts's. And because the moment is
 * too short on a network: a withdrawal or a comparison while rows are being applied, an account stopped within one call.
 */

/** All runs of the suite; `RUNS=20` for a quick look. */
const RUNS = Number(process.env['RUNS'] ?? 1_000);
const GROUNDS = 4;
const RUNS_A_GROUND = Math.ceil(RUNS / GROUNDS);
/** Runs that shrinking may take, too. */
const SPARE = 60;
const STEPS = 26;
/** Residents for one that is plain enough to begin with. */
const FOR_A_PLAIN_ONE = 3;
/** `SEED=…` repeats what a failure has printed. */
const seed = process.env['SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['SEED']);

/** What the runs came upon: a run in which nothing happens proves nothing. */
class Seen {
  approvals = 0;
  secondRounds = 0;
  reversals = 0;
  returned = 0;
  withdrawn = 0;
  expired = 0;
  confirmed = 0;

  note(model: Model): void {
    for (const batch of model.batches) {
      this.approvals += batch.approvals;
      if (batch.approvals > 1) this.secondRounds += 1;
      if (batch.reverses && batch.approvals > 0) this.reversals += 1;
      if (batch.state === 'returned') this.returned += 1;
      if (batch.state === 'withdrawn') this.withdrawn += 1;
      if (batch.state === 'expired') this.expired += 1;
      if (batch.views.some(({ effect }) => effect === 'locked')) this.confirmed += 1;
    }
  }
}

const seen = new Seen();

describe.each(Array.from({ length: GROUNDS }, (_, ground) => ground))(
  'two people at two terminals (%i)',
  (part) => {
    let ground: Ground;

    beforeAll(async () => {
      const residents = (RUNS_A_GROUND + SPARE) * RESIDENTS;
      ground = await Ground.make(residents * FOR_A_PLAIN_ONE);
    }, 120_000);
    afterAll(() => ground.end());

    test('never approve their own, put in force what nobody approved, or change what is confirmed', async () => {
      let done = 0;
      const steps = fc.commands(commands, { maxCommands: STEPS, size: 'max' });
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), steps, async (scheduler, taken) => {
          const real = await ground.newWorld(scheduler);
          const model = new Model(real.standing());
          await fc.asyncModelRun(() => ({ model, real }), taken);
          seen.note(model);
          done += 1;
        }),
        { numRuns: RUNS_A_GROUND, seed: seed + part },
      );
      expect(done).toBe(RUNS_A_GROUND);
    }, 600_000);
  },
);

test.runIf(RUNS >= 200)('and everything happened that can happen between two people', () => {
  const rare = Object.entries(seen).filter(([, times]) => times <= RUNS / 200);
  expect(rare).toEqual([]);
});
