import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { type Clock, systemClock } from '../src-shared/domain/clock.ts';
import type { UserEntry } from '../src-shared/vrs-api/users.ts';
import { AccessLog } from './access-log/access-log.ts';
import type { Draw } from './batches/difference-pages.ts';
import { writeExampleFiles } from './batch-files/example-files.ts';
import {
  type Authority,
  type CertificateFlaw,
  type ClientCertificate,
  openAuthority,
} from './certificates/authority.ts';
import { compose } from './compose.ts';
import { Faults } from './faults/faults.ts';
import type { IndividualRegistration } from './people/individual-registration.ts';
import { fillWithResidents } from './residents/filling.ts';
import { ownMunicipality } from './residents/municipalities.ts';
import type { PlantedError } from './residents/truth.ts';
import { createApplication } from './server/application.ts';
import { Dispatcher } from './server/dispatcher.ts';
import { MovableClock } from './server/movable-clock.ts';
import { addTrainingRoutes, credentialsOf, type TrainingCredentials } from './server/training-routes.ts';
import { type AccountWanted, madeUpAccounts, prepareAccount } from './session/accounts.ts';
import { IdentityCheck } from './session/identity-check.ts';
import { DEFAULT_HASH_COST } from './session/passwords.ts';
import { Sessions } from './session/sessions.ts';
import { Storage } from './storage/database.ts';
import { lockFolder } from './storage/folder-lock.ts';
import { addMadeUpRoster, hashOfNobodysPassword } from './users/made-up-roster.ts';
import { UserStore } from './users/user-store.ts';

export interface TrainingVrsOptions {
  /** Everything it keeps: the database, certificates, the truth file. One training VRS at a time works in a folder. */
  readonly folder: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** How many residents a new folder gets; a folder with data keeps what it has. */
  readonly people?: number;
  readonly seed?: string;
  /** What its own clock stands on. */
  readonly clock?: Clock;
  /** The routes under /training/faults, for tests in another process. */
  readonly faultRoutes?: boolean;
  /** N of scrypt; small in tests. */
  readonly passwordHashCost?: number;
  /** What random samples of differences are drawn with; node:crypto unless a test holds it still. */
  readonly draw?: Draw;
  /** Also a few batch files for newcomers, in `example-files`; made at the first start. */
  readonly exampleFiles?: boolean;
  /** Told of every answer that is this server's own fault. By default it goes to stderr, without any data. */
  readonly onBug?: (bug: Error, call: string) => void;
}

export interface TrainingVrs {
  readonly origin: string;
  readonly caPem: string;
  readonly municipality: { readonly code: string; readonly name: string };
  /** Of the workstation TRAINING-01. */
  readonly clientP12Path: string;
  readonly clientP12Passphrase: string;
  readonly clientCertPem: string;
  readonly clientKeyPem: string;
  issueClientCertificate(workstation: string): Promise<ClientCertificate>;
  /** Password and an unused one-time password of a made-up account. */
  credentials(userId: string): TrainingCredentials;
  /** One more account, for what the seven do not have: a second account of one person, somebody of the neighbouring city. */
  addAccount(account: AccountWanted): Promise<void>;
  /** What others made of an account meanwhile, without an application: another role, another period. */
  changeAccount(userId: string, changes: AccountChanges): void;
  readonly faults: Faults;
  /** From now on every new connection meets this certificate; undefined is the right one again. */
  useCertificate(flaw: CertificateFlaw | undefined): Promise<void>;
  readonly clock: MovableClock;
  readonly truth: readonly PlantedError[];
  /** What others do to records meanwhile. */
  readonly registration: IndividualRegistration;
  /** Resolves when no approved batch is left to apply. */
  applied(): Promise<void>;
  /** For assertions about what stands in the file. */
  readonly storage: Storage;
  close(): Promise<void>;
}

type AccountChanges = Partial<Pick<UserEntry, 'personId' | 'role' | 'validFrom' | 'validUntil'>>;

const DEFAULT_PEOPLE = 20_000;
const DEFAULT_SEED = '1';
const WORKSTATION = 'TRAINING-01';

/** Starts a training VRS. The first start in a folder makes the certificate authority, the residents and the accounts. */
export async function startTrainingVrs(options: TrainingVrsOptions): Promise<TrainingVrs> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(options.folder);
  const storage = new Storage(path.join(options.folder, 'training-vrs.sqlite'));
  const letGo = (): void => {
    storage.close();
    lock.release();
  };
  try {
    return await start(options, storage, letGo);
  } catch (thrown) {
    letGo();
    throw thrown;
  }
}

