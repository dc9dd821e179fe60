import type { AccessLog } from './access-log/access-log.ts';
import { accessLogHandlers } from './access-log/access-log.ts';
import { Applying } from './batches/applying.ts';
import { BatchStore } from './batches/batch-store.ts';
import { ChunkStore } from './batches/chunk-store.ts';
import { DifferenceComputer } from './batches/difference.ts';
import { DifferencePages, type Draw } from './batches/difference-pages.ts';
import { batchHandlers } from './batches/handlers.ts';
import { Lifecycle } from './batches/lifecycle.ts';
import { EditStore } from './batches/edit-store.ts';
import { rowWorks } from './batches/row-work.ts';
import type { Faults } from './faults/faults.ts';
import { ChangeFeed } from './people/change-feed.ts';
import { peopleHandlers } from './people/handlers.ts';
import { IndividualRegistration } from './people/individual-registration.ts';
import { PeopleStore } from './people/people-store.ts';
import { PeopleWriter } from './people/people-writer.ts';
import { municipalities } from './residents/municipalities.ts';
import type { Handlers } from './server/handler.ts';
import type { MovableClock } from './server/movable-clock.ts';
import { sessionHandlers } from './session/handlers.ts';
import type { IdentityCheck } from './session/identity-check.ts';
import { Proofs } from './session/proofs.ts';
import type { Sessions } from './session/sessions.ts';
import type { Storage } from './storage/database.ts';
import { ApplicationStore } from './users/application-store.ts';
import { authorityHandlers } from './users/authority-handlers.ts';
import { userHandlers } from './users/handlers.ts';
import type { UserStore } from './users/user-store.ts';

export interface Ground {
  readonly storage: Storage;
  readonly clock: MovableClock;
  readonly users: UserStore;
  readonly sessions: Sessions;
  readonly identity: IdentityCheck;
  readonly accessLog: AccessLog;
  readonly faults: Faults;
  readonly hashCost: number;
  readonly draw: Draw;
  readonly onBug: (bug: Error, call: string) => void;
}

export interface Composed {
  readonly handlers: Handlers;
  readonly applying: Applying;
  readonly registration: IndividualRegistration;
  /** Clears away what a process that ended in the middle had begun, and goes on with what was approved. */
  resume(): Promise<void>;
}

function municipalityName(code: string): string {
  return municipalities.find((each) => each.code === code)?.name ?? '';
}

/** Builds the areas on their common ground. Nothing runs before `resume`. */
export function compose(ground: Ground): Composed {
  const { storage, clock, users, sessions, identity, accessLog, faults, hashCost, draw, onBug } = ground;
  const people = new PeopleStore(storage);
  const writer = new PeopleWriter(storage, people);
  const proofs = new Proofs(storage);
  const batches = new BatchStore(storage);
  const works = rowWorks({ storage, people, writer });
  const differenceParts = {
    storage,
    batches,
    chunks: new ChunkStore(storage),
    edits: new EditStore(storage),
    works,
  };
  const differences = new DifferenceComputer(differenceParts);
  const batchParts = { ...differenceParts, differences };
  const beforeSlice = (rows: number): void => faults.beforeSlice(rows);
  const applying = new Applying({ ...batchParts, clock, onBug, beforeSlice });
  const lifecycle = new Lifecycle({
    ...batchParts,
    applying,
    proofs,
    personOf: (userId) => users.find(userId)?.staff_id,
  });
  const pages = new DifferencePages({ ...batchParts, people }, draw);
  return {
    handlers: {
      ...sessionHandlers({ storage, users, sessions, identity, proofs, hashCost, municipalityName }),
      ...peopleHandlers({ people, feed: new ChangeFeed(storage, people) }),
      ...userHandlers({ users, sessions }),
      ...authorityHandlers({
        storage,
        users,
        sessions,
        applications: new ApplicationStore(storage),
        proofs,
        hashCost,
      }),
      ...accessLogHandlers(accessLog),
      ...batchHandlers({ ...batchParts, lifecycle, pages }),
    },
    applying,
    registration: new IndividualRegistration({
      storage,
      people,
      writer,
      now: () => clock.now(),
      noBatchApplying: () => applying.idle(),
    }),
    resume: async () => {
      batches.forgetHidden();
      for (const { number } of batches.open()) await differences.dropOthers(number);
      applying.wake();
    },
  };
}
