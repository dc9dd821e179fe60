import { SELF_TEST_ACCOUNT } from './keyring-secret-store.ts';

/** Every name under which the keychain keeps something for an installation, so that removal forgets none. */
export function accountsOf(installationId: string): readonly string[] {
  return [
    `master-key/${installationId}`,
    `next-master-key/${installationId}`,
    `log-head/${installationId}`,
    SELF_TEST_ACCOUNT,
  ];
}
