import { setTimeout as sleep } from 'node:timers/promises';

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

/** Goes on with the file wherever the last process was killed, and tells each stage that it finds. Ends when the difference is there. */
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
  for (;;) {
    const { drafts } = await station.get('batches.list', {});
    const [draft] = drafts;
    const { jobs } = await station.get('jobs.list', {});
    const running = jobs.some(({ state }) => state === 'running');
    process.stdout.write(`${draft?.stage ?? 'none'}\n`);
    if (draft?.stage === 'ready') break;
    if (!draft) await station.get('batches.chooseFile', { source: { kind: 'office' } });
    else if (!running && draft.stage === 'chosen')
      await station.call('batches.check', { draftId: draft.draftId });
    else if (!running && draft.stage === 'checked')
      await station.call('batches.send', { draftId: draft.draftId });
    await sleep(20);
  }
  if (station.incidents.length > 0) process.stdout.write(`${JSON.stringify(station.incidents)}\n`);
  await station.close();
}

process.once('message', (task: ChildTask) => {
  void work(task).then(() => process.disconnect());
});
