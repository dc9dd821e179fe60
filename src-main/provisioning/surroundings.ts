import type { Clock } from '../../src-shared/domain/clock.ts';
import type { SecretStore } from '../keychain/secret-store.ts';
import type { InspectingTransport } from '../vrs/transport.ts';
import type { PolicySource } from '../workstation/policy/machine-policy.ts';
import type { Profile } from '../workstation/profile.ts';
import type { Installation } from '../workstation/self-check/installation.ts';
import type { Passphrases } from './passphrase.ts';

/** A way to VRS, for as long as a check takes. */
export interface Connection {
  readonly transport: InspectingTransport;
  close(): Promise<void>;
}

/** What the commands get from outside: Electron's in the packaged app, Node's in the repository. */
export interface Surroundings {
  /** The terminal's data folder. */
  readonly folder: string;
  readonly policy: PolicySource;
  readonly secretsOf: (installationId: string) => SecretStore;
  readonly clock: Clock;
  /** The machine's own name. */
  readonly hostName: string;
  readonly isPackaged: boolean;
  /** The app's. */
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly passphrases: Passphrases;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly installation: Installation;
  /** `secrets`: of this installation, where the passphrase of its certificate lies. */
  readonly connect: (profile: Profile, secrets: SecretStore) => Promise<Connection>;
  readonly workers: Readonly<Record<'logVerification' | 'logReading', URL>>;
}
