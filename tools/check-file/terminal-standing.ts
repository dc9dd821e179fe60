import { existsSync } from 'node:fs';
import path from 'node:path';

import type { DatabaseFailure } from '../../src-main/cache/encrypted-database.ts';
import { openCopyToRead } from '../../src-main/cache/open-to-read.ts';
import { KeyringSecretStore } from '../../src-main/keychain/keyring-secret-store.ts';
import { readCacheKey } from '../../src-main/keychain/open-data-keys.ts';
import type { SecretStore } from '../../src-main/keychain/secret-store.ts';
import { ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { readProfile } from '../../src-main/workstation/profile.ts';
import { NoStanding, type Standing } from './standing.ts';

/**
 * The copy that a terminal keeps of its municipality's people. Its key lies in the credential store of the person whose account the app
 * runs under: nobody else can open it, and the app may be running.
 */
export async function openTerminal(
  folder: string,
  storeOf: (installationId: string) => SecretStore = keyringOf,
): Promise<Standing> {
  const profile = valueOf(await readProfile(folder));
  const file = path.join(folder, 'cache', 'people.db');
  if (!existsSync(file)) {
    throw new NoStanding(
      'この端末には、登録内容の写しがまだありません。アプリにサインインして、写しがそろってから行ってください。',
    );
  }
  const { installationId, municipalityCode } = profile;
  const key = valueOf(await readCacheKey({ store: storeOf(installationId), installationId, folder }));
  const opened = openCopyToRead({ file, key });
  if (!opened.ok) throw new NoStanding(whyNot[opened.failure] ?? UNREADABLE);
  const { copy } = opened;
  if (copy.asOf === null) {
    copy.close();
    throw new NoStanding(
      '端末の写しがまだそろっていません。アプリで写しがそろってから、もう一度行ってください。',
    );
  }
  return {
    name: `端末の写し（${profile.municipalityName}、${copy.asOf} 時点）`,
    municipalityCode,
    holders: async (tickets) => ok(copy.tickets.holders(tickets)),
    residents: async (people) => ok(copy.tickets.residents(people)),
    close: async () => copy.close(),
  };
}

const keyringOf = (installationId: string): SecretStore =>
  new KeyringSecretStore(`vaccination-record-workstation/${installationId}`);

const UNREADABLE = '端末の写しを読めません。アプリを起動して写しを取り直してから、もう一度行ってください。';
const whyNot: Readonly<Partial<Record<DatabaseFailure, string>>> = {
  'wrong-key': '端末の写しを、この利用者の鍵では開けません。アプリを使う利用者のアカウントで行ってください。',
  'from-future': '端末の写しは、別の版のアプリが作ったものです。同じ版の check-file で行ってください。',
};

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new NoStanding(outcome.problem.sentence);
  return outcome.value;
}
