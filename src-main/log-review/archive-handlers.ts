import type { logArchiveOperations } from '../../src-shared/contract/log-archives.ts';
import { ok } from '../../src-shared/contract/problem.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { HandlersOf } from '../gateway/handler.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { LogActor, OperationLog } from '../operation-log/operation-log.ts';
import type { Session } from '../session/session.ts';

export interface ArchiveParts {
  readonly log: Pick<OperationLog, 'archives'>;
  readonly jobs: Jobs;
  /** That the person at the screen is who signed in. */
  readonly prove: Session['prove'];
}

/** The sealed years of the operation log, and what takes something out of it. SECURITY: H75 — nobody does so without proving who they are. */
export function archiveHandlers({ log, jobs, prove }: ArchiveParts): HandlersOf<typeof logArchiveOperations> {
  return {
    'log.archives': async () => {
      const archives = await log.archives.list();
      return archives.ok ? ok({ archives: [...archives.value] }) : archives;
    },

    'log.destroyArchive': async ({ first, ...credentials }, caller) => {
      const proven = await prove(credentials);
      if (!proven.ok) return proven;
      const destroyed = await log.archives.destroy(first, actorOf(caller));
      if (!destroyed.ok) return destroyed;
      const { fiscalYear, entries } = destroyed.value;
      return ok({ result: destroyed.value, subjects: [], detail: { fiscalYear, entries } });
    },

    'log.redact': async ({ addresseeNumber, note, ...credentials }, caller) => {
      const proven = await prove(credentials);
      if (!proven.ok) return proven;
      const started = jobs.start({
        kind: 'redact-log',
        subject: '',
        owner: caller.userId,
        work: ({ signal, progress }) =>
          log.archives.redact(addresseeNumber, { actor: actorOf(caller), note }, signal, progress),
      });
      return started.ok ? ok({ result: started.value, subjects: [] }) : started;
    },
  };
}

function actorOf({ userId, name, department, role }: SignedInUser): LogActor {
  return { userId, name, department, role };
}
