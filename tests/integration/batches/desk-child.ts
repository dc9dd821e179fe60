import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

import type { DraftId } from '../../../src-shared/contract/batches.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { Workstation } from '../application/workstation.ts';
import { FileSecretStore } from './file-secret-store.ts';

/** What the parent tells this process about the VRS and the desk. */
export interface ChildTask {
  readonly vrs: Pick<TrainingVrs, 'origin' | 'caPem' | 'clientCertPem' | 'clientKeyPem' | 'municipality'>;
  readonly credentials: ReturnType<TrainingVrs['credentials']>;
  readonly home: string;
  readonly secrets: string;
  readonly installationId: string;
  readonly file: string;
}

/** The threads that read, check and pack files: on the parent's word they end at once, as a crash ends them. */
const threads = new Set<Worker>();
let isCopyOpen = false;
process.on('worker', (worker) => {
  // The thread of the local copy comes before, and has tests of its own.
  if (!isCopyOpen) return;
  threads.add(worker);
  worker.once('exit', () => threads.delete(worker));
});

/** Goes on with the file wherever the last process was killed, and tells each stage that it finds. Ends when the batch has ended. */
async function work(task: ChildTask): Promise<void> {
  const station = await Workstation.start(task.vrs as TrainingVrs, {
    folder: task.home,
    secrets: new FileSecretStore(task.secrets),
    profile: { installationId: task.installationId },
    chooseFile: () => Promise.resolve(task.file),
  });
  const { userId, password, oneTimePassword } = task.credentials;
  await station.get('session.signIn', { userId, password, oneTimePassword });
  await station.copyReady();
  isCopyOpen = true;
  for (;;) {
    const { drafts } = await station.get('batches.list', {});
    const [draft] = drafts;
    const { jobs } = await station.get('jobs.list', {});
    const running = jobs.some(({ state }) => state === 'running');
    process.stdout.write(`${draft?.stage ?? 'none'}\n`);
    if (draft?.stage === 'ended') break;
    if (!draft) await station.get('batches.chooseFile', { source: { kind: 'office' } });
    else if (!running && draft.stage === 'chosen')
      await station.call('batches.check', { draftId: draft.draftId });
    else if (!running && (draft.stage === 'checked' || draft.stage === 'sending'))
      await station.call('batches.send', { draftId: draft.draftId });
    else if (draft.stage === 'ready') await submit(station, draft.draftId);
    await sleep(20);
  }
  await station.close();
}

/** What is refused for a difference that is not read yet is done in the next turn. */
async function submit(station: Workstation, draftId: DraftId): Promise<void> {
  const page = await station.call('batches.difference', { draftId, outcome: null, cursor: null });
  if (!page.ok) return;
  await station.call('batches.submit', {
    draftId,
    comment: '',
    leaveOutRejected: true,
    mustCorrectReason: '予診票で確かめた',
    differenceFingerprint: page.value.differenceFingerprint,
  });
}

process.on('message', (told: ChildTask | 'end-the-threads') => {
  if (told === 'end-the-threads') for (const thread of threads) void thread.terminate();
  else void work(told).then(() => process.disconnect());
});
