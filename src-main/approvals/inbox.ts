import { ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { mayCall } from '../../src-shared/contract/navigation.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { Events } from '../gateway/events.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';

const LOOK_EVERY = 30_000;
const waitingStates = ['submitted', 're-review'] as const;

/** The batches that wait for an approval. It looks by itself while an approver is signed in, and tells the count. */
export class ApprovalInbox {
  readonly #vrs: VrsClient;
  readonly #events: Events;
  #timer: NodeJS.Timeout | undefined;

  constructor(vrs: VrsClient, events: Events) {
    this.#vrs = vrs;
    this.#events = events;
  }

  watch(user: SignedInUser): void {
    this.stop();
    if (!mayCall(user.role, 'approvals.inbox')) return;
    void this.refresh();
    this.#timer = setInterval(() => void this.refresh(), LOOK_EVERY);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async refresh(): Promise<Outcome<readonly Batch[]>> {
    const waiting: Batch[] = [];
    for (const state of waitingStates) {
      const found = await this.#vrs.call('batches.list', { query: { state, limit: 250 } });
      if (!found.ok) return found;
      waiting.push(...found.value.batches);
    }
    this.#events.emit({ type: 'approvals-waiting', count: waiting.length });
    return ok(waiting);
  }
}
