import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Application, createApplication } from '../../../src-main/application.ts';
import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import type { SecretStore } from '../../../src-main/keychain/secret-store.ts';
import type { Incident } from '../../../src-main/gateway/incident.ts';
import type { PrintPaper } from '../../../src-main/printing/printing-handlers.ts';
import { Profile } from '../../../src-main/workstation/profile.ts';
import type { WorkstationEvent } from '../../../src-shared/contract/bridge.ts';
import type { InputOf, OperationName, OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { type Clock, systemClock } from '../../../src-shared/domain/clock.ts';
import { startTrainingVrs, type TrainingVrs } from '../../../src-training/start.ts';
import { nodeTransport } from '../node-transport.ts';

/** A training VRS with few people, in a folder of its own that goes with it. */
export async function trainingVrs(people = 200): Promise<TrainingVrs> {
  const folder = await mkdtemp(path.join(tmpdir(), 'training-vrs-'));
  const vrs = await startTrainingVrs({ folder, people, passwordHashCost: 16 });
  return {
    ...vrs,
    close: async () => {
      await vrs.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface WorkstationOptions {
  readonly folder?: string;
  readonly secrets?: SecretStore;
  readonly profile?: Partial<Profile>;
  /** The clock of the terminal; that of the machine unless said otherwise. */
  readonly clock?: Clock;
  /** The file that the next dialog gives. */
  readonly chooseFile?: () => Promise<string | undefined>;
  /** Where the next file that is saved goes. */
  readonly chooseTarget?: () => Promise<string | undefined>;
  readonly print?: PrintPaper;
}

interface Parts {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly installationId: string;
  readonly application: Application;
  readonly vrs: TrainingVrs;
  readonly incidents: readonly Incident[];
  readonly closeTransport: () => Promise<void>;
}

const main = (relative: string): URL => new URL(`../../../src-main/${relative}`, import.meta.url);

/** The whole main process but Electron's shell, against a real training VRS, with a folder of its own. */
export class Workstation {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly installationId: string;
  readonly events: WorkstationEvent[] = [];
  /** Bugs that reached the gateway: none, in a test that does not ask for one. */
  readonly incidents: readonly Incident[];
  readonly #application: Application;
  readonly #vrs: TrainingVrs;
  readonly #closeTransport: () => Promise<void>;

  private constructor(parts: Parts) {
    this.folder = parts.folder;
    this.secrets = parts.secrets;
    this.installationId = parts.installationId;
    this.incidents = parts.incidents;
    this.#application = parts.application;
    this.#vrs = parts.vrs;
    this.#closeTransport = parts.closeTransport;
    parts.application.events.listen((event) => this.events.push(event));
  }

  static async start(vrs: TrainingVrs, options: WorkstationOptions = {}): Promise<Workstation> {
    const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'workstation-')));
    const incidents: Incident[] = [];
    const transport = nodeTransport(vrs);
    const profile = profileFor(vrs, options.profile);
    const secrets = options.secrets ?? new MemorySecretStore();
    const created = await createApplication(profile, {
      folder,
      transport,
      secrets,
      clock: options.clock ?? systemClock,
      chooseFile: options.chooseFile ?? (() => Promise.resolve(undefined)),
      chooseTarget: options.chooseTarget ?? (() => Promise.resolve(undefined)),
      print: options.print ?? (() => Promise.resolve('printed')),
      versions: { app: '0', electron: '0', chromium: '0', node: process.versions.node, platform: 'test' },
      workers: {
        cache: main('cache/cache-worker.ts'),
        logVerification: main('operation-log/verification-worker.ts'),
        logReading: main('operation-log/log-reading-worker.ts'),
        fileCheck: main('batches/file-check-worker.ts'),
      },
      reportIncident: (incident) => incidents.push(incident),
    });
    if (!created.ok) throw new Error(created.problem.code);
    return new Workstation({
      folder,
      secrets,
      installationId: profile.installationId,
      application: created.value,
      vrs,
      incidents,
      closeTransport: () => transport.close(),
    });
  }

  async call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<Outcome<OutputOf<Name>>> {
    // The gateway has checked the output against this operation's schema.
    return (await this.#application.gateway.call(true, name, input)) as Outcome<OutputOf<Name>>;
  }

  /** The value of a call that must succeed. */
  async get<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
    const outcome = await this.call(name, input);
    if (!outcome.ok) throw new Error(`${name}: ${outcome.problem.code}`);
    return outcome.value;
  }

  async signIn(userId: string): Promise<void> {
    const { password, oneTimePassword } = this.#vrs.credentials(userId);
    await this.get('session.signIn', { userId, password, oneTimePassword });
  }

  /** Waits until the local copy is complete; so rarely that the gateway's bucket never runs empty. */
  async copyReady(): Promise<void> {
    while ((await this.get('session.view', {})).cache.state !== 'ready') {
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  lock(): void {
    this.#application.lock();
  }

  async close(): Promise<void> {
    await this.#application.close();
    await this.#closeTransport();
  }
}

function profileFor(vrs: TrainingVrs, change: Partial<Profile> = {}): Profile {
  return Profile.parse({
    formatVersion: 1,
    kind: 'training',
    version: 'test',
    municipalityCode: vrs.municipality.code,
    municipalityName: vrs.municipality.name,
    workstation: 'TRAINING-01',
    installationId: randomUUID(),
    vrs: { origin: vrs.origin, caCertificate: vrs.caPem },
    ...change,
  });
}