async function start(options: TrainingVrsOptions, storage: Storage, letGo: () => void): Promise<TrainingVrs> {
  const { folder, seed = DEFAULT_SEED, passwordHashCost: hashCost = DEFAULT_HASH_COST } = options;
  const clock = new MovableClock(options.clock ?? systemClock);
  const users = new UserStore(storage, clock);
  const accountOptions = { seed, clock, hashCost };
  const [authority, truth, identity] = await Promise.all([
    openAuthority(path.join(folder, 'certificates'), ownMunicipality.code),
    fillOnce(storage, users, options, accountOptions),
    IdentityCheck.create(storage, users, hashCost),
  ]);
  const client = await authority.issueClient(WORKSTATION);
  const sessions = new Sessions(storage, users);
  const faults = new Faults();
  const accessLog = new AccessLog(storage);
  const { onBug = reportBug, draw = randomInt } = options;
  const ground = { storage, clock, users, sessions, identity, accessLog, faults, hashCost, draw, onBug };
  const composed = compose(ground);
  const { handlers, applying, registration } = composed;
  const dispatcher = new Dispatcher({ ...ground, handlers });
  const application = createApplication(authority.server, authority.caPem, dispatcher);
  const useCertificate = async (flaw: CertificateFlaw | undefined): Promise<void> => {
    const shown = await certificateWith(authority, flaw);
    application.server.setSecureContext({
      cert: shown.certificatePem,
      key: shown.keyPem,
      ca: authority.caPem,
      minVersion: 'TLSv1.2',
    });
    application.server.closeAllConnections();
  };
  const training = {
    users,
    clock,
    faults,
    municipalityCode: ownMunicipality.code,
    useCertificate,
    withFaults: options.faultRoutes === true,
  };
  addTrainingRoutes(application, training);
  await composed.resume();
  // One address only: for a second one Fastify would start a second server, which `useCertificate` could not reach.
  await application.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const address = application.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `https://localhost:${port}`,
    caPem: authority.caPem,
    municipality: ownMunicipality,
    clientP12Path: client.p12Path,
    clientP12Passphrase: client.passphrase,
    clientCertPem: client.certificatePem,
    clientKeyPem: client.keyPem,
    issueClientCertificate: (workstation) => authority.issueClient(workstation),
    credentials: (userId) => credentialsOf(training, userId),
    addAccount: async (account) => users.add(await prepareAccount(account, accountOptions)),
    changeAccount: (userId, { personId, role, validFrom, validUntil }) =>
      users.change(userId, {
        ...(personId === undefined ? {} : { staff_id: personId }),
        ...(role === undefined ? {} : { role }),
        ...(validFrom === undefined ? {} : { valid_from: validFrom }),
        ...(validUntil === undefined ? {} : { valid_until: validUntil }),
      }),
    faults,
    useCertificate,
    clock,
    truth,
    storage,
    registration,
    applied: () => applying.idle(),
    close: async () => {
      await application.close();
      await applying.stop();
      letGo();
    },
  };
}

function certificateWith(
  authority: Authority,
  flaw: CertificateFlaw | undefined,
): Promise<Authority['server']> {
  return flaw === undefined ? Promise.resolve(authority.server) : authority.issueFlawed(flaw);
}

/** The first start writes residents, accounts and the truth file; later ones read what the first has written. */
async function fillOnce(
  storage: Storage,
  users: UserStore,
  { folder, people = DEFAULT_PEOPLE, exampleFiles }: TrainingVrsOptions,
  options: AccountOptions,
): Promise<readonly PlantedError[]> {
  const truthFile = path.join(folder, 'truth.json');
  if (storage.meta('filled') !== undefined) return Truth.parse(JSON.parse(readFileSync(truthFile, 'utf8')));
  if (exampleFiles === true) writeExampleFiles(path.join(folder, 'example-files'), options.seed, people);
  const accounts = await Promise.all(madeUpAccounts.map((account) => prepareAccount(account, options)));
  const nobodys = await hashOfNobodysPassword(options.hashCost);
  return fillWithResidents(storage, options.seed, people, (truth) => {
    for (const account of accounts) users.add(account);
    addMadeUpRoster(users, nobodys, options.clock);
    writeFileSync(truthFile, JSON.stringify(truth, undefined, 1));
    storage.setMeta('filled', options.seed);
  });
}

type AccountOptions = Parameters<typeof prepareAccount>[1];

const Truth = z.array(
  z.custom<PlantedError>(
    (entry) => typeof entry === 'object' && entry !== null && 'kind' in entry && 'expected' in entry,
  ),
);

/** Name and place of a bug. Its message may hold what the call was about, and that goes in no text log. */
function reportBug(bug: Error, call: string): void {
  const place = bug.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  process.stderr.write(`bug in ${call === '' ? 'the server' : call}: ${bug.name}${place}\n`);
}
