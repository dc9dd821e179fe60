import path from 'node:path';

import type { PolicyValue, WorkstationStatus } from '../src-shared/contract/workstation.ts';
import { mayCall } from '../src-shared/contract/navigation.ts';
import { ok, type Outcome } from '../src-shared/contract/problem.ts';
import type { Clock } from '../src-shared/domain/clock.ts';
import type { SignedInUser } from '../src-shared/vrs-api/session.ts';
import { applySettings } from '../src-shared/domain/rules/check-rules.ts';
import { noSettings } from '../src-shared/domain/rules/rule-settings.ts';
import { approvalHandlers } from './approvals/approval-handlers.ts';
import { ApprovalInbox } from './approvals/inbox.ts';
import { Reviews } from './approvals/reviews.ts';
import { batchHandlers } from './batches/batch-handlers.ts';
import { Batches } from './batches/batches.ts';
import { LayoutShelf } from './batches/layout-shelf.ts';
import type { ChooseFile } from './batches/choose-file.ts';
import type { ChooseTarget } from './batches/choose-target.ts';
import { rowHandlers } from './batches/rows/row-handlers.ts';
import { countCopy } from './cache/count-copy.ts';
import { openCache } from './cache/open-cache.ts';
import { Events } from './gateway/events.ts';
import { Gateway } from './gateway/gateway.ts';
import type { AllHandlers } from './gateway/handler.ts';
import { type Incident, incidentOf } from './gateway/incident.ts';
import { RateLimit } from './gateway/rate-limit.ts';
import { jobHandlers, Jobs } from './jobs/jobs.ts';
import { headAnchor } from './keychain/head-anchor.ts';
import { openDataKeys, rotateKeys } from './keychain/open-data-keys.ts';
import type { SecretStore } from './keychain/secret-store.ts';
import { archiveHandlers } from './log-review/archive-handlers.ts';
import { logHandlers } from './log-review/log-handlers.ts';
import { logReview } from './log-review/review/log-review.ts';
import { itself } from './operation-log/opening.ts';
import type { LogDraft } from './operation-log/operation-log.ts';
import { openOperationLog } from './operation-log/open-operation-log.ts';
import { LocalCopy } from './people/local-copy.ts';
import { peopleHandlers } from './people/people-handlers.ts';
import { printingHandlers, type PrintPaper } from './printing/printing-handlers.ts';
import { Session } from './session/session.ts';
import { sessionHandlers } from './session/session-handlers.ts';
import { TrainingAccounts } from './session/training-accounts.ts';
import { userHandlers } from './users/user-handlers.ts';
import { ConnectionMonitor } from './vrs/connection-monitor.ts';
import type { InspectingTransport, Transport } from './vrs/transport.ts';
import { VrsClient } from './vrs/vrs-client.ts';
import type { Profile } from './workstation/profile.ts';
import { fromSource, type Installation } from './workstation/self-check/installation.ts';
import { workstationHandlers } from './workstation/workstation-handlers.ts';

/** What the application gets from outside: Electron's shell in the app, Node in tests. */
export interface Ports {
  /** Where everything that this installation keeps lies. */
  readonly folder: string;
  readonly transport: Transport | InspectingTransport;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly chooseFile: ChooseFile;
  readonly chooseTarget: ChooseTarget;
  /** Which of the profile's values the policy of the machine decided; none in tests. */
  readonly fromPolicy?: readonly PolicyValue[];
  /** What was installed, for the self-check; from source where nothing is said. */
  readonly installation?: Installation;
  readonly print: PrintPaper;
  readonly versions: WorkstationStatus['versions'];
  readonly workers: Readonly<Record<'cache' | 'logVerification' | 'logReading' | 'fileCheck', URL>>;
  readonly reportIncident: (incident: Incident) => void;
}

export interface Application {
  readonly gateway: Gateway;
  readonly events: Events;
  /** Locks the screen: idle, the operating system's lock. */
  lock(): void;
  close(): Promise<void>;
}

