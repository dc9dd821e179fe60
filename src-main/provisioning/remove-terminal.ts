import { constants } from 'node:fs';
import { lstat, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { accountsOf } from '../keychain/accounts.ts';
import { headAnchor } from '../keychain/head-anchor.ts';
import { openDataKeys } from '../keychain/open-data-keys.ts';
import { ROOT_FILE } from '../keychain/root-file.ts';
import { type SecretStore, SecretStoreError } from '../keychain/secret-store.ts';
import { isFileError } from '../operation-log/file-error.ts';
import { itself } from '../operation-log/opening.ts';
import { openOperationLog } from '../operation-log/open-operation-log.ts';
import type { LogHead } from '../operation-log/operation-log.ts';
import { CERTIFICATE_PASSPHRASE, CLIENT_CERTIFICATE_FILE } from '../workstation/client-certificate.ts';
import { TRUST_ACCOUNT } from '../workstation/profile-trust.ts';
import { type Profile, PROFILE_FILE, readProfile } from '../workstation/profile.ts';
import { notWritten } from './files.ts';
import { CERTIFICATE_KEY_FILE, CERTIFICATE_KEY_PASSPHRASE } from './certificates/pending-key.ts';
import { ok, type Provisioned, refused, refusedBy } from './refusals.ts';
import type { Surroundings } from './surroundings.ts';

const LOG = 'log';

/** What was destroyed and what stays, for the paper that IT keeps. */
export interface Receipt {
  readonly workstation: string;
  readonly at: string;
  readonly destroyed: readonly string[];
  readonly stays: readonly string[];
  /** The last entry of the log; undefined where the log went too. */
  readonly head: LogHead | undefined;
  /** False: the credential store could not be asked, so that its entries may still be there. They open nothing. */
  readonly keysAreGone: boolean;
}

/**
 * Takes this installation off the machine: the keys first, then everything that lay under them. Whatever stops it later, nothing
 * can be read any more. The operation log stays unless `withLog`, with an entry and a checkpoint that say so. It needs no credential
 * store: without one the wrapped root of all keys is destroyed, and what is left in the store opens nothing.
 */
export async function removeTerminal(
  { withLog }: { readonly withLog: boolean },
  around: Surroundings,
): Promise<Provisioned<Receipt>> {
  const { folder, clock } = around;
  const installed = await readProfile(folder);
  if (!installed.ok) {
    return refused(
      'not-configured',
      `${folder} に端末設定がないため、どの鍵を消せばよいか分かりません。設定を適用し直してから、撤去してください。`,
    );
  }
  const profile = installed.value;
  const secrets = around.secretsOf(profile.installationId);
  const head = await lastEntry(profile, secrets, withLog, around);
  if (!head.ok) return head;
  try {
    await destroyFile(path.join(folder, ROOT_FILE));
    await destroyFile(path.join(folder, CLIENT_CERTIFICATE_FILE));
    await destroyFile(path.join(folder, CERTIFICATE_KEY_FILE));
    const keysAreGone = await destroyKeys(profile, secrets);
    await removeData(folder, withLog);
    return ok({
      workstation: profile.workstation,
      at: clock.now().toISOString(),
      destroyed: destroyedWords(withLog, keysAreGone),
      stays: withLog ? [] : [`操作ログと、その控え（${path.join(folder, LOG)}）`],
      head: withLog ? undefined : head.value,
      keysAreGone,
    });
  } catch (error) {
    return notWritten(folder, error);
  }
}

/** SECURITY: H75 — that the terminal ends is the last thing its log says, signed. It also proves that the app does not run. */
async function lastEntry(
  profile: Profile,
  secrets: SecretStore,
  withLog: boolean,
  { folder, clock, workers }: Surroundings,
): Promise<Provisioned<LogHead>> {
  const { installationId, workstation } = profile;
  // A store that is gone must not keep anybody from removing: the entry is then signed with a key of its own.
  const keys = await openDataKeys({ store: secrets, installationId, folder, profileKind: 'training' });
  if (!keys.ok) return refusedBy(keys.problem);
  const memoryOnly = keys.value.kept === 'memory-only';
  const { secondPlace } = profile.log;
  const log = await openOperationLog({
    folder: path.join(folder, LOG),
    clock,
    workstation,
    subjectKey: keys.value.logSubjects,
    anchor: headAnchor(secrets, installationId, memoryOnly),
    checkpoints: {
      key: keys.value.logCheckpoints,
      keyIsKept: !memoryOnly,
      secondPlace:
        secondPlace === undefined
          ? undefined
          : { folder: secondPlace, terminal: `${workstation}-${installationId}` },
    },
    verificationWorker: workers.logVerification,
    readingWorker: workers.logReading,
  });
  if (!log.ok) {
    return refused(
      'in-use',
      'アプリが動いているか、操作ログを開けません。アプリを終わらせてから、もう一度行ってください。',
    );
  }
  try {
    const written = await log.value.append({
      actor: itself,
      operation: 'workstation.removed',
      action: withLog ? '端末の撤去（操作ログも消去）' : '端末の撤去（操作ログは残す）',
      reason: '',
      note: '',
      subjects: [],
      result: 'done',
      detail: {},
    });
    if (!written.ok) return refused('not-written', written.problem.sentence);
    const head = await log.value.anchorHead();
    return head.ok ? ok(head.value) : refused('not-written', head.problem.sentence);
  } finally {
    await log.value.close();
    keys.value.forget();
  }
}

/** Each entry of this installation, and that it is gone. */
async function destroyKeys({ installationId }: Profile, secrets: SecretStore): Promise<boolean> {
  const accounts = [
    ...accountsOf(installationId),
    TRUST_ACCOUNT,
    CERTIFICATE_PASSPHRASE,
    CERTIFICATE_KEY_PASSPHRASE,
  ];
  let areGone = true;
  for (const account of accounts) {
    try {
      await secrets.delete(account);
      if ((await secrets.get(account)) !== undefined) areGone = false;
    } catch (error) {
      if (!(error instanceof SecretStoreError)) throw error;
      areGone = false;
    }
  }
  return areGone;
}

/** Written over before it is removed: the best that can be done to a file. */
async function destroyFile(file: string): Promise<void> {
  try {
    const { size } = await lstat(file);
    const handle = await open(file, constants.O_WRONLY | constants.O_NOFOLLOW);
    try {
      await handle.write(Buffer.alloc(size), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    if (error.code === 'ENOENT') return;
  }
  await rm(file, { force: true });
}

/** The profile last: with it, a removal that was cut can be begun again. */
async function removeData(folder: string, withLog: boolean): Promise<void> {
  const entries = await readdir(folder);
  for (const entry of entries.filter((each) => each !== PROFILE_FILE && (withLog || each !== LOG))) {
    await rm(path.join(folder, entry), { recursive: true, force: true });
  }
  await rm(path.join(folder, PROFILE_FILE), { force: true });
  if (withLog) await rm(folder, { recursive: true, force: true });
}

function destroyedWords(withLog: boolean, keysAreGone: boolean): readonly string[] {
  return [
    'データの鍵のもと（data-keys.bin）。端末内の写しと審査用データは、もう開けません',
    ...(keysAreGone ? ['資格情報ストアの鍵（消えたことを確かめました）'] : []),
    '端末のクライアント証明書と秘密鍵',
    '端末内の写し、審査用データ、様式、Chromium のデータ',
    '端末設定',
    ...(withLog ? ['操作ログと、この端末にあるその控え'] : []),
  ];
}

export function receiptWords(receipt: Receipt): string {
  const { head } = receipt;
  return [
    `端末の撤去　${receipt.workstation}　${receipt.at}`,
    '消したもの：',
    ...receipt.destroyed.map((words) => `  ・${words}`),
    ...(receipt.stays.length === 0 ? [] : ['残したもの：', ...receipt.stays.map((words) => `  ・${words}`)]),
    ...(head === undefined
      ? []
      : [
          `操作ログの最後：${head.sequence} 番　${head.hash}`,
          '  ・封印した宛名番号は、鍵がないため、もう読めません。鎖と控えの検証（verify-log）はできます',
        ]),
    ...(receipt.keysAreGone
      ? []
      : [
          '資格情報ストアに聞けないため、その中の鍵が消えたことは確かめられません。残っていても、開けるものはありません。',
        ]),
  ].join('\n');
}
