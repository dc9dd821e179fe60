import { strict as assert } from 'node:assert';

import { approvalHandlers } from '../../../src-main/approvals/approval-handlers.ts';
import { Reviews } from '../../../src-main/approvals/reviews.ts';
import { Events } from '../../../src-main/gateway/events.ts';
import { Jobs } from '../../../src-main/jobs/jobs.ts';
import { ConnectionMonitor } from '../../../src-main/vrs/connection-monitor.ts';
import type { Transport } from '../../../src-main/vrs/transport.ts';
import { VrsClient } from '../../../src-main/vrs/vrs-client.ts';
import type { DraftId } from '../../../src-shared/contract/batches.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { type BatchId, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { Batch, BatchEdit } from '../../../src-shared/vrs-api/batches.ts';
import type { VrsRequest } from '../../../src-shared/vrs-api/calls.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { Row } from '../training/batch-steps.ts';
import type { TestVrs } from '../training/training-vrs.ts';
import { DeskWithDrafts } from './a-desk-with-drafts.ts';
import { inThisThread } from './in-this-thread.ts';

const reportIncident = (): void => assert.fail('an incident');
const quiet = (): void => undefined;

/** Somebody at a terminal: signed in whenever they do something, as far as VRS lets them. */
export class Person {
  readonly userId: string;
  readonly vrs: VrsClient;
  readonly #test: TestVrs;
  readonly #jobs: Jobs;
  readonly #reviews: Reviews;
  readonly #desk: DeskWithDrafts;
  readonly #handlers: ReturnType<typeof approvalHandlers>;
  #token: string | undefined;
  #user: SignedInUser | undefined;