/**
 * Builds everything from a profile. Problems: `keychain-unavailable`, `keychain-locked` (a production profile without a
 * credential store does not start), `log-unavailable` (without a log nothing may be answered). SECURITY: P8.
 */
export async function createApplication(profile: Profile, ports: Ports): Promise<Outcome<Application>> {
  const { clock, folder } = ports;
  const events = new Events();
  const { installationId } = profile;
  const keyPlace = { store: ports.secrets, installationId, folder };
  const keys = await openDataKeys({ ...keyPlace, profileKind: profile.kind });
  if (!keys.ok) return keys;
  const memoryOnly = keys.value.kept === 'memory-only';

  const log = await openOperationLog({
    folder: path.join(folder, 'log'),
    clock,
    workstation: profile.workstation,
    subjectKey: keys.value.logSubjects,
    anchor: headAnchor(ports.secrets, installationId, memoryOnly),
    checkpoints: {
      key: keys.value.logCheckpoints,
      keyIsKept: !memoryOnly,
      secondPlace:
        profile.log.secondPlace === undefined
          ? undefined
          : {
              folder: profile.log.secondPlace,
              terminal: `${profile.workstation}-${installationId}`,
            },
    },
    verificationWorker: ports.workers.logVerification,
    readingWorker: ports.workers.logReading,
  });
  if (!log.ok) return log;
  if (keys.value.found === 'lost') {
    const written = await log.value.append({
      actor: itself,
      operation: 'keys.lost',
      action: '鍵の喪失（端末内の写しと審査用データを破棄）',
      reason: '',
      note: '',
      subjects: [],
      result: 'done',
      detail: {},
    });
    if (!written.ok) return written;
  }

  const monitor = new ConnectionMonitor((connection) => events.emit({ type: 'connection', connection }));
  const vrs: VrsClient = new VrsClient({
    origin: profile.vrs.origin,
    transport: ports.transport,
    monitor,
    token: () => session.token(),
    tokenRefused: (token, why) => session.tokenRefused(token, why),
  });
  const jobs = new Jobs(clock, events, ports.reportIncident);
  const copyFile = path.join(folder, 'cache', 'people.db');
  const localCopy = new LocalCopy({
    file: copyFile,
    key: keys.value.cache,
    memoryOnly,
    worker: ports.workers.cache,
    openCache,
    vrs,
    clock,
    events,
  });
  const { reportIncident } = ports;
  const inbox = new ApprovalInbox(vrs, events);
  const reviews = new Reviews({ vrs, jobs, worker: ports.workers.fileCheck, reportIncident });
  const batches = new Batches({
    folder: path.join(folder, 'staging'),
    wrappingKey: keys.value.stagingWrap,
    profile,
    vrs,
    localCopy,
    jobs,
    clock,
    chooseFile: ports.chooseFile,
    chooseTarget: ports.chooseTarget,
    worker: ports.workers.fileCheck,
    layouts: new LayoutShelf(path.join(folder, 'layouts')),
    reportIncident,
    recordExport: async (user, detail, people) => {
      const exported = happened(
        user,
        'batches.findingsExported',
        '一括登録（エラー一覧の持ち出し）',
        'done',
        detail,
      );
      return (await log.value.append({ ...exported, subjects: people })).ok;
    },
    recordErasure: async (user, detail) => {
      const erased = happened(user, 'batches.erased', '一括登録（審査用データの消去）', 'done', detail);
      return (await log.value.append(erased)).ok;
    },
  });
  const { workstation, review } = profile;
  const { hours } = review;
  const weekly = logReview({ log: log.value, localCopy, vrs, jobs, clock, workstation, hours });
  const session: Session = new Session({
    vrs,
    clock,
    events,
    busy: () => jobs.anyRunning(),
    offlineMinutes: profile.offlineMinutes,
    onSignedIn: (user) => {
      inbox.watch(user);
      // Who may not look anybody up has no use for the copy, and VRS gives it nothing.
      if (!mayCall(user.role, 'people.search')) return;
      void localCopy
        .open()
        .then(() => batches.resume(user))
        .catch((thrown: unknown) => ports.reportIncident(incidentOf('batches.resume', thrown)));
    },
    onEnded: async (user, because) => {
      inbox.stop();
      reviews.forget();
      weekly.forget();
      // Before the copy closes, so that drafts are left in a state from which they go on.
      await batches.pause();
      jobs.cancelAll();
      if (because !== '')
        await log.value.append(happened(user, 'session.ended', 'セッションの終了', because));
      await Promise.all([localCopy.close(), log.value.anchorHead()]);
    },
  });

  const handlers: AllHandlers = {
    ...sessionHandlers({
      session,
      trainingAccounts:
        profile.kind === 'training' ? new TrainingAccounts(profile.vrs.origin, ports.transport) : undefined,
      view: () => ({
        profile: {
          kind: profile.kind,
          municipalityName: profile.municipalityName,
          workstation: profile.workstation,
          idleMinutes: profile.idleMinutes,
        },
        version: ports.versions.app,
        connection: monitor.connection,
        cache: localCopy.state,
        session: session.view(),
      }),
    }),
    ...peopleHandlers({ vrs, localCopy, clock, rules: applySettings(profile.rules ?? noSettings) }),
    ...batchHandlers(batches),
    ...rowHandlers(batches),
    ...approvalHandlers(vrs, inbox, reviews),
    ...logHandlers({ log: log.value, jobs, vrs, clock, chooseTarget: ports.chooseTarget }),
    ...weekly.handlers,
    ...printingHandlers({
      municipalityName: profile.municipalityName,
      workstation: profile.workstation,
      print: ports.print,
      clock,
    }),
    ...archiveHandlers({ log: log.value, jobs, prove: (credentials) => session.prove(credentials) }),
    ...jobHandlers(jobs),
    ...userHandlers({ vrs, clock }),
    ...workstationHandlers({
      profile,
      folder,
      fromPolicy: ports.fromPolicy ?? [],
      versions: ports.versions,
      keychain: memoryOnly ? 'memory-only' : 'available',
      keys: keys.value.found,
      rotateKeys: () => rotateKeys(keyPlace),
      prove: (credentials) => session.prove(credentials),
      localCopy,
      countCopy: () => Promise.resolve(countCopy(copyFile, keys.value.cache)),
      chooseTarget: ports.chooseTarget,
      log: log.value,
      vrs,
      monitor,
      secrets: ports.secrets,
      installation: ports.installation ?? fromSource,
      certificateFault: () =>
        'certificateFault' in ports.transport ? ports.transport.certificateFault() : undefined,
      clock,
    }),
  };
  const gateway = new Gateway({
    handlers,
    session,
    log: log.value,
    trainingProfile: profile.kind === 'training',
    limit: new RateLimit(clock, 200, 50),
    reportIncident: ports.reportIncident,
  });

  return ok({
    gateway,
    events,
    lock: () => {
      const user = session.user();
      if (!user || session.standing() !== 'signed-in') return;
      session.lock(null);
      void log.value.append(happened(user, 'session.lock', '画面ロック（離席）', 'done'));
    },
    close: async () => {
      inbox.stop();
      await session.dispose();
      await batches.close();
      jobs.cancelAll();
      await (memoryOnly ? localCopy.discard() : localCopy.close());
      await log.value.close();
      keys.value.forget();
    },
  });
}

/** An entry for what happens without a call from the window. */
function happened(
  user: SignedInUser,
  operation: string,
  action: string,
  result: string,
  detail: LogDraft['detail'] = {},
): LogDraft {
  const { userId, name, department, role } = user;
  const actor = { userId, name, department, role };
  return { actor, operation, action, reason: '', note: '', subjects: [], result, detail };
}
