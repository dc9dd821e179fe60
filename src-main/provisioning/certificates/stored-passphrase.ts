import { randomBytes } from 'node:crypto';

import { refusedBy as problemOf } from '../../keychain/open-data-keys.ts';
import { type SecretStore, SecretStoreError } from '../../keychain/secret-store.ts';
import { ok, type Provisioned, type Refusal, refused, refusedBy } from '../refusals.ts';

/**
 * The passphrase of that name in the credential store, made where there is none: a file that is written anew is closed under the
 * same one, so that a cut between file and store can't part them.
 */
export async function keptPassphrase(secrets: SecretStore, account: string): Promise<Provisioned<string>> {
  try {
    const kept = await secrets.get(account);
    if (kept !== undefined) return ok(Buffer.from(kept).toString('utf8'));
    const made = randomBytes(32).toString('base64url');
    await secrets.set(account, Buffer.from(made));
    return ok(made);
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    return refusedBy(problemOf(error).problem);
  }
}

/** On Windows and macOS Electron takes client certificates from the system's own store and from nowhere else. */
export function ownStoreOnly(
  platform: NodeJS.Platform,
): { readonly ok: false; readonly refusal: Refusal } | undefined {
  if (platform === 'linux') return undefined;
  return refused(
    'not-configured',
    'この OS では、クライアント証明書を OS の証明書ストアに入れてください（Windows は certreq か certutil。docs/provisioning.md）。',
  );
}