  constructor(test: TestVrs, transport: Transport, userId: string, folder: string) {
    this.userId = userId;
    this.#test = test;
    const monitor = new ConnectionMonitor(quiet);
    this.vrs = new VrsClient({
      origin: test.vrs.origin,
      transport,
      monitor,
      token: () => this.#token,
      tokenRefused: () => {
        this.#token = undefined;
      },
      retry: { attempts: 3, firstWait: 0, longestWait: 0 },
    });
    this.#jobs = new Jobs(test.vrs.clock, new Events(), reportIncident);
    const worker = new URL('file:///in-this-thread');
    const parts = { vrs: this.vrs, jobs: this.#jobs, worker, reportIncident };
    this.#reviews = new Reviews({ ...parts, inWorker: inThisThread(new Map()) });
    this.#desk = new DeskWithDrafts({ vrs: this.vrs, jobs: this.#jobs, clock: test.vrs.clock, folder });
    this.#handlers = approvalHandlers(this.vrs, { refresh: async () => ok([]) }, this.#reviews);
  }

  /** Does something, signing in first where there is no session. What is refused for the session alone is done once more. */
  async act<Value>(work: (user: SignedInUser) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    for (let attempt = 0; ; attempt += 1) {
      const signedIn = await this.#signIn();
      if (!signedIn.ok) return signedIn;
      const outcome = await work(signedIn.value);
      if (attempt > 0 || outcome.ok || this.#token !== undefined) return outcome;
    }
  }

  /** A file of 接種記録, checked: sent from the first row to the difference, which is held against the rows that were sent. */
  async send(rows: readonly Row[], edits: readonly BatchEdit[]): Promise<Outcome<Batch>> {
    let draftId: DraftId | undefined;
    return this.act(async (user) => {
      draftId ??= await this.#desk.chosen(user, rows, edits);
      return this.#desk.send(user, draftId);
    });
  }

  /** `looks`: at the difference first, as the screen does. */
  submit(batch: Batch, looks: boolean): Promise<Outcome<Batch>> {
    const draftId = this.#desk.draftOf(batch);
    return draftId === undefined
      ? this.submitPastTheApp(batch)
      : this.act((user) => this.#desk.submit(user, draftId, batch, looks));
  }

  /** The difference of a batch of one's own, read anew from its first row to its last. */
  readAgain(batch: Batch): Promise<Outcome<Batch>> {
    const draftId = this.#desk.draftOf(batch);
    assert.ok(draftId);
    return this.act((user) => this.#desk.readAgain(user, draftId));
  }

  /** As from another terminal: nothing here knows of it. */
  compareAnew({ batchId }: Batch): Promise<Outcome<Batch>> {
    return this.act(() => this.vrs.call('batches.computeDifference', { path: { batchId } }));
  }

  submitPastTheApp({ batchId, fingerprint, differenceFingerprint }: Batch): Promise<Outcome<Batch>> {
    // The undoing of a batch has no draft: VRS itself made it.
    const body = { comment: '', acknowledgementReason: '', fingerprint, differenceFingerprint };
    return this.act(() =>
      this.vrs.call('batches.submit', {
        path: { batchId },
        body: body as VrsRequest<'batches.submit'>['body'],
      }),
    );
  }

  /** Somebody else's is nowhere on the screen: past the app, VRS refuses it. */
  withdraw(batch: Batch): Promise<Outcome<Batch>> {
    const { batchId } = batch;
    const draftId = this.#desk.draftOf(batch);
    return draftId === undefined
      ? this.act(() => this.vrs.call('batches.withdraw', { path: { batchId } }))
      : this.act((user) => this.#desk.withdraw(user, draftId));
  }

  reverse({ batchId }: Batch): Promise<Outcome<Batch>> {
    return this.act(() =>
      this.vrs.call('batches.reverse', { path: { batchId }, body: { reason: '誤って反映した' } }),
    );
  }

  /** Opens an application and reads its difference to the end, as the screen does. */
  look({ batchId }: Batch): Promise<Outcome<Batch>> {
    return this.act(async (user) => {
      const opened = await this.#handlers['approvals.open']({ batchId }, user);
      if (!opened.ok) return opened;
      const started = await this.#handlers['approvals.review']({ batchId }, user);
      if (!started.ok) return started;
      for (;;) {
        const job = this.#jobs.list(user.userId).find(({ jobId }) => jobId === started.value.result.jobId);
        if (job?.problem) return { ok: false, problem: job.problem };
        if (job?.state !== 'running') break;
        await new Promise(setImmediate);
      }
      // What stands may have changed since it was sent: then the screen shows it anew.
      const seen = await this.#handlers['approvals.open']({ batchId }, user);
      if (!seen.ok) return seen;
      const { batch, differenceFingerprint } = seen.value.result;
      assert.ok(
        this.#reviews.overview(batchId, differenceFingerprint),
        'a review that ended well has an overview',
      );
      return ok(batch);
    });
  }

  /** With the fingerprints that were seen. */
  approve({ batchId, fingerprint, differenceFingerprint }: Batch): Promise<Outcome<Batch>> {
    return this.act(async (user) => {
      const { password, oneTimePassword } = this.#test.credentials(this.userId);
      const seen = {
        fingerprint: Sha256.parse(fingerprint),
        differenceFingerprint: Sha256.parse(differenceFingerprint),
      };
      const approved = await this.#handlers['approvals.approve'](
        { batchId, ...seen, password, oneTimePassword },
        user,
      );
      return approved.ok ? ok(approved.value.result) : approved;
    });
  }

  /** Straight to VRS, as a client without any of our own checks would. */
  approvePastTheApp(
    {
      batchId,
      fingerprint,
      differenceFingerprint,
    }: Pick<Batch, 'batchId' | 'fingerprint' | 'differenceFingerprint'>,
    provenFor: BatchId,
  ): Promise<Outcome<Batch>> {
    return this.act(async () => {
      const { password, oneTimePassword } = this.#test.credentials(this.userId);
      const purpose = { action: 'batch.approve' as const, batchId: provenFor };
      const proof = await this.vrs.call('session.reauthenticate', {
        body: { password, oneTimePassword, purpose },
      });
      if (!proof.ok) return proof;
      const body = { proof: proof.value.proof, fingerprint, differenceFingerprint };
      return this.vrs.call('batches.approve', {
        path: { batchId },
        body: body as VrsRequest<'batches.approve'>['body'],
      });
    });
  }

  giveBack({ batchId }: Batch): Promise<Outcome<Batch>> {
    return this.act(async (user) => {
      const returned = await this.#handlers['approvals.return']({ batchId, reason: '日付を確かめる' }, user);
      return returned.ok ? ok(returned.value.result) : returned;
    });
  }

  /** Leaves the terminal: the next one to come signs in anew. */
  leave(): void {
    this.#token = undefined;
  }

  async #signIn(): Promise<Outcome<SignedInUser>> {
    if (this.#token !== undefined && this.#user) return ok(this.#user);
    const { userId, password, oneTimePassword } = this.#test.credentials(this.userId);
    const opened = await this.vrs.call('session.open', { body: { userId, password, oneTimePassword } });
    if (!opened.ok) return opened;
    this.#token = opened.value.token;
    this.#user = opened.value.user;
    return ok(opened.value.user);
  }
}
