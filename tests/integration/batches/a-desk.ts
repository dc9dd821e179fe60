import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { SecretStore } from '../../../src-main/keychain/secret-store.ts';
import type { Draft, DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { Workstation } from '../application/workstation.ts';
import { everybody } from '../training/batch-steps.ts';
import { type SignedIn, TestVrs } from '../training/training-vrs.ts';

export const recordsHeader =
  '市町村コード,券番号,接種回数,券種,接種日,接種自治体コード,接種会場名,接種医師名,ワクチンメーカー,ワクチンロット番号,宛名番号,生年月日';

export interface RecordCells {
  readonly ticketNumber: string;
  readonly doseNumber?: string;
  readonly vaccinatedOn?: string;
  readonly venue?: string;
  readonly lotNumber?: string;
  readonly municipalityCode?: string;
}

/** One line of a 接種記録 file. */
export function recordLine({
  ticketNumber,
  doseNumber = '1',
  vaccinatedOn = '20210701',
  venue = '青葉市民体育館',
  lotNumber = 'FA1234',
  municipalityCode = '992011',
}: RecordCells): string {
  return `${municipalityCode},${ticketNumber},${doseNumber},1,${vaccinatedOn},992011,${venue},大塚　健,ファイザー,${lotNumber},,`;
}

/** A workstation at which clerk01 works on files, with a training VRS that others use too. */
export class Desk {
  readonly test: TestVrs;
  readonly folder: string;
  people: readonly Person[] = [];
  /** Where the next file that is saved goes. */
  target: string | undefined;
  #station: Workstation | undefined;
  #secrets: SecretStore | undefined;
  #chosen: string | undefined;

  private constructor(test: TestVrs, folder: string) {
    this.test = test;
    this.folder = folder;
  }

  static async open(
    options: { readonly people?: number; readonly secrets?: SecretStore } = {},
  ): Promise<Desk> {
    const test = await TestVrs.start({ people: options.people ?? 300 });
    const desk = new Desk(test, await mkdtemp(path.join(tmpdir(), 'batches-desk-')));
    desk.#secrets = options.secrets;
    desk.people = await everybody(await test.signIn('clerk02'));
    await desk.start();
    return desk;
  }

  get vrs(): TrainingVrs {
    return this.test.vrs;
  }

  get station(): Workstation {
    if (!this.#station) throw new Error('the workstation is closed');
    return this.#station;
  }

  /** Where the installation keeps everything. */
  get home(): string {
    return path.join(this.folder, 'home');
  }

  async start(): Promise<void> {
    this.#station = await Workstation.start(this.vrs, {
      folder: this.home,
      ...(this.#secrets ? { secrets: this.#secrets } : {}),
      profile: { installationId: '11111111-1111-4111-8111-111111111111' },
      chooseFile: () => Promise.resolve(this.#chosen),
      chooseTarget: () => Promise.resolve(this.target),
    });
    this.#secrets = this.#station.secrets;
    await this.signIn();
  }

  async signIn(userId = 'clerk01'): Promise<void> {
    // What the session before left open is closed first, so that nothing waits for the wrong one.
    await this.station.call('session.signOut', {});
    while ((await this.station.get('session.view', {})).cache.state !== 'closed') await sleep(40);
    const { password, oneTimePassword } = this.test.credentials(userId);
    await this.station.get('session.signIn', { userId, password, oneTimePassword });
    await this.station.copyReady();
  }

  async stop(): Promise<void> {
    await this.#station?.close();
    this.#station = undefined;
  }

  async end(): Promise<void> {
    const incidents = this.#station?.incidents ?? [];
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
    await this.test.end();
    if (incidents.length > 0) throw new Error(`incidents: ${JSON.stringify(incidents)}`);
  }

  /** Writes a file and chooses it. */
  async choose(bytes: string | Uint8Array, name = '接種記録.csv'): Promise<Draft> {
    await this.put(bytes, name);
    return this.station.get('batches.chooseFile', { source: { kind: 'office' } });
  }

  async put(bytes: string | Uint8Array, name = '接種記録.csv'): Promise<void> {
    this.#chosen = path.join(this.folder, name);
    await writeFile(this.#chosen, bytes);
  }

  async check(draftId: DraftId): Promise<Job> {
    return this.ended(await this.station.get('batches.check', { draftId }));
  }

  async send(draftId: DraftId): Promise<Job> {
    return this.ended(await this.station.get('batches.send', { draftId }));
  }

  read(draftId: DraftId): Promise<Draft> {
    return this.station.get('batches.read', { draftId });
  }

  list(): Promise<OutputOf<'batches.list'>> {
    return this.station.get('batches.list', {});
  }

  /** The job when it runs no longer, as the window is told. */
  async ended({ jobId }: Job): Promise<Job> {
    for (;;) {
      for (const event of this.station.events)
        if (event.type === 'job' && event.job.jobId === jobId && event.job.state !== 'running')
          return event.job;
      await sleep(10);
    }
  }

  /** Waits until the list shows the draft at that stage. */
  async reaches(draftId: DraftId, stage: Draft['stage']): Promise<void> {
    for (;;) {
      const { drafts } = await this.list();
      if (drafts.find((draft) => draft.draftId === draftId)?.stage === stage) return;
      await sleep(100);
    }
  }

  /** From the file to the difference, seen. */
  async ready(bytes: string | Uint8Array): Promise<{ draftId: DraftId; differenceFingerprint: Sha256 }> {
    const { draftId } = await this.choose(bytes);
    const checked = await this.check(draftId);
    const sent = await this.send(draftId);
    if (checked.state !== 'done' || sent.state !== 'done')
      throw new Error(`not ready: ${JSON.stringify([checked.problem, sent.problem])}`);
    const page = await this.station.get('batches.difference', { draftId, outcome: null, cursor: null });
    return { draftId, differenceFingerprint: page.differenceFingerprint };
  }

  /** Every batch that VRS has of this person, newest first. */
  async batches(): Promise<readonly Batch[]> {
    const reader = await this.test.signIn('clerk02');
    const { batches } = await reader.call('batches.list', { query: {} });
    return batches.filter(({ maker }) => maker.userId === 'clerk01');
  }

  /** Names of the files in the staging folder. */
  staged(): Promise<readonly string[]> {
    return readdir(path.join(this.home, 'staging')).catch(() => []);
  }

  /** What the operation log says was erased, newest first. Somebody who may read it takes the seat for that. */
  async erasures(): Promise<readonly Readonly<Record<string, string | number>>[]> {
    await this.signIn('chief02');
    const { entries } = await this.station.get('log.entries', {
      userId: '',
      addresseeNumber: '',
      action: '一括登録（審査用データの消去）',
      from: '',
      until: '',
      before: null,
      limit: 50,
    });
    await this.signIn();
    return entries.map(({ detail }) => detail);
  }

  async chief(): Promise<SignedIn> {
    return this.test.signIn('chief01');
  }

  /** Every byte that the installation has on disk. */
  async everything(): Promise<Buffer> {
    const entries = await readdir(this.home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Buffer.concat(
      await Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name)))),
    );
  }
}
