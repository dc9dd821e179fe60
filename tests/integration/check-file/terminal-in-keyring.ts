import { KeyringSecretStore } from '../../../src-main/keychain/keyring-secret-store.ts';
import { makeTerminal } from './make-terminal.ts';

/**
 * Runs in a login session of its own, because the credential store belongs to one: makes a terminal whose key lies there, and prints where.
 */
const [, , folder = ''] = process.argv;
const data = await makeTerminal(
  folder,
  (installationId) => new KeyringSecretStore(`vaccination-record-workstation/${installationId}`),
);
process.stdout.write(`${JSON.stringify({ data })}\n`);
