import path from 'node:path';

import { headAnchor } from '../../src-main/keychain/head-anchor.ts';
import { KeyringSecretStore } from '../../src-main/keychain/keyring-secret-store.ts';
import { openDataKeys } from '../../src-main/keychain/open-data-keys.ts';
import { openOperationLog } from '../../src-main/operation-log/open-operation-log.ts';
import type { LogDraft } from '../../src-main/operation-log/operation-log.ts';
import { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import type { TrainingVrs } from '../../src-training/start.ts';
import { writeTrainingProfile } from '../../tools/start/training-profile.ts';

const worker = (name: string): URL => new URL(`../../src-main/operation-log/${name}`, import.meta.url);
const SECTION = '健康福祉部 感染症予防課 接種推進係';
export const clerk = { userId: 'clerk01', name: '研修　花子', department: SECTION, role: 'clerk' } as const;
export const chief = {
  userId: 'chief01',
  name: '係長　四郎',
  department: SECTION,
  role: 'supervisor',
} as const;

export function lookUp(actor: LogDraft['actor'], person: string, note = ''): LogDraft {
  return {
    actor,
    operation: 'people.open',
    action: '照会（詳細）',
    reason: '電話',
    note,
    subjects: [AddresseeNumber.parse(person)],
    result: 'done',
    detail: { from: 'local-copy' },
  };
}

/** What was done at one time, in Japan. */
interface EarlierWork {
  readonly at: string;
  readonly done: readonly LogDraft[];
}

/**
 * Work of before today, written by the product's own log under the keys of this installation, with its clock at the time of each. False
 * where the login session has no credential store: then nothing outlives a start.
 */
export async function hadEarlierWork(
  folder: string,
  vrs: TrainingVrs,
  work: readonly EarlierWork[],
): Promise<boolean> {
  const { installationId, workstation } = await writeTrainingProfile(folder, vrs);
  const store = new KeyringSecretStore(`vaccination-record-workstation/${installationId}`);
  const keys = await openDataKeys({ store, installationId, folder, profileKind: 'training' });
  if (!keys.ok || keys.value.kept === 'memory-only') return false;
  let now = new Date(work[0]?.at ?? Date.now());
  const log = await openOperationLog({
    folder: path.join(folder, 'log'),
    clock: { now: () => now },
    workstation,
    subjectKey: keys.value.logSubjects,
    anchor: headAnchor(store, installationId, false),
    checkpoints: { key: keys.value.logCheckpoints, keyIsKept: true, secondPlace: undefined },
    verificationWorker: worker('verification-worker.ts'),
    readingWorker: worker('log-reading-worker.ts'),
  });
  if (!log.ok) throw new Error(log.problem.code);
  for (const { at, done } of work) {
    now = new Date(at);
    for (const draft of done) await log.value.append(draft);
    // The years that are over are sealed at this time, and not when it is over too.
    await log.value.archives.settled();
  }
  await log.value.close();
  keys.value.forget();
  return true;
}
